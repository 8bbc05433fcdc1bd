//! A process was ended by a signal from another process or the kernel, and nothing says why.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::scene::Scene;
use super::reasoning::words::display_name;
use crate::report::{Confidence, FixKind};

const ID: &str = "killed-by-signal";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, death) = scene.failing().find_map(|(run, reading)| {
        let deaths = crash::deaths(reading, crash::FROM_OUTSIDE);
        // A run that was waiting for good was ended by whoever had lost patience: the wait is the failure.
        let death = deaths.into_iter().find(|death| !death.waiting)?;
        Some((run, reading, death))
    })?;
    let program = reading
        .process(reading.leader(death.end))
        .map(|process| display_name(&process.program))
        .filter(|name| !name.is_empty())
        .unwrap_or("the process");
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 60)
        .blames(run, death.end)
        .title(format!("{program} was ended by {}", death.name))
        .summary(format!("{program} did not end by itself: {} ended it in the middle of its work. The trace does not show why.", death.name));
    let before = death.before.and_then(|event| claim.cite(run, event, "what it was doing"));
    let signal = claim.cite(run, death.signal, "the signal");
    let end = claim.cite(run, death.end, "the end");
    claim
        .step("It was at work: nothing had failed before", before)
        .step("A signal arrives: from another process or the kernel", signal)
        .step("The process ends: without finishing", end)
        .confirm(
            "dmesg -T | grep -i 'killed process'",
            "the kernel killed it for memory",
            "nothing: somebody sent the signal",
        )
        .confirm("journalctl --since TIME", "a stop of the service, a deployment, a supervisor", "nothing")
        .fix(FixKind::Now, "Start it again.", "")
        .fix(
            FixKind::Proper,
            "Find out who sent the signal: the service manager, a deployment, a limit, a person.",
            "",
        )
        .done()
}
