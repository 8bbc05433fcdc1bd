//! What the comparison shows: which rows are known, folded, searched and looked at.

mod action;

use std::rc::Rc;

use analyzer::render::filter::Facets;
use analyzer::render::rows::{RowDetails, RowView};
use analyzer::report::{self, Comparison, Report};
use analyzer::source::LineNumber;

use super::Answered;
use super::filter::Filtering;
use super::steps::{Places, Said};
use super::units::{Chosen, Units};
pub use action::CompareAction;

use crate::bits::Bits;
use crate::few::Few;
use crate::protocol::{BLOCK, FOUND_AT_ONCE, JobId, PairChoice, ToPage, ToWorker};
use crate::view_model::outline::Outline;

/// How many blocks of rows are kept; those farthest from the newest go first.
const MOST_BLOCKS: usize = 48;

/// What the comparison shows.
// Each is a thing of its own that is so or not.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Default)]
pub struct Compare {
    /// Which comparison of the report.
    pub index: u32,
    /// All rows in short, once known.
    pub outline: Option<Rc<Outline>>,
    /// Rows by block.
    pub blocks: Few<Rc<Vec<RowView>>>,
    /// Folds that the user opened, by their first row; where all are open, those that the user closed.
    pub open: Few<()>,
    /// All folds are open.
    pub unfolded: bool,
    /// Only differences are shown.
    pub only_differences: bool,
    /// Lines are shown as they stand in the source.
    pub raw: bool,
    /// What has the focus.
    pub focus: Option<RowKey>,
    /// The reader has been at a row; until then, steps begin before the first one.
    pub visited: bool,
    /// Grows whenever the focused row must come into sight.
    pub jump: u32,
    /// The value of `jump` when the reader last came to the comparison of their own accord: later jumps led there.
    pub seen: u32,
    /// The focused row comes to the middle; else the page moves no more than it must.
    pub centre: bool,
    /// The keyboard's focus stays where it is when the row comes into sight.
    pub keep_keyboard: bool,
    /// The details of the focused row.
    pub details: Option<(u32, Option<Rc<RowDetails>>)>,
    /// The details of the row below the mouse.
    pub hint: Option<(u32, Option<Rc<RowDetails>>)>,
    /// The details are shown.
    pub details_open: bool,
    /// The reader has asked for them. Until then they are only shown where there is room beside the rows.
    pub details_asked: bool,
    /// What is searched for.
    pub search: Search,
    /// What else is asked of the rows.
    pub filter: Filtering,
    /// What the rows could be narrowed to, once known.
    pub facets: Option<Rc<Facets>>,
    /// Times are shown; `None` as long as the reader has not said.
    pub times: Option<bool>,
    /// The list of units, while it is open.
    pub units: Option<Units>,
    /// What is said of the last step.
    pub said: Option<Said>,
    /// The pair that the reader chose last.
    pub chosen: Option<Rc<Chosen>>,
    /// The pair that the worker is lining up.
    pub(super) pairing: Option<PairChoice>,
    /// A line that is to be shown as soon as its row is known.
    wanted: Option<(Side, LineNumber)>,
    /// A row that is to be shown as soon as the marks are known.
    wanted_key: Option<RowKey>,
}

/// A row that is known: its block, and its place there. Cheap to copy and to compare.
#[derive(Debug, Clone)]
pub struct Known {
    block: Rc<Vec<RowView>>,
    place: usize,
}

impl Known {
    /// The row.
    pub fn view(&self) -> Option<&RowView> {
        self.block.get(self.place)
    }
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.block, &other.block) && self.place == other.place
    }
}

/// One of the two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The run that worked.
    Normal,
    /// The run that failed.
    Failing,
}

/// A search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What is looked for; empty for no search.
    pub text: String,
    /// Where it was found, once something is known: rows that have not been searched hold nothing.
    pub rows: Option<Rc<Bits>>,
    /// How many parts of the rows have been searched.
    pub parts: u32,
    /// Why it is no expression; empty if it is one, or a text.
    pub problem: String,
    /// A step was asked for before that was known, and whether it goes forward.
    pub(super) step: Option<bool>,
}

/// What a line of the grid stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// A row of the comparison.
    Row(u32),
    /// The fold that begins with this row.
    Fold(u32),
}

impl Compare {
    /// The first comparison of a report, with the decisive difference in focus.
    pub fn of(report: &Report) -> Self {
        let focus = report.comparisons.first().and_then(main_row).map(RowKey::Row);
        Self { focus, details_open: true, ..Self::default() }
    }

