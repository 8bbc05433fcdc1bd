//! The lanes of the chart: what each source tells in a stretch of time, in a few hundred bins.

use super::placed::Placed;
use super::{Entry, Timeline, Tone};
use crate::Analysis;
use crate::order::{Change, Flat, InList};
use crate::source::Role;

/// How many bins a lane has at most.
const BINS: i64 = 240;

/// The chart of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// The first dated line of all, in microseconds; 0 where nothing is dated.
    pub first: i64,
    /// The last dated line of all.
    pub last: i64,
    /// Minutes east of UTC that times are shown in; `None` where no source says its zone.
    pub zone: Option<i64>,
    /// Times have a date.
    pub dated: bool,
    /// Times count from the beginning of each trace, because nothing tells more.
    pub relative: bool,
    /// How many lines are dated.
    pub lines: u32,
    /// One per source that has dated lines: logs, then listings, then traces.
    pub lanes: Vec<Lane>,
    /// Traces without times, where they belong.
    pub placed: Vec<Placed>,
    /// Indexes of sources whose lines carry no time, and which cannot be placed: traces and logs.
    pub undated: Vec<u32>,
}

/// What one source tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lane {
    /// Index of the source.
    pub source: u32,
    /// How many dated lines it has in all.
    pub lines: u32,
    /// Its stamps are whole seconds.
    pub coarse: bool,
    /// How its clock stands to the others, where its lines do not tell.
    pub clock: Option<String>,
    /// The marks in the stretch that was asked for, in order.
    pub marks: Vec<Mark>,
}

/// Lines of one tone in one bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The time of the first of them.
    pub at: i64,
    /// How they count.
    pub tone: Tone,
    /// How many they are.
    pub lines: u32,
    /// The smallest number of the evidence that is among them; 0 if there is none.
    pub number: u32,
}

impl Timeline {
    /// The chart from one time to another; of everything where there is no stretch.
    pub fn overview(&self, analysis: &Analysis, stretch: Option<(i64, i64)>) -> Overview {
        let (first, last) = self.span();
        let (from, to) = stretch.unwrap_or((first, last));
        let mut lanes = self.empty_lanes(analysis);
        // From a source to its lane.
        let mut places: Vec<Option<usize>> = vec![None; analysis.sources.len()];
        for (place, lane) in lanes.iter().enumerate() {
            if let Some(entry) = places.get_mut(lane.source as usize) {
                *entry = Some(place);
            }
        }
        let width = (to.saturating_sub(from) / BINS).max(1);
        for entry in self.between(from, to) {
            let place = places.get(entry.source as usize).copied().flatten();
            let Some(lane) = place.and_then(|place| lanes.get_mut(place)) else { continue };
            let bin = |at: i64| at.saturating_sub(from) / width;
            let here = bin(entry.at);
            let same = |mark: &&mut Mark| mark.tone == entry.tone && bin(mark.at) == here;
            // At most three marks of a bin stand last.
            match lane.marks.iter_mut().rev().take(3).find(same) {
                Some(mark) => join(mark, entry),
                None => lane.marks.push(mark(entry)),
            }
        }
        let undated = undated(analysis, self);
        Overview {
            first,
            last,
            zone: analysis.clocks.zone.filter(|_| !self.relative).map(i64::from),
            dated: analysis.clocks.has_dates() && !self.relative,
            relative: self.relative,
            lines: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            lanes,
            placed: self.placed.clone(),
            undated,
        }
    }

    /// The first time and the last one.
    fn span(&self) -> (i64, i64) {
        let times = || self.entries.iter().map(|entry| entry.at);
        let placed = || self.placed.iter();
        let first = times().next().into_iter().with(placed().map(|one| one.from)).min();
        let last =
            self.entries.last().map(|entry| entry.at).into_iter().with(placed().map(|one| one.to)).max();
        (first.unwrap_or(0), last.unwrap_or(0))
    }

    fn empty_lanes(&self, analysis: &Analysis) -> Vec<Lane> {
        let mut lanes = Vec::new();
        for rank in 0..5 {
            for (source, lines) in (0..).zip(&self.counts) {
                if *lines == 0 || rank_of(analysis, source) != rank {
                    continue;
                }
                let told = analysis.report.sources.get(source as usize);
                lanes.push(Lane {
                    source,
                    lines: *lines,
                    coarse: self.coarse(source),
                    clock: told.and_then(|told| told.clock.clone()),
                    marks: Vec::new(),
                });
            }
        }
        lanes
    }
}

fn mark(entry: &Entry) -> Mark {
    Mark { at: entry.at, tone: entry.tone, lines: 1, number: u32::from(entry.number) }
}

fn join(mark: &mut Mark, entry: &Entry) {
    mark.lines = mark.lines.saturating_add(1);
    // The smaller the number, the more it tells.
    if entry.number > 0 && (mark.number == 0 || u32::from(entry.number) < mark.number) {
        mark.number = u32::from(entry.number);
    }
}

/// Logs stand first, then what commands printed, then traces, the normal one before the failing one.
fn rank_of(analysis: &Analysis, source: u32) -> u8 {
    let source = source as usize;
    if analysis.logs.iter().any(|log| log.source == source) {
        return 0;
    }
    if !analysis.runs.iter().any(|run| run.source == source) {
        return 1;
    }
    match analysis.report.sources.get(source).map(|told| told.role) {
        Some(Role::Normal) => 2,
        Some(Role::Failing) => 3,
        _ => 4,
    }
}

/// Traces and logs of which nothing can be put on the clock.
fn undated(analysis: &Analysis, timeline: &Timeline) -> Vec<u32> {
    let mut sources: Vec<usize> = analysis.logs.iter().map(|log| log.source).in_list();
    sources.add_all(analysis.runs.iter().map(|run| run.source));
    let nothing = |source: &usize| {
        let none = timeline.counts.get(*source).is_none_or(|count| *count == 0);
        none && !timeline.placed.iter().any(|one| one.source as usize == *source)
    };
    let mut sources: Vec<u32> =
        sources.into_iter().filter(nothing).filter_map(|source| u32::try_from(source).ok()).in_list();
    crate::order::by_key(&mut sources, |source| *source);
    sources
}
