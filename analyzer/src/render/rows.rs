//! A comparison's rows, ready to draw: what the page shows and what the terminal prints side by side.
//!
//! The page asks for windows of rows, so a row is built when it is needed and not before.

use serde::{Deserialize, Serialize};

use crate::Analysis;
use crate::align::RowKind;
pub use crate::kernel::syscalls::CallGroup;
use crate::report::DivergenceKind;
use crate::source::LineNumber;

/// What the page must know of every row of a comparison to fold, map and step through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMark {
    /// How the two sides relate.
    pub kind: RowKind,
    /// Index into the comparison's phases.
    pub phase: u32,
    /// What kind of difference it is, where behaviour differs.
    pub divergence: Option<DivergenceKind>,
    /// The call failed with an errno on one of the sides.
    pub failed: bool,
}

/// One row, ready to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// Index of the row in its comparison.
    pub index: u32,
    /// How the two sides relate.
    pub mark: RowMark,
    /// The normal side.
    pub normal: Option<CellView>,
    /// The failing side.
    pub failing: Option<CellView>,
    /// Where only the normal run does it: what the failing run never did, in a few words ("the header").
    pub absent: Option<String>,
    /// One or two sentences, on the first and the decisive difference only.
    pub note: Option<String>,
}

/// One side of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellView {
    /// The line of the source.
    pub line: LineNumber,
    /// Time of day or offset, as the trace prints it; empty without time stamps.
    pub time: String,
    /// How long the call took, for example `3.0 s`; empty if unknown.
    pub duration: String,
    /// The call's name, or the kind of event (`signal`, `exit`, `output`).
    pub call: String,
    /// What family of call it is, for its glyph and colour.
    pub group: CallGroup,
    /// The role of what it acts on, with its number: `cache file 14`, `client 12`; empty if it acts on nothing.
    pub subject: String,
    /// The arguments that matter, shortened.
    pub arguments: String,
    /// The result: `12288`, `-1 ENOSPC`.
    pub result: String,
    /// It failed with an errno.
    pub failed: bool,
    /// The logical line as it stands in the source.
    pub raw: String,
}

/// Everything the details pane shows for one row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowDetails {
    /// What the call does, in one sentence.
    pub call: String,
    /// The normal side.
    pub normal: Option<SideDetails>,
    /// The failing side.
    pub failing: Option<SideDetails>,
}

/// One side of the details pane.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SideDetails {
    /// The line of the source.
    pub line: LineNumber,
    /// The result and what it means on this object.
    pub result: String,
    /// A sentence about the errno, empty if it did not fail.
    pub errno: String,
    /// Name, value and explanation of each argument.
    pub arguments: Vec<ArgumentDetails>,
    /// Title of the descriptor's history, for example `Descriptor 14 · cache file`; empty if there is none.
    pub descriptor: String,
    /// The life of the descriptor: line, what happened, and whether it is this row.
    pub history: Vec<HistoryStep>,
    /// The logical line as it stands in the source.
    pub raw: String,
}

/// One argument, explained.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ArgumentDetails {
    /// The parameter's name in the man page; empty if unknown.
    pub name: String,
    /// The value as it stands in the line.
    pub value: String,
    /// What it means; empty if it speaks for itself.
    pub meaning: String,
}

/// One step in the life of a descriptor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryStep {
    /// The line of the source.
    pub line: LineNumber,
    /// What happened.
    pub what: String,
    /// It is the row that the details are about.
    pub here: bool,
}

impl Analysis {
    /// What must be known of every row of a comparison; empty if there is no such comparison.
    pub fn row_marks(&self, _comparison: usize) -> Vec<RowMark> {
        Vec::new()
    }

    /// Rows `first..first + len` of a comparison; fewer, or none, where there are not so many.
    pub fn rows(&self, _comparison: usize, _first: u32, _len: u32) -> Vec<RowView> {
        Vec::new()
    }

    /// Details of one row; `None` if there is no such row.
    pub fn row_details(&self, _comparison: usize, _row: u32) -> Option<RowDetails> {
        None
    }

    /// Logical lines `first..first + len` of a source (indices from 0), with their line numbers.
    pub fn source_lines(&self, source: usize, first: u32, len: u32) -> Vec<(LineNumber, String)> {
        let Some(source) = self.sources.get(source) else { return Vec::new() };
        let (first, len) = (first as usize, len as usize);
        source
            .lines
            .iter()
            .skip(first)
            .take(len)
            .map(|line| (line.number, line.span.of(&source.text).to_string()))
            .collect()
    }
}
