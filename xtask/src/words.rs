//! Words that have no place in the repository: paths of somebody's machine and hosts of somebody's mirror.

use std::fs;

use crate::run::{output, program};
use crate::{Outcome, root};

/// Paths that exist on one machine only. Written in parts, so that this file does not find itself.
const FORBIDDEN: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/tmp", "/w/"), concat!("/home", "/runner"), concat!("/Us", "ers/")];

/// Captured data is left as it was captured.
const CAPTURED: &[&str] = &["tests/cases/", "tests/samples/", "tests/seeds/"];

/// An error that lists every line of a tracked text file in which such a word stands.
pub fn check() -> Outcome {
    let files = output(program("git", &["ls-files", "-co", "--exclude-standard"]))
        .ok_or("git does not list the files")?;
    let mut found = Vec::new();
    for name in files.lines().filter(|name| !CAPTURED.iter().any(|folder| name.starts_with(folder))) {
        let Ok(text) = fs::read_to_string(root().join(name)) else { continue };
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(word) = FORBIDDEN.iter().find(|word| line.contains(**word)) {
                found.push(format!("{name}:{number}: `{word}`"));
            }
        }
    }
    if found.is_empty() { Ok(()) } else { Err(format!("words of one machine:\n{}", found.join("\n"))) }
}
