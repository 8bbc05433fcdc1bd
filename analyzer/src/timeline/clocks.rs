//! One clock for all sources: how far the stamps of each lie from it, and why.
//!
//! A source that says its zone is right by itself. Of the others, a shift is looked for that puts a request that two
//! sources tell of at the same time; without such a request, they are taken to be written where the others were.

use super::dated::{Dated, Known, Told, each};
use super::settle;
use crate::model::time::{Stamp, rfc3339};
use crate::order::Change;
use crate::source::{LineNumber, SourceId};

/// Stamps of one source that are shifted together.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub source: SourceId,
    pub year: i64,
    pub known: Known,
    /// First and last time, before the shift.
    pub span: (i64, i64),
    /// How many lines.
    pub lines: u32,
    pub traced: bool,
    /// Microseconds to add; `None` where nothing ties the group to the others.
    pub shift: Option<i64>,
    /// The shift that was found from the same request in another source: that source, the line here and there.
    pub proof: Option<(SourceId, LineNumber, LineNumber)>,
}

/// How far the stamps of each source lie from the common clock.
#[derive(Debug, Clone, Default)]
pub struct Clocks {
    groups: Vec<Group>,
    /// The zone that the common clock is shown in; `None` where no source says its zone.
    pub zone: Option<i16>,
}

impl Clocks {
    /// Works the clock out. Work is linear in the dated lines, apart from one sort of what they have in common.
    pub fn of(told: &Told<'_>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut zones: Vec<i16> = Vec::new();
        for log in told.logs {
            zones.add_all(log.entries.iter().filter_map(|entry| entry.time?.offset));
        }
        for listing in told.listings {
            zones.add_all(listing.items.iter().filter_map(|item| item.time?.offset));
        }
        let counted = told.runs.iter().any(|run| run.trace.clock == crate::model::trace::Clock::Epoch);
        // Of several zones, times are shown in UTC.
        let first = zones.first().copied();
        let one = first.filter(|first| zones.iter().all(|zone| zone == first));
        let zone = one.or(if counted || first.is_some() { Some(0) } else { None });
        each(told, &mut |dated| {
            let same = |group: &&mut Group| group.source == dated.source && group.year == dated.year;
            match groups.iter_mut().rfind(same) {
                Some(group) => {
                    group.span = (group.span.0.min(dated.time), group.span.1.max(dated.time));
                    group.lines = group.lines.saturating_add(1);
                }
                None => groups.push(Group {
                    source: dated.source,
                    year: dated.year,
                    known: dated.known,
                    span: (dated.time, dated.time),
                    lines: 1,
                    traced: told.runs.iter().any(|run| run.source == dated.source),
                    shift: None,
                    proof: None,
                }),
            }
        });
        settle::settle(told, zone, &mut groups);
        Self { groups, zone }
    }

    /// A stamp on the common clock; `None` where nothing ties its source to it.
    pub fn at(&self, source: SourceId, stamp: Stamp) -> Option<i64> {
        let year = super::dated::year_of(stamp.local_micros);
        Some(stamp.utc_micros().saturating_add(self.group(source, year)?.shift?))
    }

    /// A dated line on the common clock; `None` where nothing ties its source to it.
    pub fn place(&self, dated: &Dated<'_>) -> Option<i64> {
        Some(dated.time.saturating_add(self.group(dated.source, dated.year)?.shift?))
    }

    /// How far two stamps lie apart, in microseconds; `None` where they cannot be compared.
    pub fn apart(&self, one: (SourceId, Stamp), other: (SourceId, Stamp)) -> Option<i64> {
        Some(self.at(one.0, one.1)?.saturating_sub(self.at(other.0, other.1)?).abs())
    }

    /// A time of the common clock as people read it.
    pub fn text(&self, micros: i64) -> String {
        rfc3339(micros, self.zone, self.has_dates())
    }

    /// True if some source tells a date: times of the clock are then since 1970, and else since a midnight.
    pub fn has_dates(&self) -> bool {
        self.groups.iter().any(|group| !matches!(group.known, Known::TimeOfDay | Known::SinceStart))
    }

    fn group(&self, source: SourceId, year: i64) -> Option<&Group> {
        self.groups.iter().find(|group| group.source == source && group.year == year)
    }

    /// What a reader has to know of a source's clock; `None` where its stamps count as they stand.
    /// `name` gives the name of a source.
    pub fn said<'n>(&self, source: SourceId, name: &dyn Fn(SourceId) -> &'n str) -> Option<String> {
        let mut said = String::new();
        for group in self.groups.iter().filter(|group| group.source == source) {
            settle::say(group, self.zone, &self.groups, name, &mut said);
        }
        (!said.is_empty()).then_some(said)
    }
}
