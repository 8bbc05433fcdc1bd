//! A process waits for the end of a pipe whose write end is still open in another process.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use super::reasoning::words::display_name;
use crate::report::{Confidence, FixKind};
use crate::trace::DescriptorRole;

const ID: &str = "pipe-never-closed";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let holder_name = name_of_holder(reading, &wait);
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, wait.event)
        .title(format!("{program} waits for the end of a pipe that {holder_name} keeps open"))
        .summary(format!("{program} reads from a pipe until its end{waited}. The end comes only when every process has closed the write end, and {holder_name} has inherited it and lives on."));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));
    let waits = waits::of_stuck(reading);
    let holder = holder(reading, &waits, &wait);
    let started = holder
        .as_ref()
        .and_then(|holder| start_of(reading, holder))
        .and_then(|event| claim.cite(run, event, "the process that keeps the pipe open is started"));
    let idle = holder
        .as_ref()
        .and_then(|holder| claim.cite(run, holder.event, "it lives on, with the pipe as its output"));
    claim
        .step("A child is started: it inherits the write end of the pipe", started)
        .step("It lives on: and keeps the pipe open without writing", idle)
        .step("The reader waits: the end of the pipe never comes", stuck)
        .confirm(
            "lsof -p PID | grep pipe",
            "the process that lives on has the same pipe open",
            "nobody else has it open",
        )
        .fix(FixKind::Now, "End the process that keeps the pipe open.", "")
        .fix(
            FixKind::Proper,
            "Give background processes their own output when they are started.",
            "daemon >/dev/null 2>&1 </dev/null &",
        )
        .done()
}

/// A read of a pipe that never ended although another process of the trace lives on.
fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    let read = waits.iter().find(|wait| wait.family == Family::Read && is_pipe(reading, wait))?;
    holder(reading, &waits, read).map(|_| read.clone())
}

/// The wait of another process, started from the reader, that may still have the write end.
fn holder(reading: &Reading<'_>, waits: &[Wait], read: &Wait) -> Option<Wait> {
    waits
        .iter()
        .rfind(|wait| wait.leader != read.leader && descends(reading, wait.leader, read.leader))
        .cloned()
}

fn descends(reading: &Reading<'_>, process: u32, ancestor: u32) -> bool {
    let mut at = process;
    // Parents stand before their children, so this ends.
    while let Some(parent) = reading.process(at).and_then(|process| process.parent) {
        if reading.leader_of(parent) == ancestor {
            return true;
        }
        if parent >= at {
            return false;
        }
        at = parent;
    }
    // A child whose parent has ended may have lost its place in the tree; it is of this trace all the same.
    reading.process(process).is_some_and(|process| process.parent.is_none() && process.pid != 0)
}

fn start_of(reading: &Reading<'_>, wait: &Wait) -> Option<u32> {
    reading
        .calls_before(wait.event)
        .find(|seen| {
            reading.leader(seen.id) == wait.leader
                && seen.family() == Family::Execute
                && seen.returned() == Some(0)
        })
        .map(|seen| seen.id)
}

/// The name of the process that keeps the pipe open.
fn name_of_holder(reading: &Reading<'_>, wait: &Wait) -> String {
    let waits = waits::of_stuck(reading);
    holder(reading, &waits, wait)
        .and_then(|holder| {
            reading.process(holder.leader).map(|process| display_name(&process.program).to_string())
        })
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "another process".into())
}

fn is_pipe(reading: &Reading<'_>, wait: &Wait) -> bool {
    reading.role_of(wait.event) == DescriptorRole::Pipe
        || reading.seen(wait.event).is_some_and(|seen| seen.args.contains("<pipe:["))
}
