//! What the comparison shows: which rows are known, folded, searched and looked at.

use std::rc::Rc;

use analyzer::render::rows::{RowDetails, RowView};
use analyzer::report::{self, Comparison, Report};
use analyzer::source::LineNumber;

use crate::few::Few;
use crate::protocol::{BLOCK, JobId, MarkedRow, ToPage, ToWorker};
use crate::view_model::folds::{Fold, folds};

/// How many blocks of rows are kept; those farthest from the newest go first.
const MOST_BLOCKS: usize = 48;

/// What the comparison shows.
// Each is a thing of its own that is so or not.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Default)]
pub struct Compare {
    /// Which comparison of the report.
    pub index: u32,
    /// Every row's mark, once known.
    pub marks: Option<Rc<Vec<MarkedRow>>>,
    /// Runs of rows that read as one line.
    pub folds: Rc<Vec<Fold>>,
    /// Rows by block.
    pub blocks: Few<Rc<Vec<RowView>>>,
    /// Folds that the user opened, by their first row.
    pub open: Few<()>,
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
    /// A line that is to be shown as soon as the marks are known.
    wanted: Option<(Side, LineNumber)>,
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
    /// Where it was found, once known.
    pub rows: Option<Rc<Vec<u32>>>,
}

/// What a line of the grid stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// A row of the comparison.
    Row(u32),
    /// The fold that begins with this row.
    Fold(u32),
}

/// What can happen in the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareAction {
    /// Another comparison is chosen.
    Choose(u32),
    /// A fold opens or closes; `first` is its first row.
    Fold {
        /// Its first row.
        first: u32,
        /// Whether it is open from now on.
        open: bool,
    },
    /// Show only differences, or everything.
    OnlyDifferences(bool),
    /// Show lines as they stand in the source.
    Raw(bool),
    /// The focus goes to a row that is in sight.
    Focus(RowKey),
    /// The focus goes to a row, which comes to the middle of the screen.
    Show(RowKey),
    /// Like `Show`, but the keyboard stays where it is, for example in the search box.
    Look(RowKey),
    /// The focus goes to a row nearby; the page moves no more than it must.
    Step(RowKey),
    /// The mouse rests on a row.
    Hover(u32),
    /// The details open or close.
    Details(bool),
    /// Another text is searched for.
    Search(String),
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

    /// The first comparison of a newer report. Jumps are counted on from `self`, so that each is told from the one
    /// before.
    #[must_use]
    pub fn renewed(&self, report: &Report) -> Self {
        Self { jump: self.jump, raw: self.raw, ..Self::of(report) }
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
            Some(RowKey::Row(row)) if self.details_open && self.marks.is_some() => {
                Some(ToWorker::Details { job, comparison, row })
            }
            _ => None,
        };
        let text = &self.search.text;
        let find = (!text.is_empty()).then(|| ToWorker::Find { job, comparison, text: text.clone() });
        [Some(ToWorker::Marks { job, comparison }), details, find].into_iter().flatten()
    }

    pub(super) fn apply(&mut self, action: CompareAction) {
        match action {
            CompareAction::Choose(index) => {
                *self = Self {
                    index,
                    jump: self.jump,
                    raw: self.raw,
                    details_open: self.details_open,
                    details_asked: self.details_asked,
                    ..Self::default()
                };
            }
            CompareAction::Fold { first, open: true } => {
                self.open.put(first, ());
            }
            CompareAction::Fold { first, open: false } => {
                self.open.remove(first);
            }
            CompareAction::OnlyDifferences(only) => self.only_differences = only,
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
            CompareAction::Search(text) => self.search = Search { text, rows: None },
        }
    }

    /// Brings a row into sight: opens its fold and moves the focus.
    fn show(&mut self, key: RowKey) {
        if let RowKey::Row(row) = key
            && let Some(fold) = self.folds.iter().find(|fold| fold.holds(row))
        {
            self.open.put(fold.first, ());
        }
        self.focus = Some(key);
        self.centre = true;
        self.visited = true;
        self.keep_keyboard = false;
        self.jump = self.jump.wrapping_add(1);
    }

    /// Shows a line where it stands in a comparison; false if it stands in none.
    pub(super) fn show_line(&mut self, report: &Report, source: &str, line: LineNumber) -> bool {
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
        let here = report.comparisons.get(self.index as usize).and_then(side_of);
        if let Some(side) = here {
            return self.show_side_line(side, line);
        }
        let elsewhere =
            (0..).zip(&report.comparisons).find_map(|(index, c)| side_of(c).map(|side| (index, side)));
        let Some((index, side)) = elsewhere else { return false };
        self.apply(CompareAction::Choose(index));
        self.wanted = Some((side, line));
        true
    }

    fn show_side_line(&mut self, side: Side, line: LineNumber) -> bool {
        let Some(marks) = self.marks.clone() else {
            self.wanted = Some((side, line));
            return true;
        };
        let found = (0..).zip(marks.iter()).find(|(_, row)| match side {
            Side::Normal => row.normal_line == line,
            Side::Failing => row.failing_line == line,
        });
        match found {
            Some((row, _)) => {
                self.show(RowKey::Row(row));
                true
            }
            None => false,
        }
    }

    pub(super) fn hear(&mut self, message: ToPage<'_>, report: &Report) {
        match message {
            ToPage::Marks { comparison, rows, .. } if comparison == self.index => {
                let kept: Vec<u32> =
                    report.comparisons.get(self.index as usize).map(telling_rows).unwrap_or_default();
                self.folds = Rc::new(folds(&rows, &kept));
                self.marks = Some(Rc::new(rows));
                if let Some((side, line)) = self.wanted.take() {
                    self.show_side_line(side, line);
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
            ToPage::Found { comparison, text, rows, .. }
                if comparison == self.index && text == self.search.text =>
            {
                self.search.rows = Some(Rc::new(rows));
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
