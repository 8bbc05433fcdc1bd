//! Files of the command line to pieces of input: standard input, gzip and zstd.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use analyzer::source::{Input, Piece};

use crate::args::Given;

/// The most that is read of one file, unpacked: a small archive can unpack to more than any machine holds.
const MOST_BYTES: u64 = 1 << 31;

/// Reads every file; the error says which one cannot be read, and why.
pub fn input(files: &[Given]) -> Result<Input, String> {
    let pieces = files.iter().enumerate().map(|(index, file)| {
        let bytes = read(&file.path).map_err(|why| format!("{}: {why}", file.path.display()))?;
        Ok(Piece { name: name(files, index), role: file.role, bytes })
    });
    Ok(Input { pieces: pieces.collect::<Result<_, String>>()? })
}

/// A file's base name, or its path as given where another file of the command line has the same base name.
fn name(files: &[Given], index: usize) -> String {
    let Some(file) = files.get(index) else { return String::new() };
    if file.path.as_os_str() == "-" {
        return "standard input".to_string();
    }
    let base = |path: &Path| path.file_name().map(|base| base.to_string_lossy().into_owned());
    let shared = files.iter().filter(|other| base(&other.path) == base(&file.path)).count() > 1;
    base(&file.path).filter(|_| !shared).unwrap_or_else(|| file.path.display().to_string())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    if path.as_os_str() == "-" {
        return limited(io::stdin().lock());
    }
    if path.is_dir() {
        return Err("it is a folder; name the files in it".to_string());
    }
    let file = File::open(path).map_err(|why| plain(&why))?;
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => limited(flate2::read::MultiGzDecoder::new(file)),
        Some("zst") => limited(zstd(file)?),
        _ => limited(file),
    }
}

fn zstd(file: File) -> Result<impl Read, String> {
    ruzstd::decoding::StreamingDecoder::new(file).map_err(|why| format!("not zstd: {why}"))
}

fn limited(from: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|why| plain(&why))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err("it holds more than 2 GB; cut out the part around the failure".to_string());
    }
    Ok(bytes)
}

/// The system's words without its number, on one line.
fn plain(why: &io::Error) -> String {
    let text = why.to_string();
    text.split(" (os error").next().unwrap_or(&text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(path: &str) -> Given {
        Given { path: path.into(), role: None }
    }

    #[test]
    fn names_are_base_names_unless_shared() {
        let files = [given("x/normal.strace"), given("a/t.strace"), given("b/t.strace"), given("-")];
        let names: Vec<_> = (0..files.len()).map(|index| name(&files, index)).collect();
        assert_eq!(names, ["normal.strace", "a/t.strace", "b/t.strace", "standard input"]);
    }
}
