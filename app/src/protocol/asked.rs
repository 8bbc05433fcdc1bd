//! What the page asks of its worker.

use analyzer::render::filter::Filter;
use analyzer::render::timeline::Asked;
use analyzer::source::LineNumber;

use super::{Choice, JobId, PairChoice, PieceName, TextQuestion, UnitsWanted};

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum ToWorker {
    /// Analyze these pieces; their contents come beside the message, in the same order.
    Analyze {
        /// The number of this analysis.
        job: JobId,
        /// Names, in order.
        pieces: Vec<PieceName>,
        /// Roles that the user chose.
        choices: Vec<Choice>,
    },
    /// What must be known of every row of a comparison.
    Marks {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
    },
    /// One block of rows.
    Rows {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// Number of the block: its first row is `block * BLOCK`.
        block: u32,
    },
    /// The details of one row.
    Details {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// Index of the row.
        row: u32,
    },
    /// The rows that hold a text; part of them, so that other questions need not wait for long.
    Find {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What is looked for; upper and lower case are one.
        text: String,
        /// The part: rows from `part * FOUND_AT_ONCE` on.
        part: u32,
    },
    /// The row in which a line of a source stands.
    Place {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// The line is the failing source's; else the normal one's.
        failing: bool,
        /// The line.
        line: LineNumber,
    },
    /// The units of all traces.
    Units {
        /// The analysis that is meant.
        job: JobId,
        /// Which units.
        wanted: UnitsWanted,
    },
    /// Put another unit on one side of a comparison, beside the unit on its other side.
    Pair {
        /// The analysis that is meant.
        job: JobId,
        /// What is chosen.
        choice: PairChoice,
    },
    /// What a comparison could be narrowed to.
    Facets {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
    },
    /// The rows that a filter leaves.
    Filter {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What is asked of a row.
        filter: Filter,
        /// A text or expression that one of its lines must hold; empty for none.
        text: String,
    },
    /// Something about the text of a source.
    Text {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the source.
        source: u32,
        /// What is asked.
        question: TextQuestion,
    },
    /// A comparison as a sequence.
    Flow {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
    },
    /// The lanes of the timeline, from one time to another; all of it without these.
    TimelineLanes {
        /// The analysis that is meant.
        job: JobId,
        /// From and to, in microseconds.
        stretch: Option<(i64, i64)>,
    },
    /// One block of the timeline's lines.
    TimelineLines {
        /// The analysis that is meant.
        job: JobId,
        /// Which lines.
        asked: Asked,
        /// Number of the block: its first line is `block * BLOCK`.
        block: u32,
    },
    /// The descriptors of a comparison, and where the time went.
    TimelineUnit {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
    },
}
