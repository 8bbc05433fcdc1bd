//! A file or directory access is refused by its rights.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{program} may not access {path}",
    summary: "{call} of {path} fails with EACCES: the process's user lacks a right on it or on a directory above it, and {end}.",
    steps: &[
        ("The rights do not fit: {path} excludes the process's user", Rests::Nothing),
        ("The access fails: EACCES", Rests::Fault),
        ("The program reports it: permission denied", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "namei -l {path}",
        "a right is missing for the user of the process",
        "all rights are there: look at access lists, SELinux or AppArmor",
    )],
    fix: &[
        (FixKind::Now, "Give the user the right that is missing, and no more.", ""),
        (FixKind::Proper, "Set owner and mode where the object is made or deployed.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        // Asking about a path needs no right on the object itself: that is the cause of the directories above it.
        let families =
            [Family::Open, Family::Create, Family::Enter, Family::Rename, Family::Change, Family::Execute];
        one.is(&families, &["EACCES"]) && !one.optional()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
