//! No local port is left for a connection to one destination.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;

const ID: &str = "ephemeral-ports-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Connect], &["EADDRNOTAVAIL"]) && one.by_address() && !bound(scene, one)
    })?;
    Claim::on(scene, ID, suspect).done()
}

/// True if the program chose the local address itself.
fn bound(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    scene.reading(suspect.run).is_some_and(|reading| {
        reading.descriptor(suspect.event).is_some_and(|descriptor| {
            descriptor.events.iter().any(|event| reading.seen(*event).is_some_and(|seen| seen.name == "bind"))
        })
    })
}
