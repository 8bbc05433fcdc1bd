//! What the page and its worker say to each other.
//!
//! Messages are bytes. Pieces travel beside the bytes as blobs, which are not copied.

mod carried;
mod text;
mod wire;

use std::borrow::Cow;
use std::rc::Rc;

use analyzer::render::filter::{Facets, Filter};
use analyzer::render::flow::Flow;
use analyzer::render::rows::{RowDetails, RowMark, RowView};
use analyzer::render::timeline::{Asked, Overview, UnitTime, Window};
use analyzer::render::units::UnitView;
use analyzer::report::{Comparison, Report};
use analyzer::source::{LineNumber, Role};

pub use self::text::{LINE_LIMIT, Note, NoteKind, PART, TEXT_BLOCK, TextLine, TextQuestion, TextTold};
use crate::bits::Bits;
use crate::view_model::map::{Step, Tone};
use crate::view_model::outline::Outline;

use self::wire::{Reader, Wire, messages, structs, words};

/// Number of an analysis: answers to an older one are thrown away.
pub type JobId = u32;

/// Number of a piece, given by the page and never used twice.
pub type PieceId = u32;

/// Rows are asked for and kept in blocks of this many.
pub const BLOCK: u32 = 64;

/// So many rows are searched at once; a multiple of what fits into a word of [`Bits`].
pub const FOUND_AT_ONCE: u32 = 1 << 16;
/// So many units are listed at once.
pub const UNITS: u32 = 100;

/// Lines of a list that travel to the page; the counts are always of all.
pub const LIST_LIMIT: usize = 500;

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

/// A piece, by its number and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceName {
    /// Its number.
    pub id: PieceId,
    /// The file's name, or the name a paste was given.
    pub name: String,
    /// Names that the user gave since: to the whole under 0, to a source with a heading of its own under its first line.
    pub shown: Vec<(LineNumber, String)>,
}

/// A role that the user chose for one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The piece that the source came from.
    pub piece: PieceId,
    /// The source's first line, which tells the sources of one piece apart.
    pub first_line: LineNumber,
    /// The role.
    pub role: Role,
}

/// Which units of all traces are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitsWanted {
    /// What their title, outcome or source must hold; empty for all.
    pub text: String,
    /// Only those that ended badly.
    pub failed: bool,
    /// How many of them stand before the first that is listed.
    pub first: u32,
}

/// Another unit for one side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairChoice {
    /// Index of the comparison that the unit on the other side is taken from.
    pub comparison: u32,
    /// It is the failing side that gets another unit.
    pub failing: bool,
    /// The unit, as run and index; `None` leaves the other side alone.
    pub unit: Option<(u32, u32)>,
}

/// From the worker to the page.
#[derive(Debug, Clone)]
pub enum ToPage<'a> {
    /// The worker listens. Says which build it is.
    Ready {
        /// [`crate::build::ID`] of the worker.
        build: String,
    },
    /// How far the analysis has come.
    Progress {
        /// The analysis.
        job: JobId,
        /// What is being done.
        stage: Stage,
        /// How much of it is done, 0 to 100.
        share: u8,
    },
    /// The report.
    Answered {
        /// The analysis.
        job: JobId,
        /// What was found.
        answer: Box<Answer<'a>>,
    },
    /// A piece could not be read.
    Unreadable {
        /// The analysis.
        job: JobId,
        /// The piece.
        piece: PieceId,
    },
    /// What must be known of every row.
    Marks {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// All rows.
        outline: Rc<Outline>,
    },
    /// One block of rows.
    Rows {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// Number of the block.
        block: u32,
        /// The rows.
        rows: Vec<RowView>,
    },
    /// The details of one row.
    Details {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// Index of the row.
        row: u32,
        /// The details, where there are any.
        details: Option<Rc<RowDetails>>,
    },
    /// Where a text was found, in a part of the rows.
    Found {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What was looked for.
        text: String,
        /// Which part was searched.
        part: u32,
        /// Its rows.
        rows: Bits,
        /// Why it is no expression; empty if it is one, or a text.
        problem: String,
    },
    /// Units of all traces.
    Units {
        /// The analysis.
        job: JobId,
        /// Which were asked for.
        wanted: UnitsWanted,
        /// How many there are.
        total: u32,
        /// At most [`UNITS`] of them.
        units: Vec<UnitView>,
    },
    /// A comparison of the reader's choosing.
    Paired {
        /// The analysis.
        job: JobId,
        /// What was asked for.
        choice: PairChoice,
        /// Index of the comparison.
        comparison: u32,
        /// What is told of it; `None` if there is no such unit.
        told: Option<Box<Comparison>>,
    },
    /// The row in which a line of a source stands.
    Placed {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// The line is the failing source's.
        failing: bool,
        /// The line.
        line: LineNumber,
        /// The row; `None` if the line stands in none.
        row: Option<u32>,
    },
    /// What a comparison could be narrowed to.
    Facets {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// With how many rows each.
        facets: Rc<Facets>,
    },
    /// The rows that a filter leaves.
    Filtered {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What was asked of a row.
        filter: Filter,
        /// The text or expression.
        text: String,
        /// The rows.
        rows: Rc<Bits>,
        /// Why the text is no expression; empty if it is one, or a text. Then there are no rows.
        problem: String,
    },
    /// Something about the text of a source.
    Text {
        /// The analysis.
        job: JobId,
        /// Index of the source.
        source: u32,
        /// What is told.
        told: TextTold,
    },
    /// A comparison as a sequence.
    Flow {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// The sequence; empty if there is no such comparison.
        flow: Rc<Flow>,
    },
    /// The lanes of the timeline.
    TimelineLanes {
        /// The analysis.
        job: JobId,
        /// From and to, as asked.
        stretch: Option<(i64, i64)>,
        /// The lanes.
        overview: Rc<Overview>,
    },
    /// One block of the timeline's lines.
    TimelineLines {
        /// The analysis.
        job: JobId,
        /// Which lines.
        asked: Asked,
        /// Number of the block.
        block: u32,
        /// The lines, and what must be known of all of them.
        window: Window,
    },
    /// The descriptors of a comparison, and where the time went.
    TimelineUnit {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What was found.
        unit: Rc<UnitTime>,
    },
    /// The worker cannot be loaded, or is of another build: a reload of the page is needed.
    CannotLoad {
        /// What went wrong.
        message: String,
    },
    /// The program gave up; the worker is of no further use.
    Trapped {
        /// What it said.
        message: String,
    },
}

