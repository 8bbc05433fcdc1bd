//! The program waits for a child that does not end.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Stuck, Wait};
use crate::report::Confidence;

const ID: &str = "waits-for-child";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Stuck { mut claim, run, reading, wait } = waits::claim(scene, ID, pick, Confidence::Possible, 30)?;
    let waits = waits::of_stuck(reading);
    let child = waits.iter().rev().find(|one| one.leader != wait.leader);
    claim.cites("child", run, child.map(|one| one.event));
    // Of a child that sleeps nothing else could be said.
    let sleeps = child.is_some_and(|one| one.family == Family::Sleep)
        && waits::stood_still(reading).is_some_and(|(_, time)| time >= 1_000_000);
    let claim = if sleeps { claim.confidence(Confidence::Likely) } else { claim };
    claim.done()
}

fn pick(reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    let parent = waits.iter().find(|wait| wait.family == Family::WaitChild)?;
    waits.iter().any(|wait| wait.leader != parent.leader).then(|| parent.clone())
}
