//! Which rows of a comparison are left when a reader asks for less: for some descriptors, for some families of calls,
//! for what failed, for what differs, for what a text is found in.

use crate::Analysis;
use crate::align::place::Side;
use crate::align::{Alignment, Row, RowKind};
use crate::kernel::syscalls::CallGroup;
use crate::model::trace::EventId;
use crate::order::{InList, Map};
use crate::trace::{Descriptor, DescriptorId, Run};

use super::rows;

/// What a reader asks for. Everything that is given must hold; of several descriptors or families, one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only rows that act on one of these; all if there are none.
    pub things: Vec<Thing>,
    /// Only calls of these families; all if there are none.
    pub groups: Vec<CallGroup>,
    /// Only rows that failed with an errno on one of the sides.
    pub failed: bool,
    /// Only rows in which behaviour differs.
    pub differs: bool,
}

/// A descriptor, in both runs where both have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Thing {
    /// The descriptor of the normal run.
    pub normal: Option<DescriptorId>,
    /// The descriptor of the failing run.
    pub failing: Option<DescriptorId>,
}

/// A descriptor that a comparison's rows act on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThingView {
    /// Which it is.
    pub thing: Thing,
    /// Role and number: `cache file 14`; with the number in the failing run behind that of the normal one where they
    /// are not the same: `cache file 14 / 15`.
    pub label: String,
    /// Path, peer or name; empty if nothing is known.
    pub target: String,
    /// Where it comes from: `opened on line 30`, `open before the trace began`.
    pub origin: String,
    /// How many rows act on it.
    pub rows: u32,
}

/// What a comparison could be narrowed to, with the number of rows that would be left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Its descriptors, in the order in which they appear.
    pub things: Vec<ThingView>,
    /// Its families of calls, the same order everywhere; without those that have no row.
    pub groups: Vec<(CallGroup, u32)>,
    /// Rows that failed with an errno.
    pub failed: u32,
}

/// Every family, in the order of the list that a reader chooses from.
const GROUPS: [CallGroup; 7] = [
    CallGroup::File,
    CallGroup::Network,
    CallGroup::Wait,
    CallGroup::Process,
    CallGroup::Memory,
    CallGroup::Signal,
    CallGroup::Other,
];

impl Analysis {
    /// The rows of a comparison that a filter leaves, ascending; none if there is no such comparison.
    /// `fits` is asked of the lines of rows that all else leaves: one that holds is enough.
    pub fn filtered(&self, comparison: usize, filter: &Filter, fits: &dyn Fn(&str) -> bool) -> Vec<u32> {
        let Some(alignment) = self.alignments.get(comparison) else { return Vec::new() };
        let rows = (0..).zip(&alignment.rows);
        rows.filter(|(_, row)| self.stays(alignment, row, filter, fits)).map(|(index, _)| index).in_list()
    }

    fn stays(&self, alignment: &Alignment, row: &Row, filter: &Filter, fits: &dyn Fn(&str) -> bool) -> bool {
        let Filter { things, groups, failed, differs } = filter;
        let on = |side| Some((alignment.run(&self.runs, side)?, row.event(side)?));
        let (normal, failing) = (on(Side::Normal), on(Side::Failing));
        let any = |holds: &dyn Fn(&Run, EventId) -> bool| {
            [normal, failing].iter().flatten().any(|(run, event)| holds(run, *event))
        };
        (!differs || !matches!(row.kind, RowKind::Same | RowKind::ValueOnly))
            && (!failed || any(&failed_at))
            && (groups.is_empty() || any(&|run, event| groups.contains(&self.group(run, event))))
            && (things.is_empty() || things.iter().any(|thing| acts_on(*thing, normal, failing)))
            && any(&|run, event| run.trace.event(event).is_some_and(|event| fits(run.trace.str(event.text))))
    }

    /// What a comparison could be narrowed to; nothing if there is no such comparison.
    pub fn facets(&self, comparison: usize) -> Facets {
        let Some(alignment) = self.alignments.get(comparison) else { return Facets::default() };
        let mut counts = [0_u32; GROUPS.len()];
        let mut failed = 0;
        for row in &alignment.rows {
            let on = |side| Some((alignment.run(&self.runs, side)?, row.event(side)?));
            let sides = [on(Side::Normal), on(Side::Failing)];
            failed += u32::from(sides.iter().flatten().any(|(run, event)| failed_at(run, *event)));
            let groups = sides.map(|side| side.map(|(run, event)| self.group(run, event)));
            for (group, count) in GROUPS.iter().zip(&mut counts) {
                *count += u32::from(groups.contains(&Some(*group)));
            }
        }
        let groups = GROUPS.into_iter().zip(counts).filter(|(_, count)| *count > 0).in_list();
        Facets { things: self.things(alignment), groups, failed }
    }

    /// The family of an event, as rows show it.
    fn group(&self, run: &Run, event: EventId) -> CallGroup {
        rows::group(run, event, &self.groups)
    }

