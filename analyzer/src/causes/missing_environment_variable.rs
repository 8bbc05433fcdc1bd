//! An environment variable that selects behaviour is not set, and every call succeeds.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::families::Family;
use super::reasoning::harmless;
use super::reasoning::reading::{Reading, Seen, base_name, between};
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Standing;
use crate::model::trace::EventId;
use crate::order::InList;
use crate::report::Confidence;
use crate::report::DivergenceKind;

const ID: &str = "missing-environment-variable";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, here) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, start(reading)?)))?;
    let (normal_run, usual) = scene.working().find_map(|(normal_run, normal)| {
        let usual = start(normal)?;
        (usual.program == here.program).then_some((normal_run, usual))
    })?;
    if here.variables >= usual.variables {
        return None;
    }
    let shown = failure::of_process(reading, reading.leader(here.event))?;
    // A failing call that decides explains the failure better than a difference of the environment.
    let explained = scene.suspects.iter().any(|one| {
        one.run == run
            && one.standing == Standing::Decisive
            && one.recovered.is_none()
            && one.family != Family::Look
            && !one.optional()
    });
    let named = missing_names(scene, (run, &here), (normal_run, &usual));
    let other_path = other_path(scene, run);
    let said = only_message(scene, (run, &here), (normal_run, &usual));
    if (explained && said.is_none()) || (named.is_empty() && other_path.is_none() && said.is_none()) {
        return None;
    }
    let confidence = if named.is_empty() { Confidence::Likely } else { Confidence::Proven };
    let mut claim = Claim::new(scene, ID, confidence, 70)
        .blames(run, here.event)
        .mark("names", named.join(", "))
        .mark("program", here.program)
        .mark("count", here.variables.to_string())
        .mark("usual", usual.variables.to_string());
    claim.cite(run, here.event, "start");
    claim.cite(normal_run, usual.event, "normal");
    // A message is all that follows where no other file is taken.
    claim.cites("report", run, said);
    claim.cites("other", run, other_path.filter(|_| said.is_none()));
    claim.ends(run, Some(&shown));
    claim.done()
}

/// How a program was started.
#[derive(Debug)]
struct Start {
    event: EventId,
    program: String,
    variables: u32,
}

/// The first program of a run that was started in the trace, with the number of its environment variables.
fn start(reading: &Reading<'_>) -> Option<Start> {
    let seen = reading
        .calls()
        .take(50)
        .find(|seen| seen.family() == Family::Execute && seen.returned() == Some(0))?;
    let counted = between(seen.args, "/* ", " var").and_then(|count| count.parse().ok());
    let listed = || seen.arguments(reading.run).value(2).items().len();
    let variables = counted.or_else(|| u32::try_from(listed()).ok()).filter(|count| *count > 0)?;
    Some(Start { event: seen.id, program: base_name(&seen.path(reading.run)).to_string(), variables })
}

/// The variables that only the normal run has, where the trace lists them (`-v`).
fn missing_names(scene: &Scene<'_>, here: (usize, &Start), usual: (usize, &Start)) -> Vec<String> {
    let names = |(run, start): (usize, &Start)| -> Vec<String> {
        let Some(reading) = scene.reading(run) else { return Vec::new() };
        let Some(seen) = reading.seen(start.event) else { return Vec::new() };
        let arguments = seen.arguments(reading.run);
        arguments
            .value(2)
            .items()
            .iter()
            .filter_map(|item| item.value.quoted())
            .filter_map(|quoted| quoted.text().split_once('=').map(|(name, _)| name.to_string()))
            .in_list()
    };
    let known = names(here);
    names(usual).into_iter().filter(|name| !known.is_empty() && !known.contains(name)).in_list()
}

/// The message with which the failing run leaves the way of the normal one, where both are started with the same words
/// and make the same calls with the same outcomes until then: nothing but the environment differs.
fn only_message(scene: &Scene<'_>, here: (usize, &Start), usual: (usize, &Start)) -> Option<EventId> {
    let (reading, normal) = (scene.reading(here.0)?, scene.reading(usual.0)?);
    let words = |reading: &Reading<'_>, start: &Start| {
        let seen = reading.seen(start.event)?;
        Some(seen.args.rsplit_once("], ")?.0.to_string())
    };
    if words(reading, here.1)? != words(normal, usual.1)? {
        return None;
    }
    let leader = reading.leader(here.1.event);
    let spoken = reading.reports.iter().find(|spoken| {
        spoken.leader == leader && !normal.reports.iter().any(|other| other.text == spoken.text)
    })?;
    let same = |seen: &Seen<'_>, kind: DivergenceKind| {
        let path = seen.path(reading.run);
        let optional = !path.is_empty() && harmless::optional(&path);
        let acts = seen.family().by_path() && !path.is_empty();
        let talks = matches!(
            seen.family(),
            Family::Connect
                | Family::Send
                | Family::Receive
                | Family::Read
                | Family::Fork
                | Family::WaitChild
        );
        match kind {
            DivergenceKind::Timing => true,
            DivergenceKind::Outcome | DivergenceKind::Target | DivergenceKind::Data => optional,
            _ => optional || !(acts || talks),
        }
    };
    let mut known = false;
    for alignment in scene.alignments(here.0) {
        let beside = alignment.normal.run == usual.0;
        let at = alignment.rows.iter().position(|row| row.failing == Some(spoken.event)).filter(|_| beside);
        let Some(rows) = at.and_then(|at| alignment.rows.get(..at)) else { continue };
        known = rows.iter().all(|row| {
            match (row.failing.and_then(|event| reading.seen(event)), row.divergence) {
                (Some(seen), Some(kind)) => same(&seen, kind),
                _ => true,
            }
        });
    }
    known.then_some(spoken.event)
}

/// The first place where the failing run takes another file, without an error.
fn other_path(scene: &Scene<'_>, run: usize) -> Option<EventId> {
    let reading = scene.reading(run)?;
    scene.alignments(run).find_map(|alignment| {
        let rows = [alignment.decisive, alignment.first];
        rows.into_iter().flatten().find_map(|index| {
            let row = alignment.rows.get(index)?;
            let event = row.failing?;
            let kind = row.divergence?;
            let seen = reading.seen(event)?;
            let takes = matches!(kind, DivergenceKind::Target | DivergenceKind::OnlyFailing)
                && matches!(seen.family(), Family::Open | Family::Look);
            takes.then_some(event)
        })
    })
}
