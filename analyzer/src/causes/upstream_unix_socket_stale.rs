//! A proxy connects to a unix socket file on which nobody listens any more.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "upstream-unix-socket-stale";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "Nobody listens on the socket {path} any more",
    summary: "The file {path} is there, but the connection is refused: the process that had made it is gone, and {end}.",
    steps: &[
        ("The server ended: its socket file was left behind", Rests::Nothing),
        ("The connect is refused: no process listens on the file", Rests::Fault),
        ("The proxy logs it: it cannot reach its upstream", Rests::Report),
        ("The client gets an error: {end}", Rests::Failure),
    ],
    confirm: &[(
        "ss -xlp | grep {name}",
        "no listener although the file exists",
        "a listener: it was started meanwhile",
    )],
    fix: &[
        (FixKind::Now, "Start the server again; let it remove the old file before it binds.", ""),
        (FixKind::Proper, "Let a supervisor restart it, and find out why it ended.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect], &["ECONNREFUSED"])
            && one.in_request()
            && one.object.name.starts_with("unix:")
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
