//! A comparison's rows, ready to draw: what the page shows and what the terminal prints side by side.
//!
//! The page asks for windows of rows, so a row is built when it is needed and not before.

mod absent;
pub(super) mod arguments;
pub(super) mod at;
pub(super) mod cells;
mod details;
mod history;
pub(super) mod said;
pub(super) mod shorten;
mod times;

use crate::order::InList;
use serde::{Deserialize, Serialize};

use crate::Analysis;
use crate::align::place::Side;
use crate::align::{Alignment, Row, RowKind};
pub use crate::kernel::syscalls::CallGroup;
use crate::report::DivergenceKind;
use crate::source::LineNumber;
pub(super) use at::{label, words as role_words};
pub(super) use cells::group;
pub(super) use shorten::duration;

/// What the page must know of every row of a comparison to fold, map and step through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMark {
    /// How the two sides relate.
    pub kind: RowKind,
    /// Index into the comparison's phases.
    pub phase: u32,
    /// What kind of difference it is, where behaviour differs.
    pub divergence: Option<DivergenceKind>,
    /// The call failed with an errno on one of the sides.
    pub failed: bool,
}

/// One row, ready to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// Index of the row in its comparison.
    pub index: u32,
    /// How the two sides relate.
    pub mark: RowMark,
    /// The normal side.
    pub normal: Option<CellView>,
    /// The failing side.
    pub failing: Option<CellView>,
    /// Where only the normal run does it: what the failing run never did, in a few words ("the header").
    pub absent: Option<String>,
    /// One or two sentences, on the first and the decisive difference only.
    pub note: Option<String>,
}

/// One side of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellView {
    /// The line of the source.
    pub line: LineNumber,
    /// Time of day or offset, as the trace prints it; empty without time stamps.
    pub time: String,
    /// Time since the unit began, for example `+3.012`; empty without time stamps.
    pub offset: String,
    /// How long the call took, for example `3.0 s`; empty if unknown.
    pub duration: String,
    /// How much slower it was than on the other side, for example `3.0 s`; empty where that does not matter.
    pub slower: String,
    /// The call's name, or the kind of event (`signal`, `exit`, `output`).
    pub call: String,
    /// What family of call it is, for its glyph and colour.
    pub group: CallGroup,
    /// The role of what it acts on, with its number: `cache file 14`, `client 12`; empty if it acts on nothing.
    pub subject: String,
    /// The arguments that matter, shortened.
    pub arguments: String,
    /// The result: `12288`, `-1 ENOSPC`.
    pub result: String,
    /// It failed with an errno.
    pub failed: bool,
    /// The logical line as it stands in the source.
    pub raw: String,
}

/// Everything the details pane shows for one row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowDetails {
    /// What the call does, in one sentence.
    pub call: String,
    /// The normal side.
    pub normal: Option<SideDetails>,
    /// The failing side.
    pub failing: Option<SideDetails>,
}

/// One side of the details pane.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SideDetails {
    /// The line of the source.
    pub line: LineNumber,
    /// The result and what it means on this object.
    pub result: String,
    /// A sentence about the errno, empty if it did not fail.
    pub errno: String,
    /// Name, value and explanation of each argument.
    pub arguments: Vec<ArgumentDetails>,
    /// Title of the descriptor's history, for example `Descriptor 14 · cache file`; empty if there is none.
    pub descriptor: String,
    /// The descriptor that the call acts on first, as an index into its run's; `None` if there is none.
    pub thing: Option<u32>,
    /// Its role and number: `cache file 14`; empty if there is none.
    pub label: String,
    /// Where that descriptor comes from, and what it stands for: `opened on line 30`, `/var/cache/…`.
    pub origin: [String; 2],
    /// What went through it in the whole trace: `39 104 B written by 6 calls`; empty if nothing did.
    pub traffic: String,
    /// The life of the descriptor: line, what happened, and whether it is this row.
    pub history: Vec<HistoryStep>,
    /// The logical line as it stands in the source.
    pub raw: String,
}

/// One argument, explained.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ArgumentDetails {
    /// The parameter's name in the man page; empty if unknown.
    pub name: String,
    /// The value as it stands in the line.
    pub value: String,
    /// What it means; empty if it speaks for itself, or if its flags say it.
    pub meaning: String,
    /// Each flag that is set, where there are several, and what it says; empty where no table knows it.
    pub flags: Vec<FlagDetails>,
}

/// One flag of several.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FlagDetails {
    /// Its name: `O_CREAT`.
    pub name: String,
    /// What it says; empty if no table knows it.
    pub meaning: String,
}

/// One step in the life of a descriptor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryStep {
    /// The line of the source.
    pub line: LineNumber,
    /// What happened.
    pub what: String,
    /// It is the row that the details are about.
    pub here: bool,
}

impl Analysis {
    /// What must be known of every row of a comparison; empty if there is no such comparison.
    pub fn row_marks(&self, comparison: usize) -> Vec<RowMark> {
        let Some(alignment) = self.alignments.get(comparison) else { return Vec::new() };
        let phases = self.phase_starts(comparison);
        let mut phase = 0;
        (0..)
            .zip(&alignment.rows)
            .map(|(index, row)| {
                while phases.get(phase + 1).is_some_and(|start| *start <= index) {
                    phase += 1;
                }
                self.mark(alignment, row, phase)
            })
            .in_list()
    }