    /// The descriptors of both sides; what stands in one row with another is taken for the same.
    fn things(&self, alignment: &Alignment) -> Vec<ThingView> {
        let mut things: Vec<Thing> = Vec::new();
        let (mut normals, mut failings) = (Map::default(), Map::default());
        for row in &alignment.rows {
            let id = |side| {
                let (run, event) = (alignment.run(&self.runs, side)?, row.event(side)?);
                run.descriptor_of.get(event as usize).copied().flatten()
            };
            let (normal, failing) = (id(Side::Normal), id(Side::Failing));
            let known = |ids: &Map<DescriptorId, usize>, id: Option<DescriptorId>| ids.get(&id?).copied();
            let (at, other) = (known(&normals, normal), known(&failings, failing));
            let free = |at: Option<usize>, has: fn(&Thing) -> bool| {
                at.filter(|at| things.get(*at).is_some_and(|one| !has(one)))
            };
            // What only one side has shown so far, and its counterpart for the first time.
            let joins = match (at, other) {
                (Some(_), None) => free(at, |thing| thing.failing.is_some()),
                (None, Some(_)) => free(other, |thing| thing.normal.is_some()),
                (None, None) => Some(things.len()),
                (Some(_), Some(_)) => None,
            };
            let new_normal = normal.filter(|_| at.is_none());
            let new_failing = failing.filter(|_| other.is_none());
            if new_normal.is_none() && new_failing.is_none() {
                continue;
            }
            let place = joins.unwrap_or(things.len());
            if place == things.len() {
                things.push(Thing::default());
            }
            let Some(thing) = things.get_mut(place) else { continue };
            if let Some(id) = new_normal {
                thing.normal = Some(id);
                normals.insert(id, place);
            }
            if let Some(id) = new_failing {
                thing.failing = Some(id);
                failings.insert(id, place);
            }
        }
        let rows = [Side::Normal, Side::Failing].map(|side| rows_of(alignment, side));
        things.into_iter().map(|thing| self.thing(alignment, thing, &rows)).in_list()
    }

    fn thing(&self, alignment: &Alignment, thing: Thing, rows: &[Vec<(EventId, u32)>; 2]) -> ThingView {
        let [normal, failing] =
            [(Side::Normal, thing.normal), (Side::Failing, thing.failing)].map(|(side, id)| {
                let run = alignment.run(&self.runs, side)?;
                Some((run, run.descriptors.get(id? as usize)?))
            });
        let [of_normal, of_failing] = rows;
        let ones = normal.map_or_else(Vec::new, |(_, descriptor)| rows_among(descriptor, of_normal));
        let others = failing.map_or_else(Vec::new, |(_, descriptor)| rows_among(descriptor, of_failing));
        let Some((run, descriptor)) = failing.or(normal) else { return ThingView::default() };
        let label = rows::label(descriptor);
        let label = match normal.map(|(_, descriptor)| descriptor.number) {
            Some(number) if number != descriptor.number => {
                format!("{} {number} / {}", rows::role_words(descriptor), descriptor.number)
            }
            _ => label,
        };
        ThingView {
            thing,
            label,
            target: descriptor.target.clone(),
            origin: origin(run, descriptor),
            rows: together(&ones, &others),
        }
    }
}

/// Where a descriptor comes from.
pub fn origin(run: &Run, descriptor: &Descriptor) -> String {
    match descriptor.opened.and_then(|event| run.trace.event(event)) {
        Some(event) => format!("opened on line {}", event.line),
        None if descriptor.copy_of.is_some() => "inherited from the process that created this one".into(),
        None => "open before the trace began".into(),
    }
}

fn failed_at(run: &Run, event: EventId) -> bool {
    run.trace.call(event).is_some_and(|call| call.outcome.failed())
}

type On<'a> = Option<(&'a Run, EventId)>;

fn acts_on(thing: Thing, normal: On<'_>, failing: On<'_>) -> bool {
    let acts = |id: Option<DescriptorId>, on: On<'_>| {
        let found = id.zip(on).and_then(|(id, (run, event))| {
            let events = &run.descriptors.get(id as usize)?.events;
            Some(events.binary_search(&event).is_ok())
        });
        found.unwrap_or(false)
    };
    acts(thing.normal, normal) || acts(thing.failing, failing)
}

/// The rows of one side's events; events and rows ascend.
fn rows_of(alignment: &Alignment, side: Side) -> Vec<(EventId, u32)> {
    (0..).zip(&alignment.rows).filter_map(|(index, row)| Some((row.event(side)?, index))).in_list()
}

/// The rows in which a descriptor's events stand, ascending.
fn rows_among(descriptor: &Descriptor, rows: &[(EventId, u32)]) -> Vec<u32> {
    let place = |event: &EventId| {
        let at = rows.binary_search_by(|(known, _)| known.cmp(event)).ok()?;
        rows.get(at).map(|(_, row)| *row)
    };
    descriptor.events.iter().filter_map(place).in_list()
}

/// How many different numbers two ascending lists have together.
fn together(ones: &[u32], others: &[u32]) -> u32 {
    let both = ones.iter().filter(|row| others.binary_search(row).is_ok()).count();
    u32::try_from(ones.len() + others.len() - both).unwrap_or(u32::MAX)
}
