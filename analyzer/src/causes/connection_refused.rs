//! A program's connection is refused because nothing listens there.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "connection-refused";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Connect], &["ECONNREFUSED"])
            && (!one.in_request() || one.stores())
            && !one.resolver()
            && !one.optional()
    })?;
    Claim::on(scene, ID, suspect).done()
}
