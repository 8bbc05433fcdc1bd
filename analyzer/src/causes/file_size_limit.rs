//! A write passes the process's file-size limit.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::signals;
use crate::report::FixKind;

const ID: &str = "file-size-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{path} would become larger than the process may write",
    summary: "{call} on {object} fails with EFBIG: the file would pass the limit of file size, and {end}.",
    steps: &[
        ("A limit is set: RLIMIT_FSIZE, from ulimit -f or the service", Rests::Nothing),
        ("The write fails: EFBIG", Rests::Fault),
        ("The signal follows: SIGXFSZ ends a program that does not handle it; {end}", Rests::Failure),
    ],
    confirm: &[(
        "grep \"file size\" /proc/PID/limits",
        "a limit about as large as the file",
        "unlimited: then the file system or the program has its own limit",
    )],
    fix: &[
        (FixKind::Now, "Raise the limit for this job.", "ulimit -f unlimited"),
        (
            FixKind::Proper,
            "Set the limit where the job is started (limits.conf, LimitFSIZE=) to what it needs, or write in parts.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| one.is(&[Family::Write], &["EFBIG"]))?;
    let mut claim = Claim::about(scene, ID, suspect, &WORDS);
    let signal =
        scene.reading(suspect.run).and_then(|reading| signals::next(reading, suspect.event, "SIGXFSZ"));
    if let Some(event) = signal {
        claim.cite(
            suspect.run,
            event,
            "the kernel sends SIGXFSZ together with the error: it is the process's limit",
        );
    }
    claim.done()
}
