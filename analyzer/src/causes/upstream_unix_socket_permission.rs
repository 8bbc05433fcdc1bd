//! A proxy may not use the unix socket of its upstream.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "upstream-unix-socket-permission";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Connect], &["EACCES"]) && one.in_request() && one.object.name.starts_with("unix:")
    })?;
    Claim::on(scene, ID, suspect).done()
}
