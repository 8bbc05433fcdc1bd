//! All dated lines of all sources on one clock, ready to draw: lanes for a chart, windows of lines for a list.
//!
//! A million dated lines stay where the analysis is; what is drawn is asked for piece by piece.
//! Times are microseconds of the common clock: since 1970 in UTC, or since a midnight where no source tells a date.

mod lanes;
mod lines;
mod logged;
mod placed;
mod said;
mod spent;
#[cfg(test)]
mod tests;
mod unit;
mod waits;

use crate::Analysis;
use crate::model::listing::Fact;
use crate::model::time::Stamp;
use crate::model::trace::EventKind;
use crate::order::{Change, Flat, InList, Set};
use crate::source::{LineNumber, SourceId};
use crate::timeline::{Dated, Known, Told, each};

pub use lanes::{Lane, Mark, Overview};
pub use lines::{Asked, Gap, TimelineLine, Window};
pub use placed::{Placed, PlacedBy};
pub use spent::{Basis, Part, Spending, SpentRow};
pub use unit::{CallMark, DescriptorLane, UnitTime};
pub use waits::Whose;

/// How a dated line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// It says neither.
    Neutral,
    /// It tells of something that went well.
    Good,
    /// It tells of something that went wrong, or differs from the normal run.
    Bad,
}

/// A dated line, as short as it can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    at: i64,
    source: u32,
    line: LineNumber,
    tone: Tone,
    /// The number of the evidence that it is for the first diagnosis, counted from 1; 0 if it is none.
    number: u16,
}

/// The dated lines of an analysis, in the order in which they happened.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    entries: Vec<Entry>,
    /// Traces without times, where they belong.
    placed: Vec<Placed>,
    /// Times count from the beginning of each trace, because nothing tells more.
    relative: bool,
    /// For each source, how many dated lines it has.
    counts: Vec<u32>,
    /// For each source, the unit of its stamps in microseconds: 1, or a second where all are whole seconds.
    steps: Vec<i64>,
}

/// A second in microseconds.
const SECOND: i64 = 1_000_000;

impl Timeline {
    /// The dated lines of an analysis; none where nothing is dated. Lines whose clock nothing ties to the others are
    /// not among them.
    pub fn of(analysis: &Analysis) -> Self {
        let evidence = evidence(analysis);
        let differing = differing(analysis);
        let count = analysis.sources.len();
        let mut timeline = Self {
            entries: Vec::new(),
            placed: Vec::new(),
            relative: false,
            counts: vec![0; count],
            steps: vec![SECOND; count],
        };
        let told = Told { runs: &analysis.runs, logs: &analysis.logs, listings: &analysis.listings };
        let mut add = |dated: &Dated<'_>, at: i64| {
            let line = dated.line;
            let number = evidence.iter().position(|one| *one == (dated.source, line));
            let number = number.and_then(|place| u16::try_from(place + 1).ok()).unwrap_or(0);
            let bad = dated.bad || differing.contains(&(dated.source, line));
            let tone = match (bad, dated.good) {
                (true, _) => Tone::Bad,
                (false, true) => Tone::Good,
                (false, false) => Tone::Neutral,
            };
            let source = u32::try_from(dated.source).unwrap_or(u32::MAX);
            timeline.entries.push(Entry { at, source, line, tone, number });
        };
        let mut any = false;
        each(&told, &mut |dated| any |= dated.known != Known::SinceStart);
        // Traces that tell only how much time has passed are put beside each other, both from their beginning.
        each(&told, &mut |dated| {
            let at = if any { analysis.clocks.place(&dated) } else { Some(dated.time) };
            if let Some(at) = at {
                add(&dated, at);
            }
        });
        timeline.relative = !any && !timeline.entries.is_empty();
        timeline.placed = placed::all(analysis, &timeline.entries);
        let placed = timeline.placed.iter().map(|one| one.source).in_list();
        // A trace that is placed as a whole says nothing more by the one line that places it.
        timeline.entries.keep_if(|entry| !placed.contains(&entry.source));
        timeline.count();
        crate::order::by_key(&mut timeline.entries, |entry| (entry.at, entry.source, entry.line));
        timeline
    }

    fn count(&mut self) {
        for entry in &self.entries {
            let source = entry.source as usize;
            if let (Some(count), Some(step)) = (self.counts.get_mut(source), self.steps.get_mut(source)) {
                *count = count.saturating_add(1);
                if entry.at % SECOND != 0 {
                    *step = 1;
                }
            }
        }
    }

    /// How many lines are dated.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if no line is dated.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries from one time to another, both included.
    fn between(&self, from: i64, to: i64) -> &[Entry] {
        let first = self.entries.partition_point(|entry| entry.at < from);
        let after = self.entries.partition_point(|entry| entry.at <= to);
        self.entries.get(first..after).unwrap_or_default()
    }

    /// True if a source tells whole seconds alone.
    fn coarse(&self, source: u32) -> bool {
        self.steps.get(source as usize).is_some_and(|step| *step == SECOND)
    }
}

/// Where the evidence of the first diagnosis stands, in its order; `usize::MAX` for sources that are not known.
fn evidence(analysis: &Analysis) -> Vec<(SourceId, LineNumber)> {
    let report = &analysis.report;
    let cited = report.diagnoses.iter().take(1).flat(|diagnosis| &diagnosis.evidence);
    let place = |source: &str, line| report.place_of(source, line).unwrap_or(usize::MAX);
    cited.map(|one| (place(&one.source, one.line), one.line)).in_list()
}

/// The lines of failing runs that behave differently from the normal ones, and those that tell of full volumes.
fn differing(analysis: &Analysis) -> Set<(SourceId, LineNumber)> {
    let mut lines = Set::default();
    for alignment in &analysis.alignments {
        let Some(run) = analysis.runs.get(alignment.failing.run) else { continue };
        for row in alignment.rows.iter().filter(|row| row.divergence.is_some()) {
            if let Some(event) = row.failing.and_then(|id| run.trace.event(id)) {
                lines.insert((run.source, event.line));
            }
        }
    }
    // A date that was printed before a list of volumes of which one is full.
    for listing in &analysis.listings {
        for item in listing.items.iter().filter(|item| matches!(item.fact, Fact::Clock)) {
            let mut printed = said::printed(analysis, listing.source, item.line);
            if printed.any(|(_, item)| matches!(&item.fact, Fact::Volume(one) if one.percent == Some(100))) {
                lines.insert((listing.source, item.line));
            }
        }
    }
    lines
}
