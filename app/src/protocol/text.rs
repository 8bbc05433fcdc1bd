//! What is asked and told of the text of one source.

use analyzer::source::LineNumber;

use super::wire::{Reader, Wire, messages, structs, words};

/// Lines are asked for and kept in blocks of this many.
pub const TEXT_BLOCK: u32 = 64;

/// A longer line travels shortened to this many bytes, or a few less: characters stay whole.
pub const LINE_LIMIT: usize = 2_000;

/// A long line is read in parts of this many bytes, or a few less.
pub const PART: usize = 20_000;

/// A question about the text of a source. Lines are counted from 0, as they stand below each other after mending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextQuestion {
    /// How many lines there are, and what is to be said of them.
    Notes {},
    /// One block of lines: its first line is `block * TEXT_BLOCK`.
    Block {
        /// Number of the block.
        block: u32,
    },
    /// Where a line stands that is known by its number in the file.
    Place {
        /// The number in the file, from 1.
        line: LineNumber,
    },
    /// All lines that hold a text.
    Find {
        /// What is looked for; ASCII letters of either case are the same.
        text: String,
    },
    /// Lines to copy, with nothing left out of them.
    Copy {
        /// The first line.
        from: u32,
        /// The last line; it is among them.
        to: u32,
        /// Whether each has its source and number before it.
        numbered: bool,
    },
    /// A part of a line that is too long to be shown as one.
    Part {
        /// The line.
        index: u32,
        /// Which part, from 0.
        part: u32,
    },
}

/// What is told of the text of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextTold {
    /// How many lines there are, and what is to be said of them.
    Notes {
        /// Number of lines.
        lines: u32,
        /// In the order of the lines.
        notes: Vec<Note>,
    },
    /// One block of lines.
    Block {
        /// Number of the block.
        block: u32,
        /// The lines; none behind the last one.
        lines: Vec<TextLine>,
    },
    /// Where a line stands.
    Place {
        /// The number in the file.
        line: LineNumber,
        /// The line that has this number, or the one before where it is another source's.
        index: u32,
    },
    /// Where a text was found.
    Found {
        /// What was looked for.
        text: String,
        /// In how many lines; `lines` holds fewer where that are very many.
        total: u32,
        /// The lines, ascending.
        lines: Vec<u32>,
    },
    /// Lines to copy.
    Copied {
        /// The text.
        text: String,
        /// How many lines it holds.
        lines: u32,
        /// How many were asked for.
        wanted: u32,
    },
    /// A part of a long line.
    Part {
        /// The line.
        index: u32,
        /// Which part, from 0.
        part: u32,
        /// How many parts there are.
        parts: u32,
        /// What stands in it.
        text: String,
    },
}

/// One line of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Its number in the file.
    pub number: LineNumber,
    /// How many lines of the file it covers: 1 for most, more where a broken line was joined, 0 for the second part
    /// of one that was split.
    pub covers: u32,
    /// Its beginning, up to [`LINE_LIMIT`].
    pub text: String,
    /// Its whole length in bytes.
    pub length: u32,
    /// How it read before it was mended; empty where that changed nothing that is seen.
    pub given: String,
    /// It stands in a comparison.
    pub compared: bool,
}

/// Something to be said of a line, or of several in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// The first line's number in the file.
    pub line: LineNumber,
    /// What is said.
    pub kind: NoteKind,
    /// The number of the evidence, from 1; 0 for everything else.
    pub number: u32,
    /// Why, in the report's words.
    pub text: String,
}

/// What can be said of a line; the loudest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// The best diagnosis rests on it.
    Evidence,
    /// It rules something out.
    RulesOut,
    /// What it does in the normal run never happened in the failing one.
    Absent,
    /// It looks bad and has nothing to do with the failure.
    Unrelated,
    /// It was not understood.
    Unparsed,
    /// It was mended.
    Mended,
}

structs! {
    TextLine { number covers text length given compared }
    Note { first last line kind number text }
}

words! { NoteKind { Evidence RulesOut Absent Unrelated Unparsed Mended } }

messages!(TextQuestion, TextQuestion::Notes {}, {
    0 Notes {}
    1 Block { block }
    2 Place { line }
    3 Find { text }
    4 Copy { from to numbered }
    5 Part { index part }
});

messages!(TextTold, TextTold::Notes { lines: 0, notes: Vec::new() }, {
    0 Notes { lines notes }
    1 Block { block lines }
    2 Place { line index }
    3 Found { text total lines }
    4 Copied { text lines wanted }
    5 Part { index part parts text }
});