    /// Brings the main row of the report's first comparison into sight.
    pub(super) fn show_main_row(&mut self, report: &Report) {
        if self.index != 0 {
            *self = self.renewed(report);
        }
        if let Some(row) = report.comparisons.first().and_then(main_row) {
            self.show(RowKey::Row(row));
        }
    }

    /// Shows another comparison, or another row of the same one.
    pub(super) fn go(&mut self, index: u32, key: Option<RowKey>) {
        if self.index != index {
            self.apply(CompareAction::Choose(index));
        }
        match key {
            Some(key) if self.outline.is_none() => self.wanted_key = Some(key),
            Some(key) if self.focus != Some(key) => self.show(key),
            _ => {}
        }
    }

    /// The first comparison of a newer report. Jumps are counted on from `self`, so that each is told from the one
    /// before.
    #[must_use]
    pub fn renewed(&self, report: &Report) -> Self {
        Self { jump: self.jump, seen: self.jump, raw: self.raw, times: self.times, ..Self::of(report) }
    }

    /// True if the fold that begins with this row is open.
    pub fn is_open(&self, first: u32) -> bool {
        self.open.holds(first) != self.unfolded
    }

    /// How many rows there are; 0 before they are known.
    pub fn rows(&self) -> u32 {
        self.outline.as_ref().map_or(0, |outline| outline.rows())
    }

    /// True as long as not all rows have been searched.
    pub fn is_searching(&self) -> bool {
        let searched = u64::from(self.search.parts) * u64::from(FOUND_AT_ONCE);
        !self.search.text.is_empty() && self.search.problem.is_empty() && searched < u64::from(self.rows())
    }

    /// The comparison of a newer report: the same one, left as it is, where it compares the same units as before.
    #[must_use]
    pub(super) fn followed(&self, old: &Report, new: &Report) -> Self {
        let units = |report: &Report| {
            let shown = report.comparisons.get(self.index as usize)?;
            // Not by the names of the sources: a source that was renamed is still the same.
            let side = |side: &report::Side| (side.unit.clone(), side.first_line, side.last_line);
            Some((side(&shown.normal), side(&shown.failing), shown.rows, main_row(shown)))
        };
        match (units(old), units(new)) {
            (Some(before), Some(now)) if before == now => {
                // The details stay until they are told anew: the page would become shorter for a moment, and jump.
                Self { blocks: Few::new(), hint: None, wanted: None, ..self.clone() }
            }
            _ => self.renewed(new),
        }
    }

    /// The row of that index, if it is known.
    pub fn row(&self, index: u32) -> Option<Known> {
        let block = self.blocks.get(index / BLOCK)?;
        let place = (index % BLOCK) as usize;
        (place < block.len()).then(|| Known { block: Rc::clone(block), place })
    }

    /// What the worker must be asked for what is shown. Rows are asked for by the view, which knows what is in sight.
    pub(super) fn questions(&self, job: JobId) -> impl Iterator<Item = ToWorker> {
        let comparison = self.index;
        let details = match self.focus {
            Some(RowKey::Row(row)) if self.details_open && self.outline.is_some() => {
                Some(ToWorker::Details { job, comparison, row })
            }
            _ => None,
        };
        let text = &self.search.text;
        let find = self.is_searching().then(|| {
            let part = self.search.parts;
            ToWorker::Find { job, comparison, text: text.clone(), part }
        });
        let place = self.wanted.map(|(side, line)| {
            let failing = side == Side::Failing;
            ToWorker::Place { job, comparison, failing, line }
        });
        // What can wait is asked for when the first rows are there.
        let facets = (!self.blocks.is_empty()).then_some(ToWorker::Facets { job, comparison });
        let question = self.filter.question(self.only_differences, text);
        let filter = question.map(|(filter, text)| ToWorker::Filter { job, comparison, filter, text });
        let units = self.units.as_ref().map(|units| ToWorker::Units { job, wanted: units.wanted.clone() });
        let pair = self.pairing.map(|choice| ToWorker::Pair { job, choice });
        [pair, units, Some(ToWorker::Marks { job, comparison }), place, details, find, filter, facets]
            .into_iter()
            .flatten()
    }

