//! A process waits for the end of a pipe whose write end is still open in another process.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Stuck, Wait};
use super::reasoning::words::display_name;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "pipe-never-closed";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Stuck { claim, run, reading, wait } = waits::claim(scene, ID, pick, Confidence::Likely, 80)?;
    let waits = waits::of_stuck(reading);
    let holder = holder(reading, &waits, &wait);
    let name = holder.as_ref().and_then(|holder| reading.process(holder.leader));
    let mut claim = claim.mark("holder", name.map_or("", |process| display_name(&process.program)));
    claim.cites("started", run, holder.as_ref().and_then(|holder| start_of(reading, holder)));
    claim.cites("idle", run, holder.as_ref().map(|holder| holder.event));
    claim.done()
}

/// A read of a pipe that never ended although another process of the trace lives on.
fn pick(reading: &Reading<'_>) -> Option<Wait> {
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

fn is_pipe(reading: &Reading<'_>, wait: &Wait) -> bool {
    reading.role_of(wait.event) == DescriptorRole::Pipe
        || reading.seen(wait.event).is_some_and(|seen| seen.args.contains("<pipe:["))
}
