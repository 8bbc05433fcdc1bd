//! A server may not create its temporary files.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;

const ID: &str = "temp-dir-permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Create], &["EACCES", "EPERM"])
            && (one.in_request() || one.is_temporary())
            && one.is_fresh_name()
            && makes_new(scene, one)
    })?;
    Claim::on(scene, ID, suspect).done()
}

/// True if the file must not be there yet: that is how temporary ones are made, and no logs, journals or data.
fn makes_new(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let seen = scene.reading(one.run).and_then(|reading| reading.seen(one.event));
    seen.is_some_and(|seen| seen.name.starts_with("mkdir") || seen.args.contains("O_EXCL"))
}
