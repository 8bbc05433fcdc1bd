//! What is said of a piece in which nothing was recognised.

use std::sync::Arc;

use super::binary::Binary;
use super::{UNKNOWN, shape, titles};
use crate::formats::strace;
use crate::source::{Piece, Source};

/// A source for a piece that is not text.
pub fn refused(index: usize, piece: &Piece, binary: Binary) -> Source {
    Source {
        name: piece.name.clone(),
        piece: index,
        role: piece.role,
        format: UNKNOWN,
        closest: Some((strace::ID, format!("it is {}; {}", binary.what, binary.instead))),
        text: Arc::from(""),
        lines: Vec::new(),
        mended: Vec::new(),
    }
}

/// A line from which on a text is called one long line.
const LONG_LINE: usize = 10_000;

/// The format that the text comes closest to, and why it is not that, as the rest of a sentence about the text.
pub fn closest(text: &str, lines: usize) -> (&'static str, String) {
    let why = if text.is_empty() {
        "it is empty".to_string()
    } else if text.trim().is_empty() {
        "it holds nothing but blank lines".to_string()
    } else if lines == 1 && text.len() > LONG_LINE {
        format!("it is one line of {}; strace writes one call per line", size(text.len()))
    } else if let Some(line) = text.lines().find(|line| shape::begins(line)) {
        format!("no call in it is whole: `{}` breaks off before its result", shorten(line))
    } else if titles::between(text.trim()) == titles::Between::Prompt {
        "it is a command; what is needed is the output that strace wrote".to_string()
    } else {
        "no line in it is a system call such as `read(3, \"…\", 4096) = 17`".to_string()
    };
    (strace::ID, why)
}

fn shorten(line: &str) -> String {
    const MOST: usize = 40;
    let line = line.trim();
    if line.chars().count() <= MOST {
        line.to_string()
    } else {
        line.chars().take(MOST).chain(['…']).collect()
    }
}

/// A size in the unit that people say it in.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
