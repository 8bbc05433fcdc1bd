//! The program's configuration is not where it searches.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "config-file-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The configuration {path} does not exist",
    summary: "{program} looks for its configuration {path} and gets ENOENT, so {end}.",
    steps: &[
        ("The file is missing: {path} is not there", Rests::Nothing),
        ("The open fails: ENOENT", Rests::Fault),
        ("The program reports it: it needs its configuration", Rests::Report),
        ("The start fails: {end}", Rests::Failure),
    ],
    confirm: &[("ls -l {path}", "no such file", "a file: then another root, mount or user hides it")],
    fix: &[
        (FixKind::Now, "Restore the file, or tell the program where it is.", ""),
        (
            FixKind::Proper,
            "Deploy the configuration together with the program and check it before the start.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Open, Family::Look], &["ENOENT"])
            && one.is_config()
            && !one.optional()
            && one.matters()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
