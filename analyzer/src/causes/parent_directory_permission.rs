//! A directory above the file may not be searched.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::directory;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;

const ID: &str = "parent-directory-permission";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let asked = scene
        .suspects
        .iter()
        .filter(|one| one.is(&[Family::Look, Family::Enter], &["EACCES"]) && one.goes_wrong());
    let mut best = None;
    for ask in asked {
        // The access that failed in the same directory, if there was one, is what the work needed.
        let opened = scene.suspects.iter().find(|one| needs(one, ask));
        best = Some(opened.unwrap_or(ask));
        if opened.is_some() {
            break;
        }
    }
    let suspect = best?;
    let ask = scene
        .suspects
        .iter()
        .find(|one| one.is(&[Family::Look], &["EACCES"]) && one.goes_wrong() && one.run == suspect.run)?;
    let sure = suspect.confidence().max(ask.confidence());
    let mut claim = Claim::on(scene, ID, suspect).score(ask.score.max(suspect.score) + 5).confidence(sure);
    claim.cite(ask.run, ask.event, "asked");
    claim.done()
}

/// True if `one` is the open that a process tried where `ask` shows that the path is closed.
fn needs(one: &Suspect<'_>, ask: &Suspect<'_>) -> bool {
    one.run == ask.run
        && one.is(&[Family::Open, Family::Create, Family::Execute], &["EACCES"])
        && directory(&one.object.name) == directory(&ask.object.name)
}
