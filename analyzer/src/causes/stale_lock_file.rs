//! A lock file exists, and the program refuses to go on.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "stale-lock-file";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The lock file {path} already exists",
    summary: "{program} creates {path} exclusively to be the only one, and gets EEXIST: it is there already, from another run or left behind by one that died, and {end}.",
    steps: &[
        ("A lock file was left: another run has not removed it", Rests::Nothing),
        ("Creating it fails: O_EXCL finds it there, EEXIST", Rests::Fault),
        ("The program reports it: another process seems to run", Rests::Report),
        ("It gives up: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "ls -l {path}",
            "a file older than any running process of that program",
            "no file: the other run has ended meanwhile",
        ),
        ("fuser -v {path}", "nobody has it open", "a process: then it is in use, wait for it"),
    ],
    fix: &[
        (FixKind::Now, "Make sure that no other instance runs, then remove the file.", "rm {path}"),
        (
            FixKind::Proper,
            "Use a kernel lock (flock), which ends with its process, where the program allows it.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Create], &["EEXIST"]) && one.failure.is_some() && !one.is_temporary()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
