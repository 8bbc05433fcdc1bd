//! From two units to rows: what they have in common, what belongs together in the gaps, what stands alone.

use crate::align::class::Class;
use crate::align::compare::{Seen, compare};
use crate::align::facts::{Fact, Key};
use crate::align::matching::{Budget, Pairs, common};
use crate::align::units::Repertoire;
use crate::align::{Row, RowKind, gaps};
use crate::order::{Change, Flat, InList};
use crate::report::DivergenceKind;
use crate::trace::Run;

/// One side of an alignment.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// The run.
    pub run: &'a Run,
    /// The facts of the unit's events, in order.
    pub facts: &'a [Fact],
    /// What this side does anywhere.
    pub repertoire: &'a Repertoire,
}

/// The rows of two units, and why a cheaper method was used if one was.
///
/// Every event stands in exactly one row, and on each side the rows are in the unit's order.
/// Swapping the sides gives the same rows, mirrored.
pub fn rows(normal: Lane<'_>, failing: Lane<'_>) -> (Vec<Row>, Option<String>) {
    let mut budget = Budget::new(Budget::GENEROUS);
    // Where several answers are equally good, which one is found depends on the order of the two lists.
    // Putting them into an order of their own keeps the answer the same when the sides are swapped.
    let (normal_keys, failing_keys) =
        (keys(normal.facts, |fact| fact.result_key), keys(failing.facts, |fact| fact.result_key));
    let swapped = (failing_keys.len(), &failing_keys) < (normal_keys.len(), &normal_keys);
    let mut pairs = if swapped {
        let pairs = paired(failing.facts, normal.facts, &mut budget);
        pairs.into_iter().map(|(failing, normal)| (normal, failing)).in_list()
    } else {
        paired(normal.facts, failing.facts, &mut budget)
    };
    pull_forward(&mut pairs, normal.facts, failing.facts);
    pairs.keep_if(|(i, j)| {
        let facts = normal.facts.get(*i as usize).zip(failing.facts.get(*j as usize));
        facts.is_none_or(|(one, other)| !only_moved(one, normal.repertoire, other, failing.repertoire))
    });
    let fallback = budget.ran_short().then(|| {
        "the two traces are too different for an exact comparison of every call; some calls that belong together may stand apart".to_string()
    });
    (laid_out(&pairs, normal, failing), fallback)
}

/// Calls in a row with the same results that make a stretch a landmark in long traces.
const LANDMARK: usize = 8;

/// Which events belong together.
///
/// What both begin with in the same way is paired first. If the rest is short, the best pairs of all are taken.
/// Otherwise long stretches with the same results are landmarks, and the best pairs are taken between them.
fn paired(one: &[Fact], other: &[Fact], budget: &mut Budget) -> Pairs {
    let start = one.iter().zip(other).take_while(|(one, other)| one.result_key == other.result_key).count();
    let mut pairs: Pairs = (0..).zip(0..).take(start).collect();
    let (one, other) = (one.get(start..).unwrap_or(&[]), other.get(start..).unwrap_or(&[]));
    let landmarks =
        if gaps::fits(one.len(), other.len()) { Pairs::new() } else { landmarks(one, other, budget) };
    for_gaps(&landmarks, one.len(), other.len(), |(i0, i1), (j0, j1)| {
        let (one, other) = (one.get(i0..i1).unwrap_or(&[]), other.get(j0..j1).unwrap_or(&[]));
        let found = if gaps::fits(one.len(), other.len()) {
            gaps::pairs(one, other, budget)
        } else {
            budget.note_shortage();
            common(&keys(one, |fact| fact.key), &keys(other, |fact| fact.key), budget)
        };
        extend(&mut pairs, found, start + i0, start + j0);
    });
    extend(&mut pairs, landmarks, start, start);
    crate::order::by_key(&mut pairs, |pair| *pair);
    pairs
}

fn keys(facts: &[Fact], key: fn(&Fact) -> Key) -> Vec<Key> {
    facts.iter().map(key).collect()
}

/// What two lists have in common, results and all, in long stretches.
fn landmarks(one: &[Fact], other: &[Fact], budget: &mut Budget) -> Pairs {
    let same = common(&keys(one, |fact| fact.result_key), &keys(other, |fact| fact.result_key), budget);
    same.chunk_by(|(i, j), (next_i, next_j)| next_i - i == 1 && next_j - j == 1)
        .filter(|stretch| stretch.len() >= LANDMARK)
        .flatten()
        .copied()
        .in_list()
}

fn extend(pairs: &mut Pairs, more: impl IntoIterator<Item = (u32, u32)>, i0: usize, j0: usize) {
    let moved = |index: u32, by: usize| index.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
    pairs.add_all(more.into_iter().map(|(i, j)| (moved(i, i0), moved(j, j0))));
}

/// Calls `act` with the range of each gap between pairs, on both sides.
fn for_gaps(
    pairs: &[(u32, u32)],
    one: usize,
    other: usize,
    mut act: impl FnMut((usize, usize), (usize, usize)),
) {
    let (mut i, mut j) = (0, 0);
    for (at, other_at) in pairs {
        act((i, *at as usize), (j, *other_at as usize));
        (i, j) = (*at as usize + 1, *other_at as usize + 1);
    }
    act((i, one), (j, other));
}

