//! A program inside a pipeline fails, and the shell reports the status of the last one.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::failure;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::order::Pick;
use crate::report::Confidence;
use crate::trace::{ProcessEnd, ProcessId};

const ID: &str = "exit-status-lost-in-pipeline";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, lost) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, lost(reading)?)))?;
    let cause = scene
        .suspects
        .iter()
        .filter(|one| one.run == run && reading.leader(one.event) == lost.child && one.recovered.is_none())
        .greatest(|one| (one.score, std::cmp::Reverse(one.event)));
    let different = scene.normals.is_empty()
        || cause.is_some_and(|one| {
            one.standing > super::reasoning::suspects::Standing::Unknown || one.normal.is_some() || one.named
        });
    let confidence = if different && lost.said.is_some() { Confidence::Likely } else { Confidence::Possible };
    let confidence = if confidence == Confidence::Likely && !scene.normals.is_empty() {
        Confidence::Proven
    } else {
        confidence
    };
    // What could not even be started has its own reason; the pipeline is only why nobody heard of it.
    let unstarted = cause.is_some_and(|one| one.family == Family::Execute);
    let confidence = if unstarted { Confidence::Possible } else { confidence };
    let mut claim = Claim::new(scene, ID, confidence, 90)
        .mark("program", crash::name_of(reading, lost.child))
        .mark("status", lost.status.to_string());
    if let Some(one) = cause.filter(|_| !unstarted) {
        claim = claim.blames(run, one.event);
    }
    claim.cites("fault", run, cause.map(|one| one.event));
    claim.cites("said", run, lost.said);
    claim.cites("exit", run, reading.exit_event(lost.child));
    if let Some(event) = lost.waited {
        claim.cite_resumed(run, event, "waited");
    }
    claim.cites("end", run, reading.exit_event(lost.parent));
    claim.done()
}

/// A failure that nobody took notice of.
struct Lost {
    child: ProcessId,
    parent: ProcessId,
    status: i32,
    said: Option<EventId>,
    waited: Option<EventId>,
}

fn lost(reading: &Reading<'_>) -> Option<Lost> {
    (0..).zip(&reading.run.processes).find_map(|(child, process)| {
        let ProcessEnd::Exited(status) = process.end else { return None };
        let parent = reading.leader_of(process.parent?);
        let shell_well = matches!(reading.end(parent), ProcessEnd::Exited(0))
            && failure::of_process(reading, parent).is_none();
        if process.thread || status == 0 || !shell_well || !writes_into_pipe(reading, child) {
            return None;
        }
        let said = reading.reports.iter().find(|spoken| spoken.leader == child).map(|spoken| spoken.event)?;
        let pid = i64::from(process.pid);
        let waited = reading
            .of_families(&[Family::WaitChild])
            .filter(|seen| reading.leader(seen.id) == parent)
            .find(|seen| seen.returned() == Some(pid))
            .map(|seen| seen.id);
        Some(Lost { child, parent, status, said: Some(said), waited })
    })
}

/// True if a process put the end of a pipe in the place of its standard output.
fn writes_into_pipe(reading: &Reading<'_>, child: ProcessId) -> bool {
    reading.calls().filter(|seen| reading.leader(seen.id) == child).take(400).any(|seen| {
        if !matches!(seen.name, "dup2" | "dup3") || seen.returned() != Some(1) {
            return false;
        }
        let pipe = |id: u32| {
            reading
                .descriptor(id)
                .is_some_and(|descriptor| descriptor.role == crate::trace::DescriptorRole::Pipe)
        };
        pipe(seen.id) || seen.args.contains("<pipe:[")
    })
}
