//! A proxy connects to a unix socket whose path does not exist.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "upstream-unix-socket-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The socket {path} does not exist, so the upstream cannot be reached",
    summary: "{program} connects to the unix socket {path} and gets ENOENT: no file of that name is there, and {end}.",
    steps: &[
        ("The server is not running: nobody made the socket {path}", Rests::Nothing),
        ("The connect fails: ENOENT, the path does not exist", Rests::Fault),
        ("The proxy reports it: level crit in nginx", Rests::Report),
        ("The client gets an error: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "ls -l {path}",
            "no such file",
            "a socket: then it was made meanwhile, or another root or private directory hides it",
        ),
        ("ss -xlp | grep {name}", "no listener", "a listener: compare its path with the one in the trace"),
    ],
    fix: &[
        (
            FixKind::Now,
            "Start the server that makes {path}, or correct the path on one of the two sides.",
            "",
        ),
        (
            FixKind::Proper,
            "Make the two sides agree on the path (RuntimeDirectory= for a service) and start the server first.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect], &["ENOENT"]) && one.in_request() && one.object.name.starts_with("unix:")
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
