//! A server may not create its temporary files.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "temp-dir-permission-denied";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{program} may not create temporary files in {dir}",
    summary: "Creating the temporary file {path} fails with EACCES: the server's user may not write to {dir}, and {end}.",
    steps: &[
        ("The directory is closed: {dir} excludes the server's user", Rests::Nothing),
        ("Creating fails: EACCES for a new temporary file", Rests::Fault),
        ("The server logs it: permission denied", Rests::Report),
        ("The request fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "namei -l {dir}",
            "no w or x for the server's user",
            "all rights are there: look at SELinux, AppArmor or the sandbox",
        ),
        ("ls -ld {dir}", "another owner than the server's user", "the right owner"),
    ],
    fix: &[
        (FixKind::Now, "Give the directory back to the server's user.", "chown -R www-data: {dir}"),
        (
            FixKind::Proper,
            "Find what changed the owner (a package update, a start as another user) and set it where the directory is made.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Create], &["EACCES", "EPERM"])
            && (one.in_request() || one.is_temporary())
            && one.is_fresh_name()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