/// [`analyzer::Stage`], as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Bytes become sources.
    Intake,
    /// Sources are read.
    Reading,
    /// Traces become processes, descriptors and units.
    Understanding,
    /// Units are aligned.
    Aligning,
    /// Causes are looked for.
    Explaining,
}

impl From<analyzer::Stage> for Stage {
    fn from(stage: analyzer::Stage) -> Self {
        match stage {
            analyzer::Stage::Intake => Self::Intake,
            analyzer::Stage::Reading => Self::Reading,
            analyzer::Stage::Understanding => Self::Understanding,
            analyzer::Stage::Aligning => Self::Aligning,
            analyzer::Stage::Explaining => Self::Explaining,
        }
    }
}

/// What an analysis found, and what the page needs besides to draw it.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// What is said; its longest lists are cut at [`LIST_LIMIT`].
    pub report: Cow<'a, Report>,
    /// For each source of the report, what the report does not say.
    pub sources: Vec<SourceFacts>,
    /// For each diagnosis, the explanation of its cause as Markdown; empty where there is none.
    pub explanations: Vec<String>,
    /// The report as Markdown, for an issue tracker.
    pub ticket: String,
    /// Where the report compares nothing: one unit alone, which stands where its first comparison would.
    pub alone: Option<Comparison>,
}

/// What the page must know of a source besides the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFacts {
    /// The piece that it came from.
    pub piece: PieceId,
    /// Number of lines that were not understood.
    pub unparsed: u32,
    /// Number of mends.
    pub mended: u32,
    /// Number of lines that were understood.
    pub records: u32,
    /// Size of its text in bytes, after mending.
    pub bytes: u32,
    /// From its first to its last dated line, as people read it; empty where no line is dated.
    pub span: String,
}

/// One row's mark, and where it stands in the sources. Stays with the worker; the page has the [`Outline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedRow {
    /// How the two sides relate.
    pub mark: RowMark,
    /// The line of the normal source; 0 where there is none.
    pub normal_line: LineNumber,
    /// The line of the failing source; 0 where there is none.
    pub failing_line: LineNumber,
}

structs! {
    PieceName { id name shown }
    Choice { piece first_line role }
    SourceFacts { piece unparsed mended records bytes span }
    Outline { kinds differing failed starts heads folded folds steps }
    Step { normal failing }
    UnitsWanted { text failed first }
    PairChoice { comparison failing unit }
}

words! {
    Stage { Intake Reading Understanding Aligning Explaining }
    Tone { Empty Alike Differs }
}

messages!(ToWorker, ToWorker::Marks { job: 0, comparison: 0 }, {
    0 Analyze { job pieces choices }
    1 Marks { job comparison }
    2 Rows { job comparison block }
    3 Details { job comparison row }
    4 Find { job comparison text part }
    5 Text { job source question }
    6 Place { job comparison failing line }
    20 Units { job wanted }
    21 Pair { job choice }
    22 Facets { job comparison }
    23 Filter { job comparison filter text }
    30 Flow { job comparison }
    40 TimelineLanes { job stretch }
    41 TimelineLines { job asked block }
    42 TimelineUnit { job comparison }
});

messages!(ToPage<'_>, ToPage::CannotLoad { message: String::new() }, {
    0 Ready { build }
    1 Progress { job stage share }
    2 Answered { job answer }
    3 Unreadable { job piece }
    4 Marks { job comparison outline }
    5 Rows { job comparison block rows }
    6 Details { job comparison row details }
    7 Found { job comparison text part rows problem }
    8 Text { job source told }
    9 CannotLoad { message }
    10 Trapped { message }
    11 Placed { job comparison failing line row }
    20 Units { job wanted total units }
    21 Paired { job choice comparison told }
    22 Facets { job comparison facets }
    23 Filtered { job comparison filter text rows problem }
    30 Flow { job comparison flow }
    40 TimelineLanes { job stretch overview }
    41 TimelineLines { job asked block window }
    42 TimelineUnit { job comparison unit }
});

impl Wire for Answer<'_> {
    fn put(&self, to: &mut Vec<u8>) {
        self.report.put(to);
        self.sources.put(to);
        self.explanations.put(to);
        self.ticket.put(to);
        self.alone.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self {
            report: Wire::take(from),
            sources: Wire::take(from),
            explanations: Wire::take(from),
            ticket: Wire::take(from),
            alone: Wire::take(from),
        }
    }
}

/// Turns a message into bytes.
pub fn write(message: &impl Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    message.put(&mut bytes);
    bytes
}

/// Reads a message; `None` for bytes that no program of this build has written.
pub fn read<T: Wire>(bytes: &[u8]) -> Option<T> {
    let mut reader = Reader::new(bytes);
    let message = T::take(&mut reader);
    reader.is_done().then_some(message)
}

#[cfg(test)]
mod tests;
