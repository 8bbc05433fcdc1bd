//! What the page and its worker say to each other.
//!
//! Messages are bytes. Pieces travel beside the bytes as blobs, which are not copied.

mod carried;
mod wire;

use std::borrow::Cow;
use std::rc::Rc;

use analyzer::render::rows::{RowDetails, RowMark, RowView};
use analyzer::render::timeline::{Asked, Overview, UnitTime, Window};
use analyzer::report::Report;
use analyzer::source::{LineNumber, Role};

use self::wire::{Reader, Wire, messages, structs, words};

/// Number of an analysis: answers to an older one are thrown away.
pub type JobId = u32;

/// Number of a piece, given by the page and never used twice.
pub type PieceId = u32;

/// Rows are asked for and kept in blocks of this many.
pub const BLOCK: u32 = 64;

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
    /// All rows that hold a text.
    Find {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What is looked for; upper and lower case are one.
        text: String,
    },
    /// The lines around one line of a source.
    Lines {
        /// The analysis that is meant.
        job: JobId,
        /// Index of the source.
        source: u32,
        /// The line in the middle.
        line: LineNumber,
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
        /// One per row.
        rows: Vec<MarkedRow>,
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
    /// Where a text was found.
    Found {
        /// The analysis.
        job: JobId,
        /// Index of the comparison.
        comparison: u32,
        /// What was looked for.
        text: String,
        /// Indices of the rows, ascending.
        rows: Vec<u32>,
    },
    /// Lines of a source.
    Lines {
        /// The analysis.
        job: JobId,
        /// Index of the source.
        source: u32,
        /// The line that was asked for.
        line: LineNumber,
        /// Line numbers and texts around it.
        lines: Vec<(LineNumber, String)>,
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
}

/// What the page must know of a source besides the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceFacts {
    /// The piece that it came from.
    pub piece: PieceId,
    /// Number of lines that were not understood.
    pub unparsed: u32,
    /// Number of mends.
    pub mended: u32,
}

/// One row's mark, and where it stands in the sources.
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
    PieceName { id name }
    Choice { piece first_line role }
    SourceFacts { piece unparsed mended }
    MarkedRow { mark normal_line failing_line }
}

words! { Stage { Intake Reading Understanding Aligning Explaining } }

messages!(ToWorker, ToWorker::Marks { job: 0, comparison: 0 }, {
    0 Analyze { job pieces choices }
    1 Marks { job comparison }
    2 Rows { job comparison block }
    3 Details { job comparison row }
    4 Find { job comparison text }
    5 Lines { job source line }
    40 TimelineLanes { job stretch }
    41 TimelineLines { job asked block }
    42 TimelineUnit { job comparison }
});

messages!(ToPage<'_>, ToPage::CannotLoad { message: String::new() }, {
    0 Ready { build }
    1 Progress { job stage share }
    2 Answered { job answer }
    3 Unreadable { job piece }
    4 Marks { job comparison rows }
    5 Rows { job comparison block rows }
    6 Details { job comparison row details }
    7 Found { job comparison text rows }
    8 Lines { job source line lines }
    40 TimelineLanes { job stretch overview }
    41 TimelineLines { job asked block window }
    42 TimelineUnit { job comparison unit }
    9 CannotLoad { message }
    10 Trapped { message }
});

impl Wire for Answer<'_> {
    fn put(&self, to: &mut Vec<u8>) {
        self.report.put(to);
        self.sources.put(to);
        self.explanations.put(to);
        self.ticket.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self {
            report: Wire::take(from),
            sources: Wire::take(from),
            explanations: Wire::take(from),
            ticket: Wire::take(from),
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
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;

    #[test]
    fn a_question_survives_the_way() {
        let asked = ToWorker::Analyze {
            job: 7,
            pieces: vec![PieceName { id: 3, name: "失败.strace".into() }],
            choices: vec![Choice { piece: 3, first_line: 12, role: Role::Failing }],
        };
        assert_eq!(read::<ToWorker>(&write(&asked)), Some(asked));
    }

    #[test]
    fn a_report_with_absent_fields_survives_the_way() {
        let report = analyzer::analyze(&analyzer::source::Input::default());
        let answer = Answer {
            report: Cow::Borrowed(&report),
            sources: Vec::new(),
            explanations: Vec::new(),
            ticket: String::new(),
        };
        let sent = ToPage::Answered { job: 1, answer: Box::new(answer) };
        let Some(ToPage::Answered { answer, .. }) = read(&write(&sent)) else { panic!("not an answer") };
        assert_eq!(answer.report.verdict, report.verdict);
    }

    #[test]
    fn what_the_page_shows_of_a_report_survives_the_way() {
        let piece = |name: &str, bytes: &[u8]| analyzer::source::Piece {
            name: name.into(),
            role: None,
            bytes: bytes.into(),
        };
        let pieces = vec![
            piece("normal", include_bytes!("../../examples/502-from-balancer/normal.strace")),
            piece("failing", include_bytes!("../../examples/502-from-balancer/failing.strace")),
        ];
        let mut report = analyzer::analyze(&analyzer::source::Input { pieces });
        let told: Report = read(&write(&report)).unwrap();
        // What the page does not show.
        report.schema_version = 0;
        report.timeline.clear();
        for source in &mut report.sources {
            (source.closest, source.records, source.blank, source.clock) = (None, 0, 0, None);
        }
        for diagnosis in &mut report.diagnoses {
            diagnosis.hop = None;
        }
        for comparison in &mut report.comparisons {
            comparison.never_happened.clear();
        }
        assert_eq!(format!("{told:?}"), format!("{report:?}"));
    }

    #[test]
    fn numbers_survive_the_way() {
        for number in [0, 1, 127, 128, 16_383, 16_384, u32::MAX] {
            assert_eq!(read::<u32>(&write(&number)), Some(number));
        }
    }

    #[test]
    fn a_message_that_was_cut_is_refused() {
        let whole = write(&ToPage::Found { job: 1, comparison: 0, text: "a".into(), rows: vec![5, 600] });
        for end in 0..whole.len() {
            assert!(read::<ToPage>(&whole[..end]).is_none(), "{end} bytes");
        }
        assert!(read::<ToPage>(&whole).is_some());
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert!(read::<ToPage>(&[250, 1, 2]).is_none());
        assert!(read::<ToPage>(&[]).is_none());
    }
}
