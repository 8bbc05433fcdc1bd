//! Bytes to text: encodings, bytes that are no text, and colours.

use super::binary::{self, Binary};
use super::mends::Mends;

/// What a piece holds.
#[derive(Debug)]
pub enum Content {
    /// Text, and what was mended to get it.
    Text(String, Mends),
    /// Something that is not text.
    Binary(Binary),
}

/// The most text that one piece may hold: lines point into it with 32 bits.
const MOST_BYTES: usize = u32::MAX as usize / 2;

/// How much of the beginning is looked at to tell UTF-16 without a mark.
const LOOKED_AT: usize = 4096;

/// Decodes UTF-8 (also with a mark, or damaged) and UTF-16 (with and without a mark).
/// NUL bytes and colours are left out; no line is added or lost by that.
pub fn decode(bytes: Vec<u8>) -> Content {
    let mut mends = Mends::default();
    let text = match bytes.as_slice() {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec(), &mut mends),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, &mut mends),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, &mut mends),
        whole => match zero_side(whole) {
            Some(Side::High) => utf16(whole, u16::from_le_bytes, &mut mends),
            Some(Side::Low) => utf16(whole, u16::from_be_bytes, &mut mends),
            None => match binary::recognise(whole) {
                Some(binary) => return Content::Binary(binary),
                None => utf8(bytes, &mut mends),
            },
        },
    };
    if text.len() > MOST_BYTES {
        return Content::Binary(Binary {
            what: "larger than 2 GB",
            instead: "cut out the part around the failure",
        });
    }
    Content::Text(plain(text, &mut mends), mends)
}

/// Which byte of the pairs is zero.
enum Side {
    /// The second: little endian.
    High,
    /// The first: big endian.
    Low,
}

/// UTF-16 of mostly ASCII text has a zero in every pair of bytes, always on the same side.
fn zero_side(bytes: &[u8]) -> Option<Side> {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let (pairs, _) = head.as_chunks::<2>();
    let first = pairs.iter().filter(|[first, _]| *first == 0).count();
    let second = pairs.iter().filter(|[_, second]| *second == 0).count();
    let many = |zeros: usize| zeros * 10 > pairs.len() * 6;
    let few = |zeros: usize| zeros * 20 < pairs.len();
    match pairs.len() {
        0 | 1 => None,
        _ if many(second) && few(first) => Some(Side::High),
        _ if many(first) && few(second) => Some(Side::Low),
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, mends: &mut Mends) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut line = 1;
    let mut text = String::with_capacity(pairs.len());
    for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let character = read.unwrap_or_else(|_| {
            mends.count(line, "bytes that are no UTF-16");
            char::REPLACEMENT_CHARACTER
        });
        line += u32::from(character == '\n');
        text.push(character);
    }
    if !odd.is_empty() {
        mends.count(line, "half a UTF-16 character at the end");
    }
    text
}

/// Text that is whole is not copied.
fn utf8(bytes: Vec<u8>, mends: &mut Mends) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(damaged) => damaged.into_bytes(),
    };
    let mut line = 1_u32;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            line = line.saturating_add(newlines(chunk.valid()));
            mends.count(line, "bytes that are no UTF-8");
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// Leaves out NUL bytes, and the escape sequences that colour a terminal's text.
fn plain(text: String, mends: &mut Mends) -> String {
    if memchr::memchr2(0, 0x1b, text.as_bytes()).is_none() {
        return text;
    }
    let mut line = 1_u32;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memchr2(0, 0x1b, rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        line = line.saturating_add(newlines(before));
        if from.starts_with('\0') {
            mends.count(line, "NUL bytes");
            rest = from.trim_start_matches('\0');
        } else {
            rest = behind_escape(from);
        }
    }
    out.push_str(rest);
    out
}

/// The text behind the escape sequence that `text` begins with (ECMA-48: `ESC [ parameters final`;
/// `ESC ] ... BEL` sets a window's title; others are short). A sequence never runs over a line end.
fn behind_escape(text: &str) -> &str {
    let rest = text.strip_prefix('\u{1b}').unwrap_or(text);
    if let Some(control) = rest.strip_prefix('[') {
        let rest = control.trim_start_matches(|c: char| matches!(c, ' '..='?'));
        return rest.strip_prefix(|c: char| matches!(c, '@'..='~')).unwrap_or(rest);
    }
    if let Some(command) = rest.strip_prefix(']') {
        let end = command.find(['\u{7}', '\u{1b}', '\n']).unwrap_or(command.len());
        let rest = command.get(end..).unwrap_or("");
        return rest.strip_prefix('\u{7}').or_else(|| rest.strip_prefix("\u{1b}\\")).unwrap_or(rest);
    }
    let rest = rest.trim_start_matches(|c: char| matches!(c, ' '..='/'));
    rest.strip_prefix(|c: char| matches!(c, '0'..='~')).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    fn text(bytes: &[u8]) -> (String, Vec<(u32, String)>) {
        match decode(bytes.to_vec()) {
            Content::Text(text, mends) => {
                (text, mends.into_list().into_iter().map(|mend| (mend.line, mend.what)).collect())
            }
            Content::Binary(binary) => panic!("taken for {}", binary.what),
        }
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let line = "read(3, \"x\", 1) = 1\n异常\n";
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for bytes in [
            line.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", line.as_bytes().to_vec()),
            marked(b"\xff\xfe", utf16(line, u16::to_le_bytes)),
            marked(b"\xfe\xff", utf16(line, u16::to_be_bytes)),
            utf16(line, u16::to_le_bytes),
            utf16(line, u16::to_be_bytes),
        ] {
            assert_eq!(text(&bytes), (line.to_string(), Vec::new()));
        }
    }

    #[test]
    fn damage_is_said_with_its_line() {
        let (read, mends) = text(b"a\nb\xff\xfec\n\xe4\xb8\n");
        assert_eq!(read, "a\nb\u{fffd}\u{fffd}c\n\u{fffd}\n");
        assert_eq!(mends, [(2, "bytes that are no UTF-8, on this and 1 further line".to_string())]);
        let (read, mends) = text(b"read(\n3\0\0\0) = 0\n");
        assert_eq!(read, "read(\n3) = 0\n");
        assert_eq!(mends, [(2, "NUL bytes".to_string())]);
    }

    #[test]
    fn colours_go_and_lines_stay() {
        let coloured =
            "\u{1b}[33mread\u{1b}[0m(3) = \u{1b}[1;32m0\u{1b}[0m\n\u{1b}]0;title\u{7}x\u{1b}(By\n\u{1b}[";
        assert_eq!(text(coloured.as_bytes()), ("read(3) = 0\nxy\n".to_string(), Vec::new()));
    }
}
