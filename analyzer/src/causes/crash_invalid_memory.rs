//! The program dies by SIGSEGV or SIGBUS at an address that is not near zero.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::crash::{self, Death};
use super::reasoning::scene::Scene;

const ID: &str = "crash-invalid-memory";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let far = |death: &Death| death.address.is_none_or(|address| address >= crash::FIRST_PAGES);
    crash::claim(scene, ID, &["SIGSEGV", "SIGBUS"], far, 80)?.done()
}
