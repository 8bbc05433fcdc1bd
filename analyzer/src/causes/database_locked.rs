//! Another process holds the database's lock until the busy timeout is used up.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

const ID: &str = "database-locked";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

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
    let Some(suspect) = scene.suspect(|one| {
        one.is(&[Family::Lock], &["EAGAIN", "EACCES", "EWOULDBLOCK"]) && one.is_database(scene)
    }) else {
        return counted(scene);
    };
    Claim::about(scene, ID, suspect, &WORDS).done()
}

/// What a table of counts (`-c`) shows: every file lock was refused, with sleeps between the attempts.
///
/// Such a table names no file, so this is never more than possible.
fn counted(scene: &Scene<'_>) -> Option<Finding> {
    let refused = |reading: &Reading<'_>| {
        let rows = &reading.run.trace.summary;
        let slept = rows.iter().any(|row| row.name.ends_with("nanosleep") && row.calls > 1);
        rows.iter()
            .find(|row| slept && row.name.starts_with("fcntl") && row.calls > 2 && row.errors == row.calls)
            .cloned()
    };
    let (reading, row) = scene.failing().find_map(|(_, reading)| Some((reading, refused(reading)?)))?;
    if scene.working().any(|(_, normal)| refused(normal).is_some()) {
        return None;
    }
    Claim::new(scene, ID, Confidence::Possible, 30)
        .title(format!("All {} file lock calls failed: another process may hold a lock", row.calls))
        .summary("The table shows that every fcntl call failed, with sleeps between them: that is how a file database waits for a lock that it does not get. The table names no file; a full trace would show it.")
        .quote(reading.name, row.line, "every call failed: every lock request was refused")
        .step("Locks are refused: every fcntl call fails", Some(0))
        .step("The program waits and tries again: until it gives up", None)
        .confirm("strace -f -e trace=fcntl,openat COMMAND", "F_SETLK fails with EAGAIN on one file", "other commands of fcntl")
        .fix(FixKind::Now, "Find the process that holds the lock (lslocks, fuser) and let it finish.", "")
        .done()
}
