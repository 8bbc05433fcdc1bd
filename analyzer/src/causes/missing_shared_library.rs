//! The dynamic loader finds a needed library in none of its directories.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure::Failure;
use super::reasoning::families::Family;
use super::reasoning::reading::base_name;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::order::{InList, Pick};
use crate::report::Confidence;

const ID: &str = "missing-shared-library";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene
        .suspects
        .iter()
        .filter(|one| searched(one))
        .greatest(|one| (one.score, std::cmp::Reverse(one.event)))?;
    let name = base_name(&suspect.object.name);
    let places: Vec<&Suspect<'_>> = scene
        .suspects
        .iter()
        .filter(|one| one.run == suspect.run && searched(one) && base_name(&one.object.name) == name)
        .in_list();
    let failed = suspect.failure.as_ref().is_some_and(|shown| shown.failure == Failure::Exit { status: 127 });
    if !failed {
        return None;
    }
    let first = places.iter().least(|one| one.event).copied().unwrap_or(suspect);
    let last = places.iter().greatest(|one| one.event).copied().unwrap_or(suspect);
    let mut claim = Claim::on(scene, ID, first).confidence(Confidence::Proven);
    claim.cite(last.run, last.event, "last");
    claim.done()
}

/// True if the loader looked for a library there.
fn searched(suspect: &Suspect<'_>) -> bool {
    suspect.is(&[Family::Open], &["ENOENT"])
        && suspect.recovered.is_none()
        && base_name(&suspect.object.name).contains(".so")
        && !suspect.object.name.contains("/glibc-hwcaps/")
        && suspect.object.name != "/etc/ld.so.preload"
}