    pub(super) fn apply(&mut self, action: CompareAction) {
        self.said = None;
        match action {
            CompareAction::Choose(index) => {
                *self = Self {
                    index,
                    jump: self.jump,
                    seen: self.seen,
                    raw: self.raw,
                    details_open: self.details_open,
                    details_asked: self.details_asked,
                    times: self.times,
                    chosen: self.chosen.take(),
                    ..Self::default()
                };
            }
            CompareAction::Fold { first, open } => self.fold(first, open),
            CompareAction::FoldAll => {
                let folds = self.outline.as_ref().map_or(0, |outline| outline.heads.count());
                // Those that were turned by hand are few; all are open if they are the closed ones of none.
                let all_open =
                    if self.unfolded { self.open.is_empty() } else { self.open.len() == folds as usize };
                (self.unfolded, self.open) = (!all_open, Few::new());
            }
            CompareAction::OnlyDifferences(only) => self.only_differences = only,
            CompareAction::Narrow(what, on) => {
                self.filter.set(what, on);
                self.widen();
            }
            CompareAction::ClearFilters => self.clear_filters(),
            CompareAction::NextDifference => self.step(Places::Differences, true),
            CompareAction::PreviousDifference => self.step(Places::Differences, false),
            CompareAction::NextFailed => self.step(Places::Failed, true),
            CompareAction::PreviousFailed => self.step(Places::Failed, false),
            CompareAction::NextFound => self.step(Places::Found, true),
            CompareAction::PreviousFound => self.step(Places::Found, false),
            CompareAction::Times(shown) => self.times = Some(shown),
            CompareAction::Units(side) => self.units = side.map(Units::of),
            CompareAction::ListUnits(wanted) => {
                if let Some(units) = &mut self.units {
                    units.want(wanted);
                }
            }
            CompareAction::Pair(unit) => {
                if let Some(Units { failing, .. }) = self.units.take() {
                    self.pairing = Some(PairChoice { comparison: self.index, failing, unit });
                }
            }
            CompareAction::Raw(raw) => self.raw = raw,
            CompareAction::Focus(key) => {
                self.focus = Some(key);
                self.visited = true;
            }
            CompareAction::Show(key) => self.show(key),
            CompareAction::Look(key) => {
                self.show(key);
                self.keep_keyboard = true;
            }
            CompareAction::Step(key) => {
                self.keep_keyboard = false;
                self.focus = Some(key);
                self.centre = false;
                self.visited = true;
                self.jump = self.jump.wrapping_add(1);
            }
            CompareAction::Hover(row) => {
                if self.hint.as_ref().is_none_or(|(known, _)| *known != row) {
                    self.hint = Some((row, None));
                }
            }
            CompareAction::Details(open) => {
                self.details_open = open;
                self.details_asked = true;
                if !open {
                    // The keyboard was perhaps in them: it goes back to the row.
                    (self.keep_keyboard, self.centre) = (false, false);
                    self.jump = self.jump.wrapping_add(1);
                }
            }
            CompareAction::Search(text) => {
                self.search = Search { text, ..Search::default() };
                self.widen();
            }
        }
    }

    fn fold(&mut self, first: u32, open: bool) {
        if open == self.unfolded {
            self.open.remove(first);
        } else {
            self.open.put(first, ());
        }
    }

    /// Brings a row into sight: opens its fold and moves the focus.
    pub(super) fn show(&mut self, key: RowKey) {
        if let RowKey::Row(row) = key {
            self.uncover(row);
            if let Some(fold) = self.outline.as_ref().and_then(|outline| outline.fold_of(row)) {
                self.fold(fold.first, true);
            }
        }
        self.focus = Some(key);
        self.centre = true;
        self.visited = true;
        self.keep_keyboard = false;
        self.jump = self.jump.wrapping_add(1);
    }

    /// Begins to show a line where it stands in a comparison; false if no comparison has it within its lines.
    pub(super) fn show_line(&mut self, answered: &Answered, source: &str, line: LineNumber) -> bool {
        let side_of = |comparison: &Comparison| {
            let within = |side: &report::Side| {
                side.source == source && (side.first_line..=side.last_line).contains(&line)
            };
            if within(&comparison.failing) {
                Some(Side::Failing)
            } else {
                within(&comparison.normal).then_some(Side::Normal)
            }
        };
        // The comparison on the screen goes before others.
        let here = self.comparison(answered).and_then(side_of);
        if let Some(side) = here {
            self.wanted = Some((side, line));
            return true;
        }
        let elsewhere = (0..)
            .zip(&answered.report.comparisons)
            .find_map(|(index, c)| side_of(c).map(|side| (index, side)));
        let Some((index, side)) = elsewhere else { return false };
        self.apply(CompareAction::Choose(index));
        self.wanted = Some((side, line));
        true
    }

