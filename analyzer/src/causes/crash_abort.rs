//! The program ended itself with abort.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

const ID: &str = "crash-abort";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, death) = scene.failing().find_map(|(run, reading)| {
        crash::deaths(reading, &["SIGABRT"]).into_iter().find(|death| death.own).map(|death| (run, death))
    })?;
    let reading = scene.reading(run)?;
    let program = reading.program(death.signal);
    let mut claim = Claim::new(scene, ID, Confidence::Proven, 82).blames(run, death.signal).title(format!("{program} aborted itself")).summary(format!("{program} sent itself SIGABRT: a check inside it failed (an assertion, a damaged heap, an exception that nobody caught), and it ended on purpose. What it wrote to standard error before says which."));
    let signal = claim.cite(run, death.signal, "the signal that the program got, and why");
    let before = death.before.and_then(|event| claim.cite(run, event, "the last thing it did before"));
    let end = claim.cite(run, death.end, "the end of the process");
    claim
        .step("A check fails: the program finds a state that must not be", before)
        .step("It aborts: it sends SIGABRT to itself", signal)
        .step("The process ends: by that signal", end)
        .confirm(
            "the last lines of standard error",
            "an assertion, \"terminate called\", or \"free(): invalid pointer\"",
            "nothing: look at the core dump",
        )
        .confirm(
            "coredumpctl gdb PROGRAM -A '-batch -ex bt'",
            "abort() below the check that failed",
            "no core",
        )
        .fix(FixKind::Now, "Read the message before the abort; avoid the input that triggers it.", "")
        .fix(
            FixKind::Proper,
            "Mend what the message names; for a damaged heap use valgrind or an address sanitizer.",
            "",
        )
        .done()
}
