//! The program dies by SIGSEGV at an address near zero.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::crash::{self, Death};
use super::reasoning::scene::Scene;

const ID: &str = "crash-null-pointer";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let near = |death: &Death| death.address.is_some_and(|address| address < crash::FIRST_PAGES);
    crash::claim(scene, ID, &["SIGSEGV"], near, 85)?.done()
}
