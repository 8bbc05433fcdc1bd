//! The shell finds no program of that name in any directory of PATH.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::failure::Failure;
use super::reasoning::families::Family;
use super::reasoning::reading::{base_name, directory};
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::report::{Confidence, FixKind};
use std::collections::BTreeSet;

const ID: &str = "command-not-found";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "No program named {name} is in PATH",
    summary: "The shell looks for {name} in the directories of PATH and finds it in none; a shell then ends with status 127.",
    steps: &[
        ("The program is missing: {name} is not installed, or PATH lacks its directory", Rests::Nothing),
        ("The search fails: ENOENT in one directory after the other", Rests::Fault),
        ("The shell reports it: command not found", Rests::Report),
        ("The command does not run: {end}", Rests::Failure),
    ],
    confirm: &[
        ("command -v {name}", "nothing", "a path: then the program was started with another PATH"),
        ("echo \"$PATH\"", "the directory of {name} is not in it", "it is in it"),
    ],
    fix: &[
        (FixKind::Now, "Install {name}, or call it by its full path.", ""),
        (FixKind::Proper, "Set PATH where the job is started: cron and services have a short one.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| searched(one) && places(scene, one) >= 2)?;
    let last = scene
        .suspects
        .iter()
        .filter(|one| {
            one.run == suspect.run
                && searched(one)
                && base_name(&one.object.name) == base_name(&suspect.object.name)
        })
        .max_by_key(|one| one.event)?;
    let mut claim = Claim::about(scene, ID, suspect, &WORDS).score(75).confidence(Confidence::Proven);
    claim.cite(last.run, last.event, "the last directory that is searched");
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
    let all: BTreeSet<&str> = scene
        .suspects
        .iter()
        .filter(|one| one.run == suspect.run && searched(one) && base_name(&one.object.name) == name)
        .map(|one| directory(&one.object.name))
        .collect();
    all.len()
}
