//! The file of trusted certificate authorities does not exist.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "ca-bundle-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The file of trusted authorities {path} does not exist",
    summary: "The TLS client wants to load {path} and gets ENOENT; without trusted authorities it cannot check the server's certificate, and {end}.",
    steps: &[
        ("The bundle is missing: {path} is not there", Rests::Nothing),
        ("The open fails: ENOENT", Rests::Fault),
        ("The client reports it: it cannot load its authorities", Rests::Report),
        ("The connection is given up: {end}", Rests::Failure),
    ],
    confirm: &[(
        "ls -l {path}",
        "no such file",
        "a file: it was restored meanwhile, or another root is used",
    )],
    fix: &[
        (
            FixKind::Now,
            "Restore the file, or point the program to the system's bundle.",
            "apt-get install --reinstall ca-certificates",
        ),
        (
            FixKind::Proper,
            "Use the system's bundle by default, and check configured paths after updates of images.",
            "",
        ),
        (
            FixKind::HidesIt,
            "Switching verification off only hides it: the connection is then open to anybody in between.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect =
        scene.suspect(|one| one.is(&[Family::Open, Family::Look], &["ENOENT"]) && one.is_ca_bundle())?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
