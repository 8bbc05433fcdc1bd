//! A proxy's connection to its upstream is refused because nothing listens there.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "upstream-connection-refused";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Connect], &["ECONNREFUSED"])
            && one.in_request()
            && !one.stores()
            && one.by_address()
            && !one.resolver()
    })?;
    Claim::on(scene, ID, suspect).done()
}
