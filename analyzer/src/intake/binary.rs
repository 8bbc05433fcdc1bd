//! Files that are not text, told by the bytes they begin with.

/// What a file that is not text is, and what to give instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binary {
    /// With its article: `a PNG image`.
    pub what: &'static str,
    /// What helps, as the second half of a sentence.
    pub instead: &'static str,
}

const PICTURE: &str = "a picture cannot be read: paste the text of the trace itself";
const PACKED: &str = "unpack it first and give the files in it";
const CAPTURE: &str = "print it with `tcpdump -nn -tttt -r FILE` and give that text";
const PROGRAM: &str = "give the trace of running it: strace -f -ttt -T -yy -s 256 -o FILE COMMAND";
const DATA: &str = "give the text that strace wrote";

/// Offset, the bytes that stand there, and what begins so. The more telling ones come first.
/// Source: the magic numbers of `file(1)` and the formats' own specifications.
static SIGNATURES: &[(usize, &[u8], Binary)] = &[
    (0, b"\x89PNG\r\n\x1a\n", Binary { what: "a PNG image", instead: PICTURE }),
    (0, b"\xff\xd8\xff", Binary { what: "a JPEG image", instead: PICTURE }),
    (0, b"GIF87a", Binary { what: "a GIF image", instead: PICTURE }),
    (0, b"GIF89a", Binary { what: "a GIF image", instead: PICTURE }),
    (8, b"WEBP", Binary { what: "a WebP image", instead: PICTURE }),
    (4, b"ftypheic", Binary { what: "a HEIC image", instead: PICTURE }),
    (4, b"ftypavif", Binary { what: "an AVIF image", instead: PICTURE }),
    (4, b"ftyp", Binary { what: "a video", instead: PICTURE }),
    (0, b"II*\0", Binary { what: "a TIFF image", instead: PICTURE }),
    (0, b"MM\0*", Binary { what: "a TIFF image", instead: PICTURE }),
    (6, b"\0\0\0\0", Binary { what: "a BMP image", instead: PICTURE }),
    (0, b"%PDF-", Binary { what: "a PDF document", instead: "copy the text of the trace out of it" }),
    (0, b"\x1f\x8b", Binary { what: "a gzip archive", instead: PACKED }),
    (0, b"\x28\xb5\x2f\xfd", Binary { what: "a zstd archive", instead: PACKED }),
    (0, b"\xfd7zXZ\0", Binary { what: "an xz archive", instead: PACKED }),
    (0, b"BZh", Binary { what: "a bzip2 archive", instead: PACKED }),
    (0, b"PK\x03\x04", Binary { what: "a ZIP archive", instead: PACKED }),
    (0, b"7z\xbc\xaf\x27\x1c", Binary { what: "a 7z archive", instead: PACKED }),
    (0, b"Rar!\x1a\x07", Binary { what: "a RAR archive", instead: PACKED }),
    (257, b"ustar", Binary { what: "a tar archive", instead: PACKED }),
    (0, b"\xd4\xc3\xb2\xa1", Binary { what: "a packet capture (pcap)", instead: CAPTURE }),
    (0, b"\xa1\xb2\xc3\xd4", Binary { what: "a packet capture (pcap)", instead: CAPTURE }),
    (0, b"\x4d\x3c\xb2\xa1", Binary { what: "a packet capture (pcap)", instead: CAPTURE }),
    (0, b"\x0a\x0d\x0d\x0a", Binary { what: "a packet capture (pcapng)", instead: CAPTURE }),
    (0, b"\0asm", Binary { what: "a WebAssembly module", instead: PROGRAM }),
    (0, b"SQLite format 3\0", Binary { what: "an SQLite database", instead: DATA }),
    (
        0,
        b"PERFILE2",
        Binary {
            what: "a recording of perf",
            instead: "print it with `perf script` or `perf trace -i FILE`",
        },
    ),
    (0, b"LPKSHHRH", Binary { what: "a systemd journal", instead: "print it with `journalctl --file FILE`" }),
];

/// Where an ELF header says what kind of file it is (`e_type`), and the value for a core dump (elf(5)).
const ELF_TYPE: [usize; 2] = [16, 17];
const ELF_CORE: u8 = 4;

/// How much of the beginning is looked at where no signature fits.
const LOOKED_AT: usize = 8192;

/// Fewer bytes than this say nothing about the rest.
const ENOUGH: usize = 32;

/// Says what the bytes are if they are not text.
pub fn recognise(bytes: &[u8]) -> Option<Binary> {
    if bytes.starts_with(b"\x7fELF") {
        let core = ELF_TYPE.iter().any(|at| bytes.get(*at) == Some(&ELF_CORE));
        let what = if core { "a core dump (ELF)" } else { "an ELF program" };
        return Some(Binary { what, instead: PROGRAM });
    }
    let begins = |at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
    let signature = SIGNATURES.iter().find(|(at, magic, binary)| {
        let whole = match binary.what {
            "a BMP image" => bytes.starts_with(b"BM"),
            "a WebP image" => bytes.starts_with(b"RIFF"),
            _ => true,
        };
        whole && begins(*at, magic)
    });
    if let Some((_, _, binary)) = signature {
        return Some(*binary);
    }
    looks_binary(bytes).then_some(Binary { what: "binary data", instead: DATA })
}

/// More than a third of the beginning is neither printable ASCII nor part of a UTF-8 character.
/// NUL bytes do not count: a text that lost blocks of a disk is full of them.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let control = |byte: &u8| matches!(byte, 1..=8 | 14..=26 | 28..=31 | 127);
    let broken: usize = head.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let strange = head.iter().filter(|byte| control(byte)).count() + broken;
    let nothing_but_nul = !head.is_empty() && head.iter().all(|byte| *byte == 0);
    nothing_but_nul || (head.len() > ENOUGH && strange * 3 > head.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn says_what_it_is() {
        for (bytes, what) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "a PNG image"),
            (b"\x1f\x8b\x08\0\0", "a gzip archive"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP image"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", "an ELF program"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x04\0", "a core dump (ELF)"),
            (&[1, 2, 3, 0xff, 0xfe, b'a'].repeat(9), "binary data"),
            (&[0; 4096], "binary data"),
        ] {
            assert_eq!(recognise(bytes).unwrap().what, what);
        }
    }

    #[test]
    fn text_is_text() {
        for text in [
            &b"read(3, \"\", 4) = 0\n"[..],
            "1.异常调用堆栈".as_bytes(),
            b"",
            b"BM is a word\n",
            b"a\0\0\0\0b",
            b"caf\xe9 = 3",
        ] {
            assert_eq!(recognise(text), None, "{text:?}");
        }
    }
}
