//! An established connection is reset by the peer.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "connection-reset";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Receive, Family::Read], &["ECONNRESET"]) && one.to_peer() && !one.in_request()
    })?;
    Claim::on(scene, ID, suspect).done()
}
