//! Sources as a format gets them, made without intake: line by line, nothing mended.

use std::sync::Arc;

use analyzer::formats::strace;
use analyzer::source::{Line, Source, Span};

/// A source of that text, one logical line for each of its lines.
pub fn source(name: &str, text: &str) -> Source {
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        let span = Span { start: place(start), end: place(end) };
        lines.push(Line { span, number: place(lines.len() + 1), covers: 1 });
        start += line.len();
    }
    Source {
        name: name.to_owned(),
        piece: 0,
        role: None,
        format: strace::ID,
        closest: None,
        text: Arc::new(text.into()),
        lines,
        mended: Vec::new(),
        given: Vec::new(),
    }
}
