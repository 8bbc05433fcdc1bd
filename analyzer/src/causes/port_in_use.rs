//! A server cannot bind its port because another process has it.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "port-in-use";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "Another process already listens on {peer}",
    summary: "{program} wants to listen on {peer} and gets EADDRINUSE: the port is taken, and {end}.",
    steps: &[
        ("The port is taken: another process listens on it", Rests::Nothing),
        ("The bind fails: EADDRINUSE", Rests::Fault),
        ("The program reports it: address already in use", Rests::Report),
        ("The start fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "ss -ltnp 'sport = :{port}'",
        "the process that has it",
        "nobody: the other one has ended, or the address was still held by closing connections",
    )],
    fix: &[
        (FixKind::Now, "End the other process, or choose another port.", ""),
        (FixKind::Proper, "Let one supervisor own the service, so that it is not started twice.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| one.is(&[Family::Bind], &["EADDRINUSE"]) && one.by_address())?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
