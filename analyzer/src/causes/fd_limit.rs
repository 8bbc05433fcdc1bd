//! The process reaches its limit of open descriptors.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use super::worker_open_file_limit::proxies;
use crate::model::trace::EventId;

const ID: &str = "fd-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        let families = [
            Family::Accept,
            Family::Descriptor,
            Family::Open,
            Family::Create,
            Family::Other,
            Family::Receive,
        ];
        one.is(&families, &["EMFILE"]) && !(one.serves() && proxies(scene, one))
    })?;
    let mut claim = Claim::on(scene, ID, suspect);
    claim.cites("last", suspect.run, highest(scene, suspect));
    claim.done()
}

/// The last call before the suspect that opened a descriptor.
fn highest(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<EventId> {
    let reading = scene.reading(suspect.run)?;
    let leader = reading.leader(suspect.event);
    reading
        .calls_before(suspect.event)
        .filter(|seen| reading.leader(seen.id) == leader)
        .take(200)
        .find(|seen| {
            matches!(seen.family(), Family::Accept | Family::Descriptor | Family::Open | Family::Create)
                && seen.returned().is_some_and(|number| number > 2)
        })
        .map(|seen| seen.id)
}
