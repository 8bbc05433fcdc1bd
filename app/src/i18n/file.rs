//! The file of a language: one line per word, `Name: text`, in the order of the table.

use std::sync::OnceLock;

use super::Word;

/// What a word says in English; empty if the file is another one than the program's.
pub fn text(word: Word) -> &'static str {
    static LINES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let lines = LINES.get_or_init(|| entries(english()).map(|(_, text)| text).collect());
    lines.get(word as usize).copied().unwrap_or_default()
}

/// The names and texts of a file.
pub fn entries(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

/// The browser has loaded it with the other texts.
#[cfg(target_arch = "wasm32")]
fn english() -> &'static str {
    crate::texts::entry("page/en")
}

/// Tests have no browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn english() -> &'static str {
    include_str!("en.txt")
}
