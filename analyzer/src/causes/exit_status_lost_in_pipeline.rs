//! A program inside a pipeline fails, and the shell reports the status of the last one.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};
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
        .max_by_key(|one| (one.score, std::cmp::Reverse(one.event)));
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
    let program = reading
        .process(lost.child)
        .map(|process| super::reasoning::words::display_name(&process.program))
        .filter(|name| !name.is_empty())
        .unwrap_or("a program");
    let mut claim = Claim::new(scene, ID, confidence, 90)
        .title(format!("{program} failed inside a pipeline, and its exit status was lost"))
        .summary(format!("{program} writes into a pipe and ends with status {}; the shell takes the status of the last program of the pipeline, which is 0, so the job looks successful with incomplete output.", lost.status));
    let fault = cause.and_then(|one| claim.cite(run, one.event, "what failed inside the pipeline"));
    if let Some(one) = cause {
        claim = claim.blames(run, one.event);
    }
    let said = lost.said.and_then(|event| claim.cite(run, event, "it reports the failure"));
    let exit = reading
        .exit_event(lost.child)
        .and_then(|event| claim.cite(run, event, &format!("it ends with status {}", lost.status)));
    let waited = lost
        .waited
        .and_then(|event| claim.cite_resumed(run, event, "the shell is told, and does not use it"));
    let end = reading
        .exit_event(lost.parent)
        .and_then(|event| claim.cite(run, event, "and the job itself ends with 0"));
    claim
        .step("A program fails: it is not the last one of its pipeline", fault.or(exit))
        .step("It says so: on standard error and by its status", said.or(exit))
        .step("The shell drops it: only the last status of a pipeline counts", waited)
        .step("The job looks well: it ends with 0 and incomplete output", end)
        .confirm("echo \"${PIPESTATUS[@]}\"", "a status that is not 0 before the last one", "only zeros")
        .fix(FixKind::Now, "Repeat the job after mending what failed; its output is incomplete.", "")
        .fix(FixKind::Proper, "Let the shell take the first failure of a pipeline.", "set -o pipefail")
        .applies_when("a shell without pipefail")
        .done()
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
            .calls()
            .filter(|seen| {
                reading.leader(seen.id) == parent
                    && seen.family() == super::reasoning::families::Family::WaitChild
            })
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
