//! The worker's side of the conversation: keeps the analysis and answers what the page asks about it.
//!
//! Knows nothing of browsers, so that it can be tested natively.

use std::borrow::Cow;
use std::rc::Rc;

use analyzer::Analysis;
use analyzer::prose::Prose;
use analyzer::render::markdown;
use analyzer::source::{Input, LineNumber, Piece, RoleChoice};

use crate::protocol::{
    Answer, BLOCK, Choice, JobId, LIST_LIMIT, MarkedRow, PieceId, PieceName, SourceFacts, Stage, ToPage,
    ToWorker,
};

/// How many rows a search names at most.
const FOUND_LIMIT: usize = 20_000;

/// How many lines before and after the asked one are shown.
const LINES_AROUND: u32 = 12;

/// An analysis that questions can be asked about.
#[derive(Debug)]
pub struct Desk {
    job: JobId,
    analysis: Analysis,
    facts: Vec<SourceFacts>,
    ticket: String,
}

impl Desk {
    /// Analyzes the pieces; `contents` stand in the order of `names`. `progress` hears of each stage.
    pub fn open(
        job: JobId,
        names: Vec<PieceName>,
        contents: Vec<Vec<u8>>,
        choices: &[Choice],
        prose: &Prose,
        progress: &mut dyn FnMut(Stage, u8),
    ) -> Self {
        let ids: Vec<PieceId> = names.iter().map(|piece| piece.id).collect();
        let input = Input {
            pieces: names
                .into_iter()
                .zip(contents)
                .map(|(piece, bytes)| Piece { name: piece.name, role: None, bytes })
                .collect(),
        };
        let choices: Vec<RoleChoice> = choices
            .iter()
            .filter_map(|choice| {
                let piece = ids.iter().position(|id| *id == choice.piece)?;
                Some(RoleChoice { piece, first_line: choice.first_line, role: choice.role })
            })
            .collect();
        let mut analysis = Analysis::with_choices(input, &choices, prose, &mut |stage, share| {
            progress(stage.into(), share);
        });
        let ticket = markdown::draw(&analysis);
        let facts = analysis
            .report
            .sources
            .iter_mut()
            .zip(&analysis.sources)
            .map(|(told, source)| {
                let facts = SourceFacts {
                    piece: ids.get(source.piece).copied().unwrap_or_default(),
                    unparsed: count(told.unparsed.len()),
                    mended: count(told.mended.len()),
                };
                told.unparsed.truncate(LIST_LIMIT);
                told.mended.truncate(LIST_LIMIT);
                facts
            })
            .collect();
        Self { job, analysis, facts, ticket }
    }

