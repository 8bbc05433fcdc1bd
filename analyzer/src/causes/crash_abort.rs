//! The program ended itself with abort.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::crash;
use super::reasoning::scene::Scene;

const ID: &str = "crash-abort";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    crash::claim(scene, ID, &["SIGABRT"], |death| death.own, 82)?.done()
}
