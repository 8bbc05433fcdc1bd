//! One line while it is read.

use crate::source::{Line, Span};

use super::super::leader::Leader;

/// One line while it is read.
pub struct Here<'s> {
    /// The line as the source has it.
    pub line: Line,
    /// Where `text` begins in the trace's text.
    pub offset: u32,
    /// Its text without colours.
    pub text: &'s str,
    /// What stands before the event.
    pub leader: Leader,
}

impl<'s> Here<'s> {
    /// What stands behind the leader.
    pub fn event(&self) -> &'s str {
        self.text.get(self.leader.end..).unwrap_or("")
    }

    /// A span of the trace's text from places in the line.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let place = |place: usize| self.offset.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
        if start >= end { Span::default() } else { Span { start: place(start), end: place(end) } }
    }

    /// The same without blanks and commas at its end.
    pub fn arguments(&self, start: usize, end: usize) -> Span {
        let text = self.text.get(start..end).unwrap_or("");
        self.span(start, start + text.trim_ascii_end().len())
    }

    /// The span of a part of the line's own text.
    pub fn part(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.span(start, start + part.len())
    }
}
