//! What the page and its worker say to each other.
//!
//! Messages are bytes (postcard). Pieces travel beside the bytes as blobs, which are not copied.

use analyzer::render::rows::{RowDetails, RowMark, RowView};
use analyzer::report::Report;
use analyzer::source::{LineNumber, Role};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Number of an analysis: answers to an older one are thrown away.
pub type JobId = u32;

/// Number of a piece, given by the page and never used twice.
pub type PieceId = u32;

/// Rows are asked for and kept in blocks of this many.
pub const BLOCK: u32 = 64;

/// Lines of a list that travel to the page; the counts are always of all.
pub const LIST_LIMIT: usize = 500;

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
}

/// A piece, by its number and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceName {
    /// Its number.
    pub id: PieceId,
    /// The file's name, or the name a paste was given.
    pub name: String,
}

/// A role that the user chose for one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The piece that the source came from.
    pub piece: PieceId,
    /// The source's first line, which tells the sources of one piece apart.
    pub first_line: LineNumber,
    /// The role.
    pub role: Role,
}

/// From the worker to the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ToPage {
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
        answer: Box<Answer>,
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
        details: Option<Box<RowDetails>>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// What is said; its longest lists are cut at [`LIST_LIMIT`].
    pub report: Report,
    /// For each source of the report, what the report does not say.
    pub sources: Vec<SourceFacts>,
    /// For each diagnosis, the explanation of its cause as Markdown; empty where there is none.
    pub explanations: Vec<String>,
    /// The report as Markdown, for an issue tracker.
    pub ticket: String,
}

/// What the page must know of a source besides the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFacts {
    /// The piece that it came from.
    pub piece: PieceId,
    /// Number of lines that were not understood.
    pub unparsed: u32,
    /// Number of mends.
    pub mended: u32,
}

/// One row's mark, and where it stands in the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedRow {
    /// How the two sides relate.
    pub mark: RowMark,
    /// The line of the normal source; 0 where there is none.
    pub normal_line: LineNumber,
    /// The line of the failing source; 0 where there is none.
    pub failing_line: LineNumber,
}

/// Turns a message into bytes; empty if that is not possible, which [`read`] then refuses.
pub fn write(message: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(message).unwrap_or_default()
}

/// Reads a message; `None` for bytes that no program of this build has written.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
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
            report: report.clone(),
            sources: Vec::new(),
            explanations: Vec::new(),
            ticket: String::new(),
        };
        let sent = ToPage::Answered { job: 1, answer: Box::new(answer) };
        let Some(ToPage::Answered { answer, .. }) = read(&write(&sent)) else { panic!("not an answer") };
        assert_eq!(answer.report.verdict, report.verdict);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert!(read::<ToPage>(&[250, 1, 2]).is_none());
        assert!(read::<ToPage>(&[]).is_none());
    }
}
