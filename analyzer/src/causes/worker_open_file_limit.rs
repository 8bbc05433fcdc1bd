//! A proxy worker reaches its limit of open files.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "worker-open-file-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{program} has no free descriptor: its limit of open files is reached",
    summary: "{call} fails with EMFILE: the worker may not open another descriptor, and {end}.",
    steps: &[
        ("The limit is reached: each client and each upstream connection needs a descriptor", Rests::Nothing),
        ("No descriptor is left: {call} fails with EMFILE", Rests::Fault),
        ("The server logs it: too many open files", Rests::Report),
        ("Clients wait or get an error: {end}", Rests::Failure),
    ],
    confirm: &[
        ("grep \"open files\" /proc/PID/limits", "a small limit", "a large one: then look for a leak"),
        ("ls /proc/PID/fd | wc -l", "as many as the limit", "far fewer: the load was higher at that time"),
    ],
    fix: &[
        (FixKind::Now, "Raise the limit of the workers.", "worker_rlimit_nofile 65536;"),
        (
            FixKind::Proper,
            "Set the limit at least to twice worker_connections plus files, also in the service (LimitNOFILE=), and look for descriptors that are never closed.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Accept, Family::Descriptor, Family::Open, Family::Create], &["EMFILE"])
            && one.serves()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
