//! No host answers for the upstream's address.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "upstream-no-route";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Connect, Family::Send, Family::Receive], &["EHOSTUNREACH"]) && one.in_request()
    })?;
    Claim::on(scene, ID, suspect).done()
}
