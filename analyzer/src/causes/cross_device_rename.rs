//! A rename between two file systems fails.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "cross-device-rename";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| one.is(&[Family::Rename], &["EXDEV"]))?;
    Claim::on(scene, ID, suspect).done()
}
