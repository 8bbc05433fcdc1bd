//! The file of trusted certificate authorities does not exist.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "ca-bundle-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Open, Family::Look], &["ENOENT"]) && one.is_ca_bundle() && one.goes_wrong()
    })?;
    Claim::on(scene, ID, suspect).done()
}
