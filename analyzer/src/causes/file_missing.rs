//! A file or directory that the program needs does not exist.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "file-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{path} does not exist, and {program} needs it",
    summary: "{call} of {path} fails with ENOENT: there is no such file or directory, and {end}.",
    steps: &[
        ("It is not there: {path} was moved, removed, or never made", Rests::Nothing),
        ("The access fails: ENOENT", Rests::Fault),
        ("The program reports it: no such file or directory", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "ls -ld {dir} {path}",
        "no such file",
        "it is there: then another root, mount or user hides it",
    )],
    fix: &[
        (FixKind::Now, "Restore {path}, or correct the path that the program uses.", ""),
        (
            FixKind::Proper,
            "Find what removed or renamed it, or make the program say at its start what it lacks.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(
            &[Family::Open, Family::Look, Family::Enter, Family::Create, Family::Rename, Family::Change],
            &["ENOENT"],
        ) && !one.optional()
            && one.matters()
            && !one.is_search_step()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
