//! The size of the built page, and the budget it has to keep.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::run::say;
use crate::{Outcome, dist_folder};

/// What the wasm, which page and worker share, may weigh, compressed with gzip, in bytes.
///
/// "Size" in ARCHITECTURE.md says what keeps it there.
pub const WASM_BUDGET: usize = 690 * 1024;

/// Prints the size of every file of the page; returns that of the wasm, compressed, in bytes.
pub fn report() -> Outcome<usize> {
    let folder = dist_folder();
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort();
    say("Size of the page");
    println!("    {:>9} {:>9}  file", "bytes", "gzip");
    let mut wasm = 0;
    let (mut all, mut all_packed) = (0, 0);
    for path in &files {
        let content = fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
        let packed = gzip_size(&content)?;
        let name = path.strip_prefix(&folder).unwrap_or(path);
        println!("    {:>9} {packed:>9}  {}", content.len(), name.display());
        all += content.len();
        all_packed += packed;
        if path.extension().is_some_and(|extension| extension == "wasm") {
            wasm += packed;
        }
    }
    println!("    {all:>9} {all_packed:>9}  together");
    println!("    wasm, gzipped: {} of {} KB", wasm.div_ceil(1024), WASM_BUDGET / 1024);
    if wasm == 0 {
        Err("dist/ holds no wasm: build the page with `cargo xtask dist`".into())
    } else {
        Ok(wasm)
    }
}

/// The same; an error if the wasm is over its budget.
pub fn check() -> Outcome {
    match report()? {
        ..=WASM_BUDGET => Ok(()),
        wasm => Err(format!("the wasm weighs {wasm} bytes gzipped, and the budget is {WASM_BUDGET}")),
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|why| format!("{}: {why}", folder.display()))?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn gzip_size(content: &[u8]) -> Outcome<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map(|packed| packed.len())
        .map_err(|why| why.to_string())
}
