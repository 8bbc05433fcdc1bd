//! A lock file exists, and the program refuses to go on.

use super::Cause;
use super::general::is_lock;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "stale-lock-file";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        // A made-up name that is taken already is tried again with another one; that of a lock is not made up.
        let meant = is_lock(&one.object.name) || !one.is_temporary();
        one.is(&[Family::Create], &["EEXIST"]) && one.failure.is_some() && meant
    })?;
    Claim::on(scene, ID, suspect).done()
}
