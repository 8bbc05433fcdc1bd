//! A proxy may not use the unix socket of its upstream.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "upstream-unix-socket-permission";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{program} may not connect to the socket {path}",
    summary: "The connect to {path} fails with EACCES: the proxy needs write permission on the socket and search permission on every directory above it.",
    steps: &[
        ("The rights do not fit: socket or a directory above it excludes the proxy's user", Rests::Nothing),
        ("The connect fails: EACCES", Rests::Fault),
        ("The proxy logs it: permission denied", Rests::Report),
        ("The client gets an error: {end}", Rests::Failure),
    ],
    confirm: &[(
        "namei -l {path}",
        "a directory without x, or the socket without w, for the proxy's user",
        "all rights are there: look for SELinux or AppArmor",
    )],
    fix: &[
        (
            FixKind::Now,
            "Give the proxy's user the right: group and mode of the socket, x on the directories.",
            "listen.owner = www-data\nlisten.group = www-data\nlisten.mode = 0660",
        ),
        (
            FixKind::Proper,
            "Set owner and mode where the server makes the socket; a chmod by hand is gone after its next start.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect], &["EACCES"]) && one.in_request() && one.object.name.starts_with("unix:")
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
