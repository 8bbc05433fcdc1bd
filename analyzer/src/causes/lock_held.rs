//! Another process holds a file lock, and the program gives up.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "lock-held";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "Another process holds the lock on {path}",
    summary: "{program} asks for the lock without waiting and is refused ({errno}): another process holds it, and {end}.",
    steps: &[
        ("Another process holds it: a second instance or a job that still runs", Rests::Nothing),
        ("The lock is refused: {call} fails with {errno}", Rests::Fault),
        ("The program reports it: it may not run twice", Rests::Report),
        ("It gives up: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "lslocks | grep {name}",
            "the process that holds the lock",
            "no lock any more: the other one has ended",
        ),
        ("fuser -v {path}", "the process that has it open", "nobody"),
    ],
    fix: &[
        (FixKind::Now, "Wait for the other process, or end it if it hangs.", ""),
        (
            FixKind::Proper,
            "Plan jobs so that they do not overlap, or let them wait for the lock with a limit.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Lock], &["EAGAIN", "EACCES", "EWOULDBLOCK"]) && !one.is_database(scene)
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
