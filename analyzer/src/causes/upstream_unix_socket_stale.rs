//! A proxy connects to a unix socket file on which nobody listens any more.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "upstream-unix-socket-stale";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Connect], &["ECONNREFUSED"])
            && one.in_request()
            && one.object.name.starts_with("unix:")
    })?;
    Claim::on(scene, ID, suspect).done()
}
