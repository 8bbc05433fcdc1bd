//! The worker's side of the conversation: keeps the analysis and answers what the page asks about it.
//!
//! Knows nothing of browsers, so that it can be tested natively.

mod texts;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use analyzer::Analysis;
use analyzer::align::UnitRef;
use analyzer::prose::Prose;
use analyzer::render::filter::Filter;
use analyzer::render::markdown;
use analyzer::render::timeline::Timeline;
use analyzer::report::UnparsedLine;
use analyzer::source::{Input, LineNumber, NameChoice, Piece, RoleChoice};

use crate::bits::Bits;
use crate::protocol::{
    Answer, BLOCK, Choice, FOUND_AT_ONCE, JobId, LIST_LIMIT, MarkedRow, PairChoice, PieceId, PieceName,
    SourceFacts, Stage, ToPage, ToWorker, UNITS,
};
use crate::state::compare::telling_rows;
use crate::view_model::outline::Outline;
use crate::wanted::{self, Compile};

/// An analysis that questions can be asked about.
#[derive(Debug)]
pub struct Desk {
    job: JobId,
    analysis: Analysis,
    facts: Vec<SourceFacts>,
    /// For each source, the lines not understood that the report has no room for.
    unparsed: Vec<Vec<UnparsedLine>>,
    ticket: String,
    /// Where the report compares nothing: the unit that stands alone.
    alone: Option<usize>,
    /// Makes an expression of what a reader wrote.
    compile: Compile,
    timeline: OnceCell<Timeline>,
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
        let shown: Vec<NameChoice> = (0..)
            .zip(&names)
            .flat_map(|(piece, name)| {
                name.shown.iter().map(move |(first_line, name)| NameChoice {
                    piece,
                    first_line: *first_line,
                    name: name.clone(),
                })
            })
            .collect();
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
        let mut analysis = Analysis::with_choices(input, &choices, &shown, prose, &mut |stage, share| {
            progress(stage.into(), share);
        });
        let ticket = markdown::draw(&analysis);
        let alone = if analysis.report.comparisons.is_empty() { analysis.alone() } else { None };
        let spans = analysis.time_spans();
        let mut unparsed = Vec::new();
        let facts = analysis
            .report
            .sources
            .iter_mut()
            .zip(&analysis.sources)
            .zip(spans)
            .map(|((told, source), span)| {
                let facts = SourceFacts {
                    piece: ids.get(source.piece).copied().unwrap_or_default(),
                    unparsed: count(told.unparsed.len()),
                    mended: count(told.mended.len()),
                    records: told.records,
                    bytes: count(source.text.len()),
                    span,
                };
                let fits = told.unparsed.len().min(LIST_LIMIT);
                unparsed.push(told.unparsed.split_off(fits));
                told.mended.truncate(LIST_LIMIT);
                facts
            })
            .collect();
        Self {
            job,
            analysis,
            facts,
            unparsed,
            ticket,
            alone,
            compile: wanted::none,
            timeline: OnceCell::new(),
        }
    }

    /// Has searches understand expressions.
    #[must_use]
    pub fn with_expressions(mut self, compile: Compile) -> Self {
        self.compile = compile;
        self
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
            alone: self.alone.and_then(|alone| self.analysis.comparison(alone)).cloned(),
        };
        ToPage::Answered { job: self.job, answer: Box::new(answer) }
    }

    /// The reply to a question; `None` if it is about another analysis or is no question. A pair that is asked for is
    /// lined up and kept.
    pub fn hear(&mut self, question: ToWorker) -> Option<ToPage<'static>> {
        match question {
            ToWorker::Pair { job, choice } => self.on(job).map(|()| self.pair(job, choice)),
            question => self.reply(question),
        }
    }

    fn pair(&mut self, job: JobId, choice: PairChoice) -> ToPage<'static> {
        let unit = choice.unit.map(|(run, unit)| UnitRef { run: run as usize, unit: unit as usize });
        let sides = self.analysis.alignments.get(choice.comparison as usize).map(|shown| {
            let there = |unit: UnitRef| (unit != UnitRef::NONE).then_some(unit);
            if choice.failing { (there(shown.normal), unit) } else { (unit, there(shown.failing)) }
        });
        let index = sides.and_then(|(normal, failing)| self.analysis.pair(normal, failing));
        let told = index.and_then(|index| self.analysis.comparison(index)).cloned().map(Box::new);
        ToPage::Paired { job, choice, comparison: index.map_or(0, count), told }
    }

    /// The reply to a question; `None` if it is about another analysis or is no question.
    pub fn reply(&self, question: ToWorker) -> Option<ToPage<'static>> {
        match question {
            ToWorker::Analyze { .. } | ToWorker::Pair { .. } => None,
            ToWorker::Marks { job, comparison } => self.on(job).map(|()| {
                let outline = Rc::new(self.outline(comparison));
                ToPage::Marks { job, comparison, outline }
            }),
            ToWorker::Rows { job, comparison, block } => self.on(job).map(|()| {
                let rows = self.analysis.rows(comparison as usize, block.saturating_mul(BLOCK), BLOCK);
                ToPage::Rows { job, comparison, block, rows }
            }),
            ToWorker::Details { job, comparison, row } => self.on(job).map(|()| {
                let details = self.analysis.row_details(comparison as usize, row).map(Rc::new);
                ToPage::Details { job, comparison, row, details }
            }),
            ToWorker::Find { job, comparison, text, part } => self.on(job).map(|()| {
                let (rows, problem) = match wanted::wanted(&text, self.compile) {
                    Ok(fits) => (self.find(comparison, &*fits, part), String::new()),
                    Err(problem) => (Bits::default(), problem),
                };
                ToPage::Found { job, comparison, text, part, rows, problem }
            }),
            ToWorker::Place { job, comparison, failing, line } => self.on(job).map(|()| {
                let row = self.row_of(comparison, failing, line);
                ToPage::Placed { job, comparison, failing, line, row }
            }),
            ToWorker::Units { job, wanted } => self.on(job).map(|()| {
                let (total, units) =
                    self.analysis.units(&wanted.text, wanted.failed, wanted.first as usize, UNITS as usize);
                ToPage::Units { job, wanted, total: count(total), units }
            }),
            ToWorker::Facets { job, comparison } => self.on(job).map(|()| {
                let facets = Rc::new(self.analysis.facets(comparison as usize));
                ToPage::Facets { job, comparison, facets }
            }),
            ToWorker::Filter { job, comparison, filter, text } => self.on(job).map(|()| {
                let (rows, problem) = match wanted::wanted(&text, self.compile) {
                    Ok(fits) => (self.left(comparison, &filter, &*fits), String::new()),
                    Err(problem) => (Bits::default(), problem),
                };
                ToPage::Filtered { job, comparison, filter, text, rows: rows.into(), problem }
            }),
            ToWorker::Text { job, source, question } => {
                self.on(job)?;
                let told = self.text(source as usize, question)?;
                Some(ToPage::Text { job, source, told })
            }
            ToWorker::Flow { job, comparison } => self.on(job).map(|()| {
                let flow = Rc::new(self.analysis.flow(comparison as usize));
                ToPage::Flow { job, comparison, flow }
            }),
            ToWorker::TimelineLanes { job, stretch } => self.on(job).map(|()| {
                let overview = Rc::new(self.timeline().overview(&self.analysis, stretch));
                ToPage::TimelineLanes { job, stretch, overview }
            }),
            ToWorker::TimelineLines { job, asked, block } => self.on(job).map(|()| {
                let first = block.saturating_mul(BLOCK);
                let window = self.timeline().window(&self.analysis, &asked, first, BLOCK);
                ToPage::TimelineLines { job, asked, block, window }
            }),
            ToWorker::TimelineUnit { job, comparison } => self.on(job).map(|()| {
                let unit = Rc::new(self.analysis.unit_time(comparison as usize));
                ToPage::TimelineUnit { job, comparison, unit }
            }),
        }
    }

    /// The dated lines on one clock; put in order when they are first asked for.
    fn timeline(&self) -> &Timeline {
        self.timeline.get_or_init(|| Timeline::of(&self.analysis))
    }

    fn on(&self, job: JobId) -> Option<()> {
        (self.job == job).then_some(())
    }

    /// All rows, in short.
    fn outline(&self, comparison: u32) -> Outline {
        let told = self.analysis.comparison(comparison as usize);
        Outline::of(&self.marks(comparison), &told.map(telling_rows).unwrap_or_default())
    }

    /// The row in which a line stands.
    fn row_of(&self, comparison: u32, failing: bool, line: LineNumber) -> Option<u32> {
        let alignment = self.analysis.alignments.get(comparison as usize)?;
        let run =
            self.analysis.runs.get(if failing { alignment.failing.run } else { alignment.normal.run })?;
        let stands = |event: u32| run.trace.event(event).is_some_and(|event| event.line == line);
        let row = alignment.rows.iter().position(|row| {
            let event = if failing { row.failing } else { row.normal };
            event.is_some_and(stands)
        });
        row.map(count)
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

    /// The rows that a filter leaves.
    fn left(&self, comparison: u32, filter: &Filter, fits: &dyn Fn(&str) -> bool) -> Bits {
        let rows = self.analysis.filtered(comparison as usize, filter, fits);
        let all = self.analysis.alignments.get(comparison as usize).map_or(0, |all| count(all.rows.len()));
        let mut left = Bits::none(all);
        left.put(rows.into_iter().map(|row| (row, row + 1)), true);
        left
    }

    /// Rows of a part of which one of the two lines fits.
    fn find(&self, comparison: u32, fits: &dyn Fn(&str) -> bool, part: u32) -> Bits {
        let Some(alignment) = self.analysis.alignments.get(comparison as usize) else {
            return Bits::default();
        };
        let holds = |run: usize, event: Option<u32>| {
            let found = self.analysis.runs.get(run).zip(event).and_then(|(run, id)| {
                let event = run.trace.event(id)?;
                Some(fits(run.trace.str(event.text)))
            });
            found.unwrap_or(false)
        };
        let rows = alignment.rows.iter().skip(part.saturating_mul(FOUND_AT_ONCE) as usize);
        Bits::of(
            rows.take(FOUND_AT_ONCE as usize).map(|row| {
                holds(alignment.normal.run, row.normal) || holds(alignment.failing.run, row.failing)
            }),
        )
    }
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
        let name = PieceName { id: 9, name: "one.strace".into(), shown: Vec::new() };
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
}
