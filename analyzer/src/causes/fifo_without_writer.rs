//! Opening a FIFO for reading blocks because no process opens it for writing.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Stuck, Wait};
use crate::report::Confidence;

const ID: &str = "fifo-without-writer";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Stuck { claim, reading, wait, .. } = waits::claim(scene, ID, pick, Confidence::Likely, 80)?;
    let path = reading.seen(wait.event).map(|seen| seen.path(reading.run));
    claim.mark("path", path.unwrap_or_default()).done()
}

fn pick(reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| {
        // An ordinary file opens at once; an open that waits is one of a FIFO (or of a dead network mount).
        matches!(wait.family, Family::Open | Family::Create)
            && reading
                .seen(wait.event)
                .is_some_and(|seen| seen.args.contains("O_RDONLY") && !seen.args.contains("O_NONBLOCK"))
    })
}
