//! The program waits for a child that does not end.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::{Confidence, FixKind};

const ID: &str = "waits-for-child";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Possible, 30)
        .blames(run, wait.event)
        .title(format!("{program} waits for a child that does not end"))
        .summary(format!(
            "{program} waits for its child{waited}, and the child is stuck itself: its reason is the reason."
        ));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));
    let waits = waits::of_stuck(reading);
    let child = waits
        .iter()
        .rev()
        .find(|one| one.leader != wait.leader)
        .and_then(|one| claim.cite(run, one.event, "what the child waits in"));
    claim
        .step("The child is stuck: in a call that does not return", child)
        .step("The parent waits: wait returns only when the child ends", stuck)
        .confirm(
            "ps -ef --forest",
            "the child still runs",
            "the child has ended: then the parent did not wait for this one",
        )
        .fix(FixKind::Now, "Look at the child; end it if it hangs.", "")
        .fix(FixKind::Proper, "Mend what the child waits for, or give it a time limit.", "timeout 60 COMMAND")
        .done()
}

fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    let parent = waits.iter().find(|wait| wait.family == Family::WaitChild)?;
    waits.iter().any(|wait| wait.leader != parent.leader).then(|| parent.clone())
}
