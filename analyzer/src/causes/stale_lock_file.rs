//! A lock file exists, and the program refuses to go on.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "stale-lock-file";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Create], &["EEXIST"]) && one.failure.is_some() && !one.is_temporary()
    })?;
    Claim::on(scene, ID, suspect).done()
}