    /// Rows `first..first + len` of a comparison; fewer, or none, where there are not so many.
    pub fn rows(&self, comparison: usize, first: u32, len: u32) -> Vec<RowView> {
        let Some(alignment) = self.alignments.get(comparison) else { return Vec::new() };
        let phases = self.phase_starts(comparison);
        let rows = alignment.rows.iter().skip(first as usize).take(len as usize);
        (first..).zip(rows).map(|(index, row)| self.row(comparison, alignment, &phases, index, row)).in_list()
    }

    /// Details of one row; `None` if there is no such row.
    pub fn row_details(&self, comparison: usize, row: u32) -> Option<RowDetails> {
        let alignment = self.alignments.get(comparison)?;
        let row = alignment.rows.get(row as usize)?;
        let side = |side| Some((alignment.run(&self.runs, side)?, row.event(side)?));
        let (normal, failing) = (side(Side::Normal), side(Side::Failing));
        let (run, event) = normal.or(failing)?;
        let differs = row.divergence.is_some();
        Some(RowDetails {
            call: details::sentence(&self.prose, run, event),
            normal: normal.and_then(|(run, event)| details::side(&self.prose, run, event, differs)),
            failing: failing.and_then(|(run, event)| details::side(&self.prose, run, event, differs)),
        })
    }

    /// Logical lines `first..first + len` of a source (indices from 0), with their line numbers.
    pub fn source_lines(&self, source: usize, first: u32, len: u32) -> Vec<(LineNumber, String)> {
        let Some(source) = self.sources.get(source) else { return Vec::new() };
        let (first, len) = (first as usize, len as usize);
        source
            .lines
            .iter()
            .skip(first)
            .take(len)
            .map(|line| (line.number, line.span.of(&source.text).to_string()))
            .collect()
    }

    fn row(
        &self,
        comparison: usize,
        alignment: &Alignment,
        phases: &[u32],
        index: u32,
        row: &Row,
    ) -> RowView {
        let phase = phases.partition_point(|start| *start <= index).saturating_sub(1);
        let cell = |side| {
            let mut cell = cells::cell(alignment.run(&self.runs, side)?, row.event(side)?, &self.groups)?;
            cell.offset = times::offset(&self.runs, alignment, row, side);
            cell.slower = times::slower(&self.runs, alignment, row, side, cell.group);
            Some(cell)
        };
        let absent = || match (row.kind, row.normal) {
            (RowKind::OnlyNormal, Some(event)) => {
                absent::never_did(alignment.run(&self.runs, Side::Normal)?, event)
            }
            _ => None,
        };
        RowView {
            index,
            mark: self.mark(alignment, row, phase),
            normal: cell(Side::Normal),
            failing: cell(Side::Failing),
            absent: absent(),
            note: self.note(comparison, alignment, index, row),
        }
    }

    fn mark(&self, alignment: &Alignment, row: &Row, phase: usize) -> RowMark {
        let failed = |side| {
            let call = alignment.run(&self.runs, side)?.trace.call(row.event(side)?)?;
            Some(call.outcome.failed())
        };
        RowMark {
            kind: row.kind,
            phase: u32::try_from(phase).unwrap_or(u32::MAX),
            divergence: row.divergence,
            failed: failed(Side::Normal) == Some(true) || failed(Side::Failing) == Some(true),
        }
    }

    /// What the first and the decisive difference say; `None` for every other row.
    fn note(&self, comparison: usize, alignment: &Alignment, index: u32, row: &Row) -> Option<String> {
        let here = |at: Option<usize>| at == Some(index as usize);
        let title = match (here(alignment.first), here(alignment.decisive)) {
            (true, true) => "First and decisive difference.",
            (true, false) => "First difference.",
            (false, true) => "Decisive difference.",
            (false, false) => return None,
        };
        let failing = || Some((alignment.run(&self.runs, Side::Failing)?, row.failing?));
        let errno = failing().and_then(|(run, event)| details::errno_meaning(&self.prose, run, event, true));
        let said = || {
            let comparison = self.comparison(comparison)?;
            let told = [&comparison.first_divergence, &comparison.decisive_divergence];
            let told = told.into_iter().flatten().find(|divergence| divergence.row == index)?;
            Some(told.what.clone())
        };
        let children =
            || details::children((alignment.run(&self.runs, Side::Normal)?, row.normal?), failing()?);
        // Signals and exits explain themselves.
        let event = || {
            let (run, event) = failing().filter(|(run, event)| run.trace.call(*event).is_none())?;
            Some(details::sentence(&self.prose, run, event))
        };
        let end = failing()
            .and_then(|(run, event)| details::end_meaning(&self.prose, run, event))
            .unwrap_or_default();
        let body = errno.or_else(children).or_else(event).or_else(said).unwrap_or_default();
        Some(format!("{title} {body} {end}").trim_end().to_owned())
    }

    /// The first row of each phase of a comparison.
    fn phase_starts(&self, comparison: usize) -> Vec<u32> {
        let comparison = self.comparison(comparison);
        comparison
            .map_or_else(Vec::new, |comparison| comparison.phases.iter().map(|phase| phase.rows[0]).collect())
    }
}
