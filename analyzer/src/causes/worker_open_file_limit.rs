//! A proxy worker reaches its limit of open files.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::Confidence;

const ID: &str = "worker-open-file-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Accept, Family::Descriptor, Family::Open, Family::Create], &["EMFILE"])
            && one.serves()
    })?;
    let claim = Claim::on(scene, ID, suspect);
    // A server that cannot accept lets its clients wait, whether or not the trace shows what became of them.
    let sure = suspect.confidence().max(Confidence::Likely);
    if suspect.family == Family::Accept { claim.confidence(sure).done() } else { claim.done() }
}
