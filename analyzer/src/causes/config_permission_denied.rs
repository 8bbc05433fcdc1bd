//! A program may not read its own configuration.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "config-permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{program} may not read its configuration {path}",
    summary: "Opening {path} fails with EACCES: the file is there, but the process's user may not read it, and {end}.",
    steps: &[
        ("The rights do not fit: {path} excludes the process's user", Rests::Nothing),
        ("The open fails: EACCES", Rests::Fault),
        ("The program reports it: it cannot read its configuration", Rests::Report),
        ("The start fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "namei -l {path}",
        "no r on the file or no x on a directory for that user",
        "all rights are there: look at SELinux or AppArmor",
    )],
    fix: &[
        (
            FixKind::Now,
            "Give the process's user the right to read it.",
            "chgrp SERVICE {path} && chmod g+r {path}",
        ),
        (FixKind::Proper, "Set owner and mode where the file is deployed.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect =
        scene.suspect(|one| one.is(&[Family::Open], &["EACCES"]) && one.is_config() && !one.optional())?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
