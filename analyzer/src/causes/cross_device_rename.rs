//! A rename between two file systems fails.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "cross-device-rename";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "rename() cannot move {path} to another file system",
    summary: "Renaming {path} fails with EXDEV: source and target lie on different file systems, the program does not copy instead, and {end}.",
    steps: &[
        ("Two file systems: the source and the target of the rename are mounted apart", Rests::Nothing),
        ("The rename fails: EXDEV", Rests::Fault),
        ("The program reports it: invalid cross-device link", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "df {dir} TARGET",
        "two different file systems",
        "the same one: a bind mount, a project quota or an overlay may still divide it",
    )],
    fix: &[
        (
            FixKind::Now,
            "Put the source on the target's file system (a temporary directory beside the target).",
            "",
        ),
        (
            FixKind::Proper,
            "Let the program write its temporary file in the target directory, or copy and remove when rename says EXDEV.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| one.is(&[Family::Rename], &["EXDEV"]))?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
