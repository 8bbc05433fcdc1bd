//! A file or directory access is refused by its rights.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        // Asking about a path needs no right on the object itself: that is the cause of the directories above it.
        // What may not be executed has a cause of its own.
        let families = [Family::Open, Family::Create, Family::Enter, Family::Rename, Family::Change];
        one.is(&families, &["EACCES"]) && !one.optional() && one.goes_wrong()
    })?;
    Claim::on(scene, ID, suspect).done()
}
