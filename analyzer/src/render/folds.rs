//! A comparison's rows for reading from top to bottom: equal phases folded into a line, differences shown.

use super::rows::{RowMark, RowView};
use crate::Analysis;
use crate::align::RowKind;
use crate::order::Change;
use crate::report::PhaseReport;

/// The most rows that are drawn of one comparison.
const MOST_ROWS: usize = 120;

/// So many equal rows in a row are drawn; more are folded.
const FEW: usize = 3;

/// One line of the reading.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A phase in which both runs behave the same: its title and how many rows it has.
    SamePhase(String, u32),
    /// The title of a phase in which they differ; its rows follow.
    Phase(String),
    /// Equal rows in a phase that differs.
    SameRows(usize),
    /// A row.
    Row(Box<RowView>),
    /// Rows that are left out at the end.
    Rest(usize),
}

/// What to read of a comparison; empty if there is no such comparison.
pub fn of(analysis: &Analysis, comparison: usize) -> Vec<Item> {
    let Some(report) = analysis.report.comparisons.get(comparison) else { return Vec::new() };
    let marks = analysis.row_marks(comparison);
    let mut reading = Reading { analysis, comparison, marks: &marks, items: Vec::new(), drawn: 0 };
    if report.phases.is_empty() {
        reading.rows(0, marks.len());
    }
    for phase in &report.phases {
        reading.phase(phase);
    }
    if let Some(left) = reading.drawn.checked_sub(MOST_ROWS).filter(|left| *left > 0) {
        reading.items.push(Item::Rest(left));
    }
    reading.items
}

struct Reading<'a> {
    analysis: &'a Analysis,
    comparison: usize,
    marks: &'a [RowMark],
    items: Vec<Item>,
    drawn: usize,
}

impl Reading<'_> {
    fn phase(&mut self, phase: &PhaseReport) {
        let [first, length] = phase.rows;
        let (first, length) = (first as usize, length as usize);
        let equal = self.marks.iter().skip(first).take(length).copied().all(is_equal);
        if equal || phase.same {
            self.items.push(Item::SamePhase(phase.title.clone(), phase.rows[1]));
            return;
        }
        if self.drawn < MOST_ROWS {
            self.items.push(Item::Phase(phase.title.clone()));
        }
        self.rows(first, length);
    }

    fn rows(&mut self, first: usize, length: usize) {
        let marks = self.marks.get(first..first.saturating_add(length)).unwrap_or(&[]);
        let mut at = first;
        for group in marks.chunk_by(|one, other| is_equal(*one) == is_equal(*other)) {
            if group.first().copied().is_some_and(is_equal) && group.len() > FEW {
                self.items.push(Item::SameRows(group.len()));
            } else {
                self.draw(at, group.len());
            }
            at += group.len();
        }
    }

    fn draw(&mut self, first: usize, length: usize) {
        let room = MOST_ROWS.saturating_sub(self.drawn).min(length);
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let rows = self.analysis.rows(self.comparison, number(first), number(room));
        self.items.add_all(rows.into_iter().map(|row| Item::Row(Box::new(row))));
        self.drawn += length;
    }
}

fn is_equal(mark: RowMark) -> bool {
    matches!(mark.kind, RowKind::Same | RowKind::ValueOnly)
}

/// The sign of a row, which says without colour how its sides relate.
pub fn sign(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Same => "=",
        RowKind::ValueOnly => "≈",
        RowKind::Changed => "≠",
        RowKind::OnlyNormal => "−",
        RowKind::OnlyFailing => "+",
    }
}
