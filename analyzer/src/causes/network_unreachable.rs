//! The host has no route for the address.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "network-unreachable";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene
        .suspect(&|one| one.is(&[Family::Connect, Family::Send], &["ENETUNREACH"]) && !one.optional())?;
    Claim::on(scene, ID, suspect).done()
}
