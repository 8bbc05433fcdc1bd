//! A program may not read its own configuration.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "config-permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Open], &["EACCES"]) && one.is_config() && !one.optional() && one.goes_wrong()
    })?;
    Claim::on(scene, ID, suspect).done()
}
