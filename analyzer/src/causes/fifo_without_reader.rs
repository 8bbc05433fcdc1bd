//! Opening a FIFO for writing blocks because no process opens it for reading.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::{Confidence, FixKind};

const ID: &str = "fifo-without-reader";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let path = reading.seen(wait.event).map(|seen| seen.path(reading.run)).unwrap_or_default();
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, wait.event)
        .title(format!("{program} waits for a reader of the FIFO {path}"))
        .summary(format!("{program} opens {path} for writing and waits in the open{waited}: a FIFO opens only when somebody opens it for reading as well."));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));

    claim
        .step("The other side is missing: nobody opens the FIFO for reading", None)
        .step("The open waits: it returns only with a reader", stuck)
        .confirm(
            &format!("ls -l {path}"),
            "its mode begins with p: a FIFO",
            "an ordinary file: then its file system does not answer",
        )
        .confirm(&format!("lsof {path}"), "only this process", "a reader is there: it came meanwhile")
        .fix(FixKind::Now, "Start the process that should open it for reading.", "")
        .fix(
            FixKind::Proper,
            "Open it with O_NONBLOCK or O_RDWR, or use a socket, so that a missing reader is noticed.",
            "",
        )
        .done()
}

fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| {
        // An ordinary file opens at once; an open that waits is one of a FIFO (or of a dead network mount).
        matches!(wait.family, Family::Open | Family::Create)
            && reading
                .seen(wait.event)
                .is_some_and(|seen| seen.args.contains("O_WRONLY") && !seen.args.contains("O_NONBLOCK"))
    })
}
