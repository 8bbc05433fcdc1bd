//! What was given, and how to point back into it.
//!
//! A [`Piece`] is a file or a paste as the user gave it: bytes and a name.
//! Intake turns pieces into [`Source`]s: one block of evidence each, as text whose damage is mended.
//! Whatever the mending did, every logical line still knows the line of the piece it came from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Everything the user gave, in the order it was given.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Files and pastes. An empty list gives a report with the verdict `cannot-tell`.
    pub pieces: Vec<Piece>,
}

/// One file or one paste.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The file's name, or a name that the caller made up for a paste.
    pub name: String,
    /// The role the user chose; `None` lets the analyzer infer it.
    pub role: Option<Role>,
    /// The content, in whatever encoding it came.
    pub bytes: Vec<u8>,
}

/// What a source is for in the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A trace of a run that worked.
    Normal,
    /// A trace of the run that failed.
    Failing,
    /// Everything else: logs, configuration, listings, further traces.
    Context,
}

/// Words of file names and headings that hint at a run that worked.
const NORMAL_WORDS: &[&str] = &[
    "normal",
    "good",
    "ok",
    "okay",
    "working",
    "works",
    "worked",
    "success",
    "successful",
    "healthy",
    "passing",
    "passed",
    "正常",
    "成功",
];

/// Words of file names and headings that hint at the run that failed. They are asked first: `abnormal`, `不正常`.
const FAILING_WORDS: &[&str] = &[
    "failing",
    "failed",
    "fail",
    "fails",
    "failure",
    "bad",
    "broken",
    "abnormal",
    "faulty",
    "crash",
    "crashed",
    "hang",
    "hung",
    "stuck",
    "不正常",
    "异常",
    "故障",
    "失败",
    "错误",
    "报错",
];

impl Role {
    /// The role that a file name or a heading hints at, if it hints at one.
    pub fn hinted_by(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let holds = |word: &&str| {
            if !word.is_ascii() {
                return lower.contains(*word);
            }
            lower.split(|c: char| !c.is_ascii_alphabetic()).any(|part| part == *word)
        };
        if FAILING_WORDS.iter().any(holds) {
            return Some(Self::Failing);
        }
        NORMAL_WORDS.iter().any(holds).then_some(Self::Normal)
    }
}

/// A role that the user chose for one source of a piece, where a piece may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleChoice {
    /// Index of the piece in [`Input::pieces`].
    pub piece: usize,
    /// The source's first line in the piece.
    pub first_line: LineNumber,
    /// The role.
    pub role: Role,
}

/// A name that the user chose for a piece, or for one source of it. It is shown and cited; what a name tells of a
/// role is still read from the one that the piece came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameChoice {
    /// Index of the piece in [`Input::pieces`].
    pub piece: usize,
    /// The first line of a source that has a heading for its name; 0 for all others of the piece.
    pub first_line: LineNumber,
    /// The name.
    pub name: String,
}

/// Gives sources the names that the user chose; those that no choice fits keep theirs.
/// `given` are the names that the pieces came with.
pub fn rename(sources: &mut [Source], given: &[String], choices: &[NameChoice]) {
    for source in sources {
        let first_line = source.first_line();
        let mut of_piece = choices.iter().filter(|choice| choice.piece == source.piece);
        let given = given.get(source.piece).map_or("", String::as_str);
        let renamed = match source.name.strip_prefix(given) {
            // Blocks of a file are named after it: `df.txt, lines 3–6`.
            Some(rest) => {
                of_piece.find(|choice| choice.first_line == 0).map(|choice| format!("{}{rest}", choice.name))
            }
            None => of_piece.find(|choice| choice.first_line == first_line).map(|choice| choice.name.clone()),
        };
        if let Some(name) = renamed {
            source.name = name;
        }
    }
}

/// A line of a piece as the user gave it, counted from 1.
pub type LineNumber = u32;

/// Index of a source in [`crate::Analysis`]'s list of sources.
pub type SourceId = usize;

/// A stretch of a source's text, in bytes: `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The text that the span covers; empty if it lies outside of `text` or cuts a character.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Bytes `from..to` counted from byte `base`; bytes past 4 GiB saturate.
    pub fn shifted(base: u32, from: usize, to: usize) -> Self {
        let shift = |at: usize| base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Self { start: shift(from), end: shift(to) }
    }

    /// Where `part` stands, a slice of `line`, which itself begins at byte `base`.
    pub fn part(base: u32, line: &str, part: &str) -> Self {
        let from = (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize).min(line.len());
        Self::shifted(base, from, from.saturating_add(part.len()))
    }

    /// True if the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// One logical line of a source: where its text is and which lines of the piece it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The text without its line end.
    pub span: Span,
    /// The first line of the piece that it came from.
    pub number: LineNumber,
    /// How many lines of the piece it covers: 1 for most, more where a broken line was joined,
    /// 0 for the second part of a line that was split in two.
    pub covers: u32,
}

/// What intake mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mend {
    /// The line of the piece.
    pub line: LineNumber,
    /// What was wrong with it and is no longer, in a few words.
    pub what: String,
}

/// One block of evidence: text of one format, mended, with its lines.
#[derive(Debug, Clone)]
pub struct Source {
    /// The piece's name, or a title found above the block where a piece holds several.
    pub name: String,
    /// Which piece of the input it came from.
    pub piece: usize,
    /// The role the user gave to the piece, if any.
    pub role: Option<Role>,
    /// The id of the format, `unknown` where none fits.
    pub format: &'static str,
    /// For `unknown`: the closest format's id and why it is not that.
    pub closest: Option<(&'static str, String)>,
    /// The mended text. Shared, because what is read from it points back into it.
    pub text: Arc<String>,
    /// The logical lines of `text`, in order.
    pub lines: Vec<Line>,
    /// What was mended.
    pub mended: Vec<Mend>,
    /// The lines that read otherwise since they were mended, as they were given, by their numbers.
    pub given: Vec<(LineNumber, Box<str>)>,
}

impl Source {
    /// The text of a logical line (an index into `lines`); empty if there is no such line.
    pub fn line_text(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |line| line.span.of(&self.text))
    }

    /// A line as it was given, where mending changed how it reads; `None` for every other.
    pub fn as_given(&self, line: LineNumber) -> Option<&str> {
        let at = self.given.binary_search_by_key(&line, |(number, _)| *number).ok()?;
        self.given.get(at).map(|(_, text)| text.trim())
    }

    /// The first line of the piece that belongs to this source; 1 if the source is empty.
    pub fn first_line(&self) -> LineNumber {
        self.lines.first().map_or(1, |line| line.number)
    }

    /// The number of its last line; 0 for an empty source.
    pub fn last_line(&self) -> LineNumber {
        self.lines.last().map_or(0, |line| line.number.saturating_add(line.covers.saturating_sub(1)))
    }

    /// How many lines of the piece this source covers.
    pub fn line_count(&self) -> u32 {
        self.lines.iter().map(|line| line.covers).sum()
    }
}
