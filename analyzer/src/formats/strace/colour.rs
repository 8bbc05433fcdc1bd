//! Copies of lines without the colours of `--color`.

use std::sync::Arc;

use memchr::memchr;

use crate::source::{Source, Span};

/// The text to read from: the source's own, and behind it the lines that had colours, without them.
#[derive(Debug)]
pub struct Plain {
    /// The text.
    pub text: Arc<String>,
    /// For each line of the source, where to read it; empty if no line has colours.
    lines: Vec<Span>,
}

impl Plain {
    /// Prepares a source.
    pub fn of(source: &Source) -> Self {
        if memchr(0x1b, source.text.as_bytes()).is_none() {
            return Self { text: source.text.clone(), lines: Vec::new() };
        }
        let mut text = String::with_capacity(source.text.len().saturating_mul(2));
        text.push_str(&source.text);
        let mut lines = Vec::with_capacity(source.lines.len());
        for line in &source.lines {
            let shown = line.span.of(&source.text);
            if memchr(0x1b, shown.as_bytes()).is_none() {
                lines.push(line.span);
                continue;
            }
            let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
            strip(shown, &mut text);
            lines.push(Span { start, end: u32::try_from(text.len()).unwrap_or(u32::MAX) });
            text.push('\n');
        }
        Self { text: Arc::from(text), lines }
    }

    /// Where to read that line of the source.
    pub fn span(&self, index: usize, shown: Span) -> Span {
        self.lines.get(index).copied().unwrap_or(shown)
    }
}

/// Copies a line without its control sequences (`ESC [ parameters letter`).
pub fn strip(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\x1b') {
        out.push_str(before);
        rest = match after.strip_prefix('[') {
            Some(sequence) => {
                let end = sequence.find(|end: char| ('\x40'..='\x7e').contains(&end));
                end.and_then(|end| sequence.get(end + 1..)).unwrap_or("")
            }
            None => after,
        };
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go() {
        let mut out = String::new();
        strip("\x1b[36mread\x1b[0m(3, \x1b[1;31m\"x\"\x1b[0m) = \x1b[", &mut out);
        assert_eq!(out, "read(3, \"x\") = ");
    }
}
