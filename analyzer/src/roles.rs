//! Which trace is the normal one and which the failing one, decided by what they show.
//!
//! The user's choice always wins. Without one, a run is failing by what it shows (see `symptom`);
//! what its name says is only a hint, taken where the traces themselves leave it open, and said so.

mod symptom;

pub use symptom::Symptom;

use crate::model::trace::{EventKind, Micros};
use crate::order::{Change, InList};
use crate::report::RoleFrom;
use crate::source::{Role, Source};
use crate::trace::Run;

/// The role of one source.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// The role.
    pub role: Role,
    /// Who decided it.
    pub from: RoleFrom,
    /// Why, when it was inferred.
    pub reason: Option<String>,
}

/// Gives every source a role: the user's where there is one.
pub fn assign(sources: &[Source], runs: &[Run]) -> Vec<Assigned> {
    let mut roles: Vec<Assigned> = sources
        .iter()
        .map(|source| Assigned {
            role: source.role.unwrap_or(Role::Context),
            from: if source.role.is_some() { RoleFrom::User } else { RoleFrom::Inferred },
            reason: None,
        })
        .in_list();
    for (run, role, reason) in infer(sources, runs) {
        if let Some(assigned) = roles.get_mut(run.source) {
            assigned.role = role;
            assigned.reason = Some(reason);
        }
    }
    roles
}

/// A trace without a role, and what it shows.
struct Candidate<'a> {
    run: &'a Run,
    symptom: Symptom,
    hint: Option<Role>,
}

fn has_calls(run: &Run) -> bool {
    run.trace.events.iter().any(|event| !matches!(event.kind, EventKind::Note(_)))
}

type Inferred<'a> = (&'a Run, Role, String);

fn infer<'a>(sources: &[Source], runs: &'a [Run]) -> Vec<Inferred<'a>> {
    let role_of = |run: &Run| sources.get(run.source).and_then(|source| source.role);
    let chosen = |role: Role| runs.iter().find(|run| role_of(run) == Some(role));
    let mut open: Vec<Candidate<'a>> = runs
        .iter()
        // What strace says of itself (`strace -p 7 2>words`) is no run.
        .filter(|run| role_of(run).is_none() && has_calls(run))
        .map(|run| Candidate {
            run,
            symptom: Symptom::of(run),
            hint: sources.get(run.source).and_then(|source| Role::hinted_by(&source.name)),
        })
        .in_list();
    match (chosen(Role::Normal), chosen(Role::Failing)) {
        (Some(_), Some(_)) => open.iter().map(further).in_list(),
        (Some(normal), None) => complete(&mut open, normal, Role::Failing),
        (None, Some(failing)) => complete(&mut open, failing, Role::Normal),
        (None, None) => pair(open),
    }
}

/// The user named one side: the candidate that fits the other side best takes it.
fn complete<'a>(open: &mut Vec<Candidate<'a>>, other: &Run, role: Role) -> Vec<Inferred<'a>> {
    let fits = |candidate: &Candidate<'_>| match role {
        Role::Failing => (candidate.symptom.weight, likeness(candidate.run, other)),
        _ => (u32::MAX - candidate.symptom.weight, likeness(candidate.run, other)),
    };
    let Some(best) = first_max(open, fits) else { return Vec::new() };
    let best = open.remove(best);
    let (named, shows) = match role {
        Role::Failing => ("normal", &best.symptom.what),
        _ => ("failing", &best.symptom.well),
    };
    let reason = format!("the other trace was named the {named} one; {shows}");
    let mut inferred = vec![(best.run, role, reason)];
    inferred.add_all(open.iter().map(further));
    inferred
}

/// A trace beside the two that are compared.
fn further<'a>(candidate: &Candidate<'a>) -> Inferred<'a> {
    let symptom = &candidate.symptom;
    let shows = if symptom.is_failure() { &symptom.what } else { &symptom.well };
    (candidate.run, Role::Context, format!("a further trace; {shows}"))
}

