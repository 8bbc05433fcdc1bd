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
    let asked = Some(there.1).filter(|event| *event != suspect.event);
    claim.cites("exists", there.0, asked);
    claim
        .confidence(if asked.is_some() && suspect.failure.is_some() {
            Confidence::Proven
        } else {
            Confidence::Likely
        })
        .score(80)
        .not("script", there.0, asked)
        .done()
}

/// Where the run shows that the file itself exists.
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
    // strace asks for the file itself before it starts it, and writes no trace where there is none.
    let alone = || reading.calls().all(|seen| seen.id == suspect.event).then_some(suspect.event);
    near.map(|seen| seen.id).or_else(alone).map(|event| (suspect.run, event))
}