    /// The report and what belongs to it.
    pub fn answer(&self) -> ToPage<'_> {
        let Analysis { report, prose, .. } = &self.analysis;
        let explanations =
            report.diagnoses.iter().map(|diagnosis| prose.cause(&diagnosis.cause).explanation()).collect();
        let answer = Answer {
            report: Cow::Borrowed(report),
            sources: self.facts.clone(),
            explanations,
            ticket: self.ticket.clone(),
        };
        ToPage::Answered { job: self.job, answer: Box::new(answer) }
    }

    /// The reply to a question; `None` if it is about another analysis or is no question.
    pub fn reply(&self, question: ToWorker) -> Option<ToPage<'static>> {
        match question {
            ToWorker::Analyze { .. } => None,
            ToWorker::Marks { job, comparison } => self.on(job).map(|()| {
                let rows = self.marks(comparison);
                ToPage::Marks { job, comparison, rows }
            }),
            ToWorker::Rows { job, comparison, block } => self.on(job).map(|()| {
                let rows = self.analysis.rows(comparison as usize, block.saturating_mul(BLOCK), BLOCK);
                ToPage::Rows { job, comparison, block, rows }
            }),
            ToWorker::Details { job, comparison, row } => self.on(job).map(|()| {
                let details = self.analysis.row_details(comparison as usize, row).map(Rc::new);
                ToPage::Details { job, comparison, row, details }
            }),
            ToWorker::Find { job, comparison, text } => self.on(job).map(|()| {
                let rows = self.find(comparison, &text);
                ToPage::Found { job, comparison, text, rows }
            }),
            ToWorker::Lines { job, source, line } => self.on(job).map(|()| {
                let lines = self.lines(source, line);
                ToPage::Lines { job, source, line, lines }
            }),
        }
    }

    fn on(&self, job: JobId) -> Option<()> {
        (self.job == job).then_some(())
    }

    /// Every row's mark with the lines on which its two sides stand.
    fn marks(&self, comparison: u32) -> Vec<MarkedRow> {
        let marks = self.analysis.row_marks(comparison as usize);
        let Some(alignment) = self.analysis.alignments.get(comparison as usize) else { return Vec::new() };
        let line = |run: usize, event: Option<u32>| -> LineNumber {
            let found = self.analysis.runs.get(run).zip(event).and_then(|(run, id)| run.trace.event(id));
            found.map_or(0, |event| event.line)
        };
        marks
            .into_iter()
            .zip(&alignment.rows)
            .map(|(mark, row)| MarkedRow {
                mark,
                normal_line: line(alignment.normal.run, row.normal),
                failing_line: line(alignment.failing.run, row.failing),
            })
            .collect()
    }

    /// Rows of which one of the two lines holds the text, whatever its case.
    fn find(&self, comparison: u32, text: &str) -> Vec<u32> {
        let Some(alignment) = self.analysis.alignments.get(comparison as usize) else { return Vec::new() };
        if text.is_empty() {
            return Vec::new();
        }
        let holds = |run: usize, event: Option<u32>| {
            let found = self.analysis.runs.get(run).zip(event).and_then(|(run, id)| {
                let event = run.trace.event(id)?;
                Some(holds_ignoring_case(run.trace.str(event.text), text))
            });
            found.unwrap_or(false)
        };
        (0..)
            .zip(&alignment.rows)
            .filter(|(_, row)| {
                holds(alignment.normal.run, row.normal) || holds(alignment.failing.run, row.failing)
            })
            .map(|(index, _)| index)
            .take(FOUND_LIMIT)
            .collect()
    }

    /// The logical lines around a line of a source.
    fn lines(&self, source: u32, line: LineNumber) -> Vec<(LineNumber, String)> {
        let Some(lines) = self.analysis.sources.get(source as usize).map(|source| &source.lines) else {
            return Vec::new();
        };
        let index = count(lines.partition_point(|known| known.number < line));
        self.analysis.source_lines(source as usize, index.saturating_sub(LINES_AROUND), 2 * LINES_AROUND + 1)
    }
}

/// True if `text` holds `wanted`; ASCII letters of either case are the same.
fn holds_ignoring_case(text: &str, wanted: &str) -> bool {
    text.as_bytes().windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// A length as it travels; saturates.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;

    fn desk() -> Desk {
        let text = "read(0, \"a\", 1) = 1\nwrite(1, \"B\", 1) = 1\nclose(0) = 0\n";
        let name = PieceName { id: 9, name: "one.strace".into() };
        Desk::open(4, vec![name], vec![text.into()], &[], &Prose::built_in(), &mut |_, _| {})
    }

    #[test]
    fn the_answer_names_the_piece_of_each_source() {
        let desk = desk();
        let ToPage::Answered { job: 4, answer } = desk.answer() else { panic!("not the answer") };
        assert_eq!(answer.sources.iter().map(|facts| facts.piece).collect::<Vec<_>>(), [9]);
        assert_eq!(answer.report.sources[0].name, "one.strace");
    }

    #[test]
    fn questions_about_another_analysis_stay_unanswered() {
        assert!(desk().reply(ToWorker::Rows { job: 3, comparison: 0, block: 0 }).is_none());
        assert!(desk().reply(ToWorker::Rows { job: 4, comparison: 0, block: 0 }).is_some());
    }

    #[test]
    fn lines_around_a_line_are_shown() {
        let Some(ToPage::Lines { lines, .. }) = desk().reply(ToWorker::Lines { job: 4, source: 0, line: 2 })
        else {
            panic!("no lines")
        };
        assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(lines[1].1, "write(1, \"B\", 1) = 1");
    }

    #[test]
    fn search_does_not_mind_the_case() {
        assert!(holds_ignoring_case("-1 ENOSPC (No space left)", "enospc"));
        assert!(!holds_ignoring_case("short", "much longer than that"));
        assert!(holds_ignoring_case("打开 /tmp", "打开"));
    }
}
