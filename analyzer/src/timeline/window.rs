//! The lines around what matters, of all sources, in the order in which things happened.

use super::clocks::Clocks;
use super::dated::{Dated, Told, each};
use crate::order::{Change, Flat, InList};
use crate::report::{Diagnosis, TimelineEntry};
use crate::source::{LineNumber, Source, SourceId};

/// No timeline is longer than this.
const LONGEST: usize = 200;

/// No line is longer than this, in characters.
const WIDEST: usize = 240;

/// Lines that lie further than this from what matters are left out.
const AROUND: i64 = 600_000_000;

/// No more moments than this matter.
const MOMENTS: usize = 6;

/// A moment that lies nearer than this to another is the same.
const SAME_MOMENT: i64 = 10_000_000;

/// The line of a source that lies nearest to a moment.
struct Near {
    source: SourceId,
    moment: i64,
    apart: i64,
    /// Which of the source's dated lines it is.
    index: usize,
}

/// The dated lines around the evidence of the first diagnosis, or around what failed where nothing is said.
///
/// Every source has its share of the lines, and evidence is always among them.
pub fn lines(
    told: &Told<'_>,
    clocks: &Clocks,
    sources: &[Source],
    diagnoses: &[Diagnosis],
) -> Vec<TimelineEntry> {
    let cited = cited(sources, diagnoses);
    let is_cited = |dated: &Dated<'_>| cited.contains(&(dated.source, dated.line));
    let mut evidence: Vec<i64> = Vec::new();
    let mut failed: Vec<i64> = Vec::new();
    let mut begun: Vec<(SourceId, i64)> = Vec::new();
    each(told, &mut |dated| {
        let Some(at) = clocks.place(&dated) else { return };
        if begun.last().is_none_or(|(source, _)| *source != dated.source) {
            begun.push((dated.source, at));
        }
        if is_cited(&dated) {
            add(&mut evidence, at);
        } else if dated.bad {
            add(&mut failed, at);
        }
    });
    let nothing_cited = evidence.is_empty();
    let moments = if nothing_cited { failed } else { evidence };
    let mut near: Vec<Near> = Vec::new();
    for (source, first) in &begun {
        let wanted = if moments.is_empty() { std::slice::from_ref(first) } else { moments.as_slice() };
        near.add_all(wanted.iter().map(|moment| Near {
            source: *source,
            moment: *moment,
            apart: i64::MAX,
            index: 0,
        }));
    }
    indexed(told, clocks, &mut |dated, at, index| {
        for one in near.iter_mut().filter(|one| one.source == dated.source) {
            let apart = at.saturating_sub(one.moment).saturating_abs();
            if apart < one.apart {
                one.apart = apart;
                one.index = index;
            }
        }
    });
    let reserved = if nothing_cited { LONGEST / 4 } else { cited.len() };
    let mut failures_left = LONGEST / 4;
    let share = LONGEST.saturating_sub(reserved) / near.len().max(1);
    let mut chosen: Vec<(i64, SourceId, LineNumber, String)> = Vec::new();
    indexed(told, clocks, &mut |dated, at, index| {
        let inside = |one: &Near| {
            let from = one.index.saturating_sub(share / 2);
            one.source == dated.source
                && (from..from.saturating_add(share)).contains(&index)
                && at.saturating_sub(one.moment).saturating_abs() <= AROUND
        };
        let failure = nothing_cited && dated.bad && failures_left > 0;
        failures_left -= usize::from(failure);
        if failure || is_cited(dated) || near.iter().any(inside) {
            chosen.push((at, dated.source, dated.line, dated.text().chars().take(WIDEST).collect()));
        }
    });
    crate::order::by_key(&mut chosen, |one| (one.0, one.1, one.2));
    chosen.truncate(LONGEST);
    let entry = |(at, source, line, text): (i64, SourceId, LineNumber, String)| TimelineEntry {
        source: sources.get(source).map(|source| source.name.clone()).unwrap_or_default(),
        line,
        time: clocks.text(at),
        text,
    };
    chosen.into_iter().map(entry).in_list()
}

/// Where the evidence of the first diagnosis stands.
fn cited(sources: &[Source], diagnoses: &[Diagnosis]) -> Vec<(SourceId, LineNumber)> {
    let evidence = diagnoses.iter().take(1).flat(|diagnosis| &diagnosis.evidence);
    evidence
        .filter_map(|one| Some((sources.iter().position(|source| source.name == one.source)?, one.line)))
        .take(LONGEST / 2)
        .in_list()
}

/// Calls every dated line with its place on the clock, and which of its source's dated lines it is.
fn indexed<'a>(told: &Told<'a>, clocks: &Clocks, take: &mut dyn FnMut(&Dated<'a>, i64, usize)) {
    let mut last = (usize::MAX, 0);
    each(told, &mut |dated| {
        let Some(at) = clocks.place(&dated) else { return };
        last = if last.0 == dated.source { (last.0, last.1 + 1) } else { (dated.source, 0) };
        take(&dated, at, last.1);
    });
}

/// Adds a moment if it is none of those that are known.
fn add(moments: &mut Vec<i64>, at: i64) {
    let known = moments.iter().any(|moment| at.saturating_sub(*moment).saturating_abs() < SAME_MOMENT);
    if moments.len() < MOMENTS && !known {
        moments.push(at);
    }
}
