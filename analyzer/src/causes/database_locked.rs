//! Another process holds the database's lock until the busy timeout is used up.

use super::Cause;
use super::claim::{Claim, Finding, Rests, Words};
use super::families::Family;
use super::scene::Scene;
use crate::report::FixKind;

const ID: &str = "database-locked";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, explanation: include_str!("database-locked.md"), check };

static WORDS: Words = Words {
    title: "The database {path} is locked by another process",
    summary: "{program} asks for a lock on the database file again and again and is refused (EAGAIN), until it gives up, and {end}.",
    steps: &[
        ("Another process writes: it holds the database's lock", Rests::Nothing),
        ("The lock is refused: {call} fails with EAGAIN, many times", Rests::Fault),
        ("The program gives up: the database is locked", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "fuser -v {path}",
            "another process has the database open",
            "nobody: the other one has ended meanwhile",
        ),
        ("lslocks | grep {name}", "the process that holds the lock", "no lock any more"),
    ],
    fix: &[
        (FixKind::Now, "Wait for or end the process that holds the lock, then try again.", ""),
        (
            FixKind::Proper,
            "Keep write transactions short, use a longer busy timeout, or write-ahead logging.",
            "PRAGMA journal_mode=WAL;\nPRAGMA busy_timeout=5000;",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Lock], &["EAGAIN", "EACCES", "EWOULDBLOCK"]) && one.is_database(scene)
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
