//! A server may not create its temporary files.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "temp-dir-permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Create], &["EACCES", "EPERM"])
            && (one.in_request() || one.is_temporary())
            && one.is_fresh_name()
    })?;
    Claim::on(scene, ID, suspect).done()
}
