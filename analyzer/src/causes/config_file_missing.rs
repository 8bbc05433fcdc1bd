//! The program's configuration is not where it searches.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::workplace::is_unknown;
use crate::report::Confidence;

const ID: &str = "config-file-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Open, Family::Look], &["ENOENT"])
            && one.is_config()
            && !one.optional()
            && one.matters()
    })?;
    let mut claim = Claim::on(scene, ID, suspect);
    if is_unknown(scene, suspect) {
        claim = claim.confidence(suspect.confidence().min(Confidence::Likely));
    }
    claim.done()
}
