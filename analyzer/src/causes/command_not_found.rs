//! The shell finds no program of that name in any directory of PATH.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure::Failure;
use super::reasoning::families::Family;
use super::reasoning::reading::{base_name, directory};
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::order::{Pick, Texts};
use crate::report::Confidence;

const ID: &str = "command-not-found";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| searched(one) && places(scene, one) >= 2)?;
    let last = scene
        .suspects
        .iter()
        .filter(|one| {
            one.run == suspect.run
                && searched(one)
                && base_name(&one.object.name) == base_name(&suspect.object.name)
        })
        .greatest(|one| one.event)?;
    let mut claim = Claim::on(scene, ID, suspect).score(75).confidence(Confidence::Proven);
    claim.cite(last.run, last.event, "last");
    claim.done()
}

/// True if a program was looked for there, in vain, and the process ended with 127.
fn searched(suspect: &Suspect<'_>) -> bool {
    let asked = suspect.is(&[Family::Look, Family::Execute], &["ENOENT"]) && suspect.recovered.is_none();
    let ended = suspect.failure.as_ref().is_some_and(|shown| shown.failure == Failure::Exit { status: 127 });
    asked
        && ended
        && is_program_directory(directory(&suspect.object.name))
        && !base_name(&suspect.object.name).contains(".so")
}

fn is_program_directory(directory: &str) -> bool {
    matches!(base_name(directory), "bin" | "sbin" | "games")
}

/// In how many directories the same name was looked for.
fn places(scene: &Scene<'_>, suspect: &Suspect<'_>) -> usize {
    let name = base_name(&suspect.object.name);
    let all: Texts<()> = scene
        .suspects
        .iter()
        .filter(|one| one.run == suspect.run && searched(one) && base_name(&one.object.name) == name)
        .map(|one| directory(&one.object.name))
        .collect();
    all.len()
}