/// Nobody named a side.
fn pair(mut open: Vec<Candidate<'_>>) -> Vec<Inferred<'_>> {
    if let [only] = open.as_slice() {
        let failing = only.symptom.is_failure();
        let role = if failing { Role::Failing } else { Role::Normal };
        let why = if failing { &only.symptom.what } else { &only.symptom.well };
        return vec![(only.run, role, why.clone())];
    }
    let Some(worst) = first_max(&open, |one| (one.symptom.weight, one.hint == Some(Role::Failing))) else {
        return Vec::new();
    };
    let weight = open.get(worst).map_or(0, |one| one.symptom.weight);
    let runs: Vec<&Run> = open.iter().filter(|one| one.symptom.weight < weight).map(|one| one.run).in_list();
    // Of several that show the same failure, the one that has a normal run like it tells most.
    let like_a_normal =
        |one: &Candidate<'_>| runs.iter().map(|run| likeness(one.run, run)).max().unwrap_or(0);
    let named = |one: &Candidate<'_>, role: Role| u32::from(one.hint == Some(role));
    let failing = first_max(&open, |one| {
        (one.symptom.weight, like_a_normal(one), one.symptom.count, named(one, Role::Failing))
    });
    let Some(failing) = failing else { return Vec::new() };
    let failing = open.remove(failing);
    let best_normal = |one: &Candidate<'_>| {
        let healthy = u32::MAX - one.symptom.weight;
        (healthy, named(one, Role::Normal), likeness(one.run, failing.run))
    };
    let Some(normal) = first_max(&open, best_normal) else { return Vec::new() };
    let normal = open.remove(normal);
    let mut inferred = sides(normal, failing);
    inferred.add_all(open.iter().map(further));
    inferred
}

/// How much longer the slower of two runs must take to be called failing for it, and by how much at least.
const SLOWER: i64 = 3;
const SLOWER_BY: Micros = 500_000;

/// The two sides with their reasons; where both show as much, names and then the order decide.
fn sides<'a>(mut normal: Candidate<'a>, mut failing: Candidate<'a>) -> Vec<Inferred<'a>> {
    let shown = |one: &Candidate<'_>| (one.symptom.weight, one.symptom.count);
    if shown(&normal) != shown(&failing) {
        let good = if normal.symptom.is_failure() { normal.symptom.what } else { normal.symptom.well };
        return vec![(normal.run, Role::Normal, good), (failing.run, Role::Failing, failing.symptom.what)];
    }
    if normal.symptom.longest > failing.symptom.longest {
        std::mem::swap(&mut normal, &mut failing);
    }
    let (short, long) = (normal.symptom.longest, failing.symptom.longest);
    if long >= short.saturating_mul(SLOWER) && long.saturating_sub(short) >= SLOWER_BY {
        let reason = |this: Micros, other: Micros| {
            format!("takes {}, the other {}; neither shows another failure", seconds(this), seconds(other))
        };
        return vec![
            (normal.run, Role::Normal, reason(short, long)),
            (failing.run, Role::Failing, reason(long, short)),
        ];
    }
    let hints = (normal.hint, failing.hint);
    let named = hints.0 != hints.1;
    let swapped = match hints {
        _ if !named => normal.run.source > failing.run.source,
        (Some(Role::Failing), _) | (_, Some(Role::Normal)) => true,
        _ => false,
    };
    if swapped {
        std::mem::swap(&mut normal, &mut failing);
    }
    let both = if failing.symptom.is_failure() {
        format!("both traces show a failure: {}, and so does the other", failing.symptom.what)
    } else {
        "neither trace shows a failure".to_string()
    };
    let why = if named { "the name is the only hint" } else { "the order in which they were given decided" };
    let reason = format!("{both}; {why}");
    vec![(normal.run, Role::Normal, reason.clone()), (failing.run, Role::Failing, reason)]
}

/// A length of time in the unit that people say it in.
fn seconds(micros: Micros) -> String {
    let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
    if whole == 0 { format!("{} ms", rest / 1_000) } else { format!("{whole}.{} s", rest / 100_000) }
}

/// Index of the first candidate with the greatest key.
fn first_max<K: Ord>(open: &[Candidate<'_>], key: impl Fn(&Candidate<'_>) -> K) -> Option<usize> {
    let mut best: Option<(usize, K)> = None;
    for (index, candidate) in open.iter().enumerate() {
        let key = key(candidate);
        if best.as_ref().is_none_or(|(_, known)| key > *known) {
            best = Some((index, key));
        }
    }
    best.map(|(index, _)| index)
}

/// How alike two runs are, 0 to 1000: the share of call names that both have, and of titles of units.
fn likeness(one: &Run, other: &Run) -> u32 {
    let share = |same: usize, all: usize| u32::try_from(same.saturating_mul(500) / all.max(1)).unwrap_or(0);
    let names = one.trace.names.iter().filter(|name| other.trace.names.contains(name)).count();
    let all_names = one.trace.names.len().max(other.trace.names.len());
    let has = |title: &str| other.units.iter().any(|unit| unit.title == title);
    // Of a server with thousands of requests the first ones tell enough.
    let compared = one.units.len().min(50);
    let titles = one.units.iter().take(compared).filter(|unit| has(&unit.title)).count();
    share(names, all_names) + share(titles, compared)
}

#[cfg(test)]
mod tests;
