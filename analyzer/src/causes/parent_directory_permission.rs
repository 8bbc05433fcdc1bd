//! A directory above the file may not be searched.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::reading::directory;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::report::FixKind;

const ID: &str = "parent-directory-permission";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "A directory above {path} may not be entered by {program}",
    summary: "Even asking about {path} fails with EACCES. That needs no right on the file itself, only search permission (x) on every directory above it: one of them excludes the process, and {end}.",
    steps: &[
        ("A directory is closed: its mode lacks x for the process's user", Rests::Nothing),
        ("The access fails: EACCES although the file may be readable", Rests::Fault),
        ("The program reports it: permission denied", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "namei -l {path}",
        "a directory without x for the user of the process",
        "x everywhere: look at access lists, SELinux or AppArmor",
    )],
    fix: &[
        (FixKind::Now, "Give search permission on the directory that lacks it.", "chmod o+x DIRECTORY"),
        (
            FixKind::Proper,
            "Keep served or shared files out of home directories, under a path that all its users may enter.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let asked = scene.suspects.iter().filter(|one| one.is(&[Family::Look, Family::Enter], &["EACCES"]));
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
    let ask =
        scene.suspects.iter().find(|one| one.is(&[Family::Look], &["EACCES"]) && one.run == suspect.run)?;
    let sure = suspect.confidence().max(ask.confidence());
    let mut claim =
        Claim::about(scene, ID, suspect, &WORDS).score(ask.score.max(suspect.score) + 5).confidence(sure);
    claim.cite(
        ask.run,
        ask.event,
        "asking about a path needs no right on the file, so a directory above it refuses",
    );
    claim.done()
}

/// True if `one` is the open that a process tried where `ask` shows that the path is closed.
fn needs(one: &Suspect<'_>, ask: &Suspect<'_>) -> bool {
    one.run == ask.run
        && one.is(&[Family::Open, Family::Create, Family::Execute], &["EACCES"])
        && directory(&one.object.name) == directory(&ask.object.name)
}
