//! Puts the texts of the project into one: for the programs that carry them inside, and for the page, which loads them.
//!
//! No module of the library: the build scripts and `cargo xtask` include this file.
//! The text begins with a stamp; before each entry stand the mark `BEFORE_NAME`, its name and the end of the line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Stands before the stamp and before each name: the record separator, which no text of ours holds.
const BEFORE_NAME: char = '\u{1e}';

/// FNV-1a, 64 bits: good enough to tell two builds apart, and needs no dependency.
#[derive(Debug)]
struct Fingerprint(u64);

impl Fingerprint {
    fn eat(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The build id of page and texts: a number worked out from everything that they are made of.
/// `root` is the folder of the workspace.
pub fn build_id(root: &Path) -> io::Result<String> {
    let mut fingerprint = Fingerprint(0xcbf2_9ce4_8422_2325);
    for folder in ["app/src", "app/examples", "analyzer/src"] {
        for path in files(&root.join(folder))? {
            fingerprint.eat(&fs::read(path)?);
        }
    }
    Ok(format!("{:016x}", fingerprint.0))
}

/// All files of a folder and of those inside of it, in the order of their names.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// One text of all Markdown files of the library: each is an entry, named by its path without its ending.
pub fn of_library(library: &Path, stamp: &str) -> io::Result<String> {
    let mut text = format!("{BEFORE_NAME}{stamp}\n");
    let source = library.join("src");
    for path in files(&source)? {
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.strip_prefix(&source).unwrap_or(&path).with_extension("");
            add(&mut text, &name, &path)?;
        }
    }
    Ok(text)
}

/// All texts that the page loads: those of the library, and its own words and examples.
pub fn of_page(root: &Path, stamp: &str) -> io::Result<String> {
    let mut text = of_library(&root.join("analyzer"), stamp)?;
    let app = root.join("app");
    for path in files(&app.join("src/i18n"))? {
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = Path::new("page").join(path.file_stem().unwrap_or_default());
            add(&mut text, &name, &path)?;
        }
    }
    for path in files(&app.join("examples"))? {
        let name = Path::new("page").join(path.strip_prefix(&app).unwrap_or(&path));
        add(&mut text, &name, &path)?;
    }
    Ok(text)
}

/// Adds a file as an entry.
fn add(text: &mut String, name: &Path, path: &Path) -> io::Result<()> {
    let content = fs::read_to_string(path)?;
    if content.contains(BEFORE_NAME) {
        return Err(io::Error::other(format!("{} holds the record separator U+001E", path.display())));
    }
    text.push(BEFORE_NAME);
    // The same name on every system.
    text.push_str(&name.to_string_lossy().replace('\\', "/"));
    text.push('\n');
    text.push_str(&content);
    Ok(())
}
