//! A server cannot bind its port because another process has it.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "port-in-use";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| one.is(&[Family::Bind], &["EADDRINUSE"]) && one.by_address())?;
    Claim::on(scene, ID, suspect).done()
}
