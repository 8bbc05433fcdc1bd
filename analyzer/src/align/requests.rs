//! Which request is compared with which: the failing one with the nearest one that went well.

use crate::align::UnitRef;
use crate::align::facts::Key;
use crate::align::nearest::{Histogram, is_bad, request_shape};
use crate::align::units::Units;
use crate::order::{Change, Pick};
use crate::trace::{Run, RunId, Unit, UnitKind};
use std::cmp::Reverse;

/// How many different requests of one run are compared at most.
const MOST_KINDS: usize = 24;

/// One kind of request, and the first of that kind.
struct Kind {
    at: UnitRef,
    bad: bool,
    /// The result keys of its calls, in order.
    signature: Vec<Key>,
    shape: u64,
    histogram: Histogram,
}

/// Pairs `(normal, failing)` of requests, in the order of the failing ones.
///
/// A request of either run can be the failing one, so that swapping the runs swaps the pairs.
/// One that fails in both runs in the same way is no difference between them.
/// Where no request ends badly, each is compared with its nearest.
/// Within one run, requests that fail are compared with those that do not.
pub fn pairs(units: &mut Units<'_>, normal: RunId, failing: RunId) -> Vec<(UnitRef, UnitRef)> {
    let fails =
        |run: &Run| run.units.iter().any(|unit| unit.kind == UnitKind::Request && is_bad(&unit.ending));
    if normal == failing && !units.runs.get(normal).is_some_and(fails) {
        return Vec::new();
    }
    let ones = kinds(units, normal);
    let of_failing = if normal == failing { None } else { Some(kinds(units, failing)) };
    let others = of_failing.as_ref().unwrap_or(&ones);
    let mut pairs = Vec::new();
    for (one, other) in
        others.iter().filter(|kind| kind.bad).filter_map(|kind| Some((nearest(kind, &ones)?, kind)))
    {
        pairs.push((one.at, other.at));
    }
    if normal != failing {
        for (one, other) in
            ones.iter().filter(|kind| kind.bad).filter_map(|kind| Some((kind, nearest(kind, others)?)))
        {
            pairs.push((one.at, other.at));
        }
        if pairs.is_empty() {
            pairs.add_all(others.iter().filter_map(|other| Some((nearest(other, &ones)?.at, other.at))));
        }
    }
    crate::order::by_key(&mut pairs, |(normal, failing)| (failing.unit, normal.unit));
    pairs.dedup();
    pairs
}

/// The first request of each kind: requests that make the same calls with the same results count once.
fn kinds(units: &mut Units<'_>, run: RunId) -> Vec<Kind> {
    let list: &[Unit] = units.runs.get(run).map_or(&[], |run| &run.units);
    let mut kinds: Vec<Kind> = Vec::new();
    for (unit, it) in list.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Request) {
        if kinds.len() >= MOST_KINDS {
            break;
        }
        let at = UnitRef { run, unit };
        // Most are like another one: their facts are not kept.
        let facts = units.work_out(at);
        let signature: Vec<Key> = facts.iter().map(|fact| fact.result_key).collect();
        let bad = is_bad(&it.ending);
        let known = kinds.iter().any(|kind| kind.bad == bad && kind.signature == signature);
        if !known {
            let histogram = Histogram::of(&facts);
            kinds.push(Kind { at, bad, signature, shape: request_shape(it), histogram });
        }
    }
    kinds
}

/// The request most like `one`: one that went well before one that did not, the same question before another.
/// `None` if there is none, or if the other run has the very same request.
fn nearest<'k>(one: &Kind, others: &'k [Kind]) -> Option<&'k Kind> {
    let elsewhere = |other: &Kind| other.at.run != one.at.run;
    if one.bad && others.iter().any(|other| elsewhere(other) && other.bad && other.signature == one.signature)
    {
        return None;
    }
    others.iter().filter(|other| other.at != one.at && (elsewhere(other) || !other.bad)).greatest(|other| {
        let question = u32::from(one.shape == other.shape) * 100;
        (!other.bad, question + one.histogram.likeness(&other.histogram), Reverse(other.at.unit))
    })
}