    /// The worker says in which row a line stands. Brings it into sight if it is still wanted; `None` if it is not.
    /// A line that stands in no row is told with its source.
    pub(super) fn placed(
        &mut self,
        answered: &Answered,
        place: (u32, bool, LineNumber),
        row: Option<u32>,
    ) -> Option<Result<(), String>> {
        let (comparison, failing, line) = place;
        let side = if failing { Side::Failing } else { Side::Normal };
        if comparison != self.index || self.wanted.take_if(|wanted| *wanted == (side, line)).is_none() {
            return None;
        }
        if let Some(row) = row {
            self.show(RowKey::Row(row));
            return Some(Ok(()));
        }
        let shown = self.comparison(answered)?;
        let side = if failing { &shown.failing } else { &shown.normal };
        Some(Err(side.source.clone()))
    }

    pub(super) fn hear(&mut self, message: ToPage<'_>, answered: &Answered) {
        match message {
            ToPage::Marks { comparison, outline, .. } if comparison == self.index => {
                self.outline = Some(outline);
                if let Some(key) = self.wanted_key.take() {
                    self.show(key);
                }
            }
            ToPage::Rows { comparison, block, rows, .. } if comparison == self.index => {
                self.blocks.put(block, Rc::new(rows));
                while self.blocks.len() > MOST_BLOCKS {
                    let farthest = self.blocks.numbers().max_by_key(|known| known.abs_diff(block));
                    if let Some(known) = farthest {
                        self.blocks.remove(known);
                    }
                }
            }
            ToPage::Details { comparison, row, details, .. } if comparison == self.index => {
                if self.hint.as_ref().is_some_and(|(wanted, _)| *wanted == row) {
                    self.hint = Some((row, details.clone()));
                }
                if self.focus == Some(RowKey::Row(row)) {
                    self.details = Some((row, details));
                }
            }
            ToPage::Found { comparison, text, part, rows, problem, .. }
                if comparison == self.index && text == self.search.text && part == self.search.parts =>
            {
                let all = self.rows();
                let found = Rc::make_mut(self.search.rows.get_or_insert_with(|| Rc::new(Bits::none(all))));
                found.put_words(part * (FOUND_AT_ONCE / u64::BITS), rows.words());
                self.search.parts += 1;
                self.search.problem = problem;
                if let Some(forward) = self.search.step.take() {
                    self.step(Places::Found, forward);
                }
            }
            ToPage::Filtered { comparison, filter, text, rows, problem, .. }
                if comparison == self.index
                    && problem.is_empty()
                    && self.filter.question(self.only_differences, &self.search.text)
                        == Some((filter.clone(), text.clone())) =>
            {
                self.narrow(rows);
                // What the reader looked at stays in sight where it is left.
                if let Some(row) = self.focused_row().filter(|row| !self.filter.hides(*row)) {
                    self.show(RowKey::Row(row));
                    self.keep_keyboard = true;
                }
            }
            ToPage::Facets { comparison, facets, .. } if comparison == self.index => {
                self.facets = Some(facets);
            }
            ToPage::Units { wanted, total, units, .. } => {
                if let Some(list) = self.units.as_mut().filter(|list| list.wanted == wanted) {
                    list.known = Some((total, units));
                }
            }
            ToPage::Paired { choice, comparison: index, told, .. } if self.pairing == Some(choice) => {
                self.pairing = None;
                if let Some(comparison) = told {
                    self.take_pair(index, *comparison, answered);
                }
            }
            _ => {}
        }
    }
}

/// The rows that carry a note: the first and the decisive difference.
pub fn telling_rows(comparison: &Comparison) -> Vec<u32> {
    let both = [&comparison.first_divergence, &comparison.decisive_divergence];
    both.into_iter().flatten().map(|divergence| divergence.row).collect()
}

/// The row that a reader should see first: the decisive difference, else the first one.
pub fn main_row(comparison: &Comparison) -> Option<u32> {
    let divergence = comparison.decisive_divergence.as_ref().or(comparison.first_divergence.as_ref());
    divergence.map(|divergence| divergence.row)
}

#[cfg(test)]
mod tests;