/// Where one side gives a call's good result up and both then have the same bad one, the first place where the
/// results differ is the earlier one: `read = data, read = 0` against `read = 0` differs at the first read.
fn pull_forward(pairs: &mut Pairs, normal: &[Fact], failing: &[Fact]) {
    for at in 0..pairs.len() {
        let Some(&(i, j)) = pairs.get(at) else { continue };
        let before = at.checked_sub(1).and_then(|before| pairs.get(before)).copied();
        let (from_i, from_j) = before.map_or((0, 0), |(i, j)| (i as usize + 1, j as usize + 1));
        let earlier = |facts: &[Fact], from: usize, to: u32| {
            let here = *facts.get(to as usize)?;
            if !ends_something(&here) {
                return None;
            }
            let gap = facts.get(from..to as usize)?;
            let place = gap.iter().position(|fact| fact.key == here.key && !ends_something(fact))?;
            u32::try_from(from + place).ok()
        };
        // Only where one side alone has something in the gap: otherwise the gap's own pairs have decided.
        let moved = match (from_i == i as usize, from_j == j as usize) {
            (false, true) => earlier(normal, from_i, i).map(|i| (i, j)),
            (true, false) => earlier(failing, from_j, j).map(|j| (i, j)),
            _ => None,
        };
        if let (Some(moved), Some(pair)) = (moved, pairs.get_mut(at)) {
            *pair = moved;
        }
    }
}

/// End of file on a connection, or an errno: after it the caller goes another way.
fn ends_something(fact: &Fact) -> bool {
    match fact.class {
        Class::EndOfFile => !crate::align::compare::is_file(fact.role),
        Class::Failed(_) | Class::ErrorEvent | Class::NameError(_) => true,
        _ => false,
    }
}

fn laid_out(pairs: &[(u32, u32)], normal: Lane<'_>, failing: Lane<'_>) -> Vec<Row> {
    let nothing = Repertoire::default();
    let mut rows = Vec::with_capacity(normal.facts.len().max(failing.facts.len()));
    let (mut i, mut j) = (0, 0);
    let ends = [(length(normal.facts), length(failing.facts))];
    for (at, other_at) in pairs.iter().with(&ends) {
        let (at, other_at) = (*at as usize, *other_at as usize);
        let (ones, others) =
            (normal.facts.get(i..at).unwrap_or(&[]), failing.facts.get(j..other_at).unwrap_or(&[]));
        // Where one side stops here, what the other still does is not just another round of something.
        let last = at == normal.facts.len();
        let elsewhere = if last && stops(others) { &nothing } else { failing.repertoire };
        for fact in ones {
            let divergence = lonely(fact, elsewhere, DivergenceKind::OnlyNormal);
            rows.push(Row { kind: RowKind::OnlyNormal, normal: Some(fact.event), failing: None, divergence });
        }
        let elsewhere = if last && stops(ones) { &nothing } else { normal.repertoire };
        for fact in others {
            let divergence = lonely(fact, elsewhere, DivergenceKind::OnlyFailing);
            rows.push(Row {
                kind: RowKind::OnlyFailing,
                normal: None,
                failing: Some(fact.event),
                divergence,
            });
        }
        (i, j) = (at + 1, other_at + 1);
        if let (Some(one), Some(other)) = (normal.facts.get(at), failing.facts.get(other_at)) {
            let (kind, divergence) =
                compare(Seen { run: normal.run, fact: one }, Seen { run: failing.run, fact: other });
            rows.push(Row { kind, normal: Some(one.event), failing: Some(other.event), divergence });
        }
    }
    rows
}

/// True if two calls on different things are no change of target: one side does elsewhere what the other does here.
fn only_moved(one: &Fact, ones: &Repertoire, other: &Fact, others: &Repertoire) -> bool {
    one.key != other.key && (others.contains(&one.key) || ones.contains(&other.key))
}

fn length(facts: &[Fact]) -> u32 {
    u32::try_from(facts.len()).unwrap_or(u32::MAX)
}

/// True if these last events of a unit are nothing but its being killed or its hanging.
fn stops(rest: &[Fact]) -> bool {
    rest.last().is_some_and(|fact| matches!(fact.class, Class::Killed(_) | Class::Pending))
        && rest.iter().all(|fact| {
            matches!(fact.class, Class::Killed(_) | Class::Pending) || fact.nature.is_background()
        })
}

/// What it means that only one side does this: nothing, where the other side does the same at another place
/// (another round of a loop, another order), or where it is no part of the work.
fn lonely(fact: &Fact, elsewhere: &Repertoire, kind: DivergenceKind) -> Option<DivergenceKind> {
    if elsewhere.contains(&fact.result_key) {
        return None;
    }
    match fact.class {
        Class::Killed(_) | Class::Pending => return Some(DivergenceKind::Ends),
        Class::Again => return None,
        // One more round of waiting for what the other side got as well.
        Class::TimedOut if elsewhere.contains(&fact.key) => return None,
        class if class.is_bad() => return Some(kind),
        _ => {}
    }
    (!fact.nature.is_background()).then_some(kind)
}
