//! A write passes the process's file-size limit.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::signals;

const ID: &str = "file-size-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| one.is(&[Family::Write], &["EFBIG"]))?;
    let mut claim = Claim::on(scene, ID, suspect);
    let signal =
        scene.reading(suspect.run).and_then(|reading| signals::next(reading, suspect.event, "SIGXFSZ"));
    claim.cites("signal", suspect.run, signal);
    claim.done()
}
