//! The program blocks in a lock request that another live process never releases.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::{Confidence, FixKind};

const ID: &str = "waits-for-lock-holder";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let target = reading
        .descriptor(wait.event)
        .map(|descriptor| descriptor.target.clone())
        .filter(|target| !target.is_empty())
        .unwrap_or_else(|| "its file".into());
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, wait.event)
        .title(format!("{program} waits for a lock on {target} that another process holds"))
        .summary(format!("{program} asks for the lock and waits for it without a limit{waited}; whoever holds it does not give it back."));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));

    claim
        .step("Another process holds it: the lock on the file", None)
        .step("The program waits: the request blocks until the lock is free", stuck)
        .confirm(
            "lslocks",
            "the process that holds the lock, and this one waiting",
            "no such lock: the holder has ended meanwhile",
        )
        .fix(FixKind::Now, "Let the holder finish, or end it if it hangs itself.", "")
        .fix(
            FixKind::Proper,
            "Ask for the lock with a time limit and report who holds it.",
            "flock -w 30 FILE COMMAND",
        )
        .done()
}

fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| wait.family == Family::Lock)
}
