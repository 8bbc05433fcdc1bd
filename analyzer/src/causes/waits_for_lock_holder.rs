//! The program blocks in a lock request that another live process never releases.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Stuck, Wait};
use crate::report::Confidence;

const ID: &str = "waits-for-lock-holder";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Stuck { claim, reading, wait, .. } = waits::claim(scene, ID, pick, Confidence::Likely, 80)?;
    let target = reading.descriptor(wait.event).map(|descriptor| descriptor.target.clone());
    claim.mark("target", target.unwrap_or_default()).done()
}

fn pick(reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| wait.family == Family::Lock)
}
