//! A script or program exists, but the interpreter it names does not.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "missing-interpreter";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (suspect, there) = scene.suspects.iter().find_map(|one| {
        let fits = one.is(&[Family::Execute], &["ENOENT"]) && one.recovered.is_none();
        let there = if fits { exists(scene, one) } else { None };
        Some((one, there?))
    })?;
    let mut claim = Claim::on(scene, ID, suspect);
    claim.cite(there.0, there.1, "exists");
    claim
        .confidence(if there.0 == suspect.run && suspect.failure.is_some() {
            Confidence::Proven
        } else {
            Confidence::Likely
        })
        .score(80)
        .not("script", there.0, Some(there.1))
        .done()
}

/// Where the run, or else the normal one, shows that the file itself exists.
fn exists(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<(usize, EventId)> {
    let path = &suspect.object.name;
    let quoted = format!("\"{path}\"");
    let reading = scene.reading(suspect.run)?;
    let near = reading.calls().find(|seen| {
        seen.id.abs_diff(suspect.event) < 4000
            && matches!(seen.family(), Family::Look | Family::Open)
            && seen.args.contains(&quoted)
            && seen.returned().is_some()
    });
    near.map(|seen| (suspect.run, seen.id))
}
