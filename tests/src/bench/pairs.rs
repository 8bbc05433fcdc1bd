//! The large traces that are there: files named on the command line, or a folder with some in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use analyzer::source::{Input, Piece, Role};

/// Names a folder with large traces.
pub const FOLDER: &str = "SYSCAUSE_BENCH_TRACES";

/// One trace, unpacked.
#[derive(Debug, Clone)]
pub struct Large {
    /// The file's name without folder and endings.
    pub name: String,
    /// Its text.
    pub bytes: Vec<u8>,
}

/// Reads files and the files of folders, `.zst` too where `zstd` is installed.
pub fn read(paths: &[PathBuf]) -> Vec<Large> {
    let mut files = Vec::new();
    for path in paths {
        match fs::read_dir(path) {
            Ok(inside) => files.extend(inside.filter_map(|entry| Some(entry.ok()?.path()))),
            Err(_) => files.push(path.clone()),
        }
    }
    files.sort();
    files
        .iter()
        .filter(|path| path.to_string_lossy().contains(".strace"))
        .filter_map(|path| one(path))
        .collect()
}

fn one(path: &Path) -> Option<Large> {
    let name = path.file_name()?.to_string_lossy().split(".strace").next()?.to_string();
    let packed = path.extension().is_some_and(|end| end == "zst");
    let bytes = if packed {
        Command::new("zstd").arg("-dcq").arg(path).output().ok()?.stdout
    } else {
        fs::read(path).ok()?
    };
    (!bytes.is_empty()).then_some(Large { name, bytes })
}

/// Those that belong together, the normal one first: `NAME` and `NAME-failing`, or `NAME-normal` and `NAME-…`.
pub fn pairs(traces: &[Large]) -> Vec<(&Large, &Large)> {
    let mut found = Vec::new();
    for normal in traces {
        let stem = normal.name.strip_suffix("-normal").unwrap_or(&normal.name);
        let other = |one: &&Large| {
            one.name != normal.name && one.name.rsplit_once('-').is_some_and(|(before, _)| before == stem)
        };
        found.extend(traces.iter().find(other).map(|failing| (normal, failing)));
    }
    found
}

/// One trace as input.
pub fn alone(trace: &Large) -> Input {
    Input { pieces: vec![piece(trace, None)] }
}

/// Two traces as input.
pub fn together(normal: &Large, failing: &Large) -> Input {
    Input { pieces: vec![piece(normal, Some(Role::Normal)), piece(failing, Some(Role::Failing))] }
}

fn piece(trace: &Large, role: Option<Role>) -> Piece {
    Piece { name: format!("{}.strace", trace.name), role, bytes: trace.bytes.clone() }
}
