//! Gives the page and the worker one build id: a number worked out from the sources of both.
//!
//! The worker's files keep their names from build to build, so a cache may serve an old worker to a new page.
//! The id is how the page finds out.

use std::fs;
use std::path::{Path, PathBuf};

/// FNV-1a, 64 bits: good enough to tell two builds apart, and needs no dependency.
struct Fingerprint(u64);

impl Fingerprint {
    fn eat(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn eat_folder(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.eat_folder(&path);
            } else if let Ok(content) = fs::read(&path) {
                self.eat(&content);
            }
        }
    }
}

fn main() {
    let mut fingerprint = Fingerprint(0xcbf2_9ce4_8422_2325);
    for folder in ["src", "examples", "../analyzer/src"] {
        println!("cargo:rerun-if-changed={folder}");
        fingerprint.eat_folder(Path::new(folder));
    }
    println!("cargo:rustc-env=SYSCAUSE_BUILD={:016x}", fingerprint.0);
}
