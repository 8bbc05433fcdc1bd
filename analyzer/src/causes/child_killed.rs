//! A child process was killed by a signal, and its parent reports only a general failure.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::failure;
use super::reasoning::scene::Scene;
use super::reasoning::words::display_name;
use crate::report::{Confidence, FixKind};

const ID: &str = "child-killed";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, death) = scene.failing().find_map(|(run, reading)| {
        let deaths = crash::deaths(reading, crash::FROM_OUTSIDE);
        deaths
            .into_iter()
            .find(|death| parent_of(reading, death).is_some())
            .map(|death| (run, reading, death))
    })?;
    let parent = parent_of(reading, &death)?;
    let shown = failure::of_process(reading, parent);
    let program = reading
        .process(reading.leader(death.end))
        .map(|process| display_name(&process.program))
        .filter(|name| !name.is_empty())
        .unwrap_or("a child");
    let root = reading
        .process(parent)
        .map(|process| display_name(&process.program))
        .filter(|name| !name.is_empty())
        .unwrap_or("the parent");
    let confidence = if shown.is_some() { Confidence::Proven } else { Confidence::Possible };
    let mut claim = Claim::new(scene, ID, confidence, 78)
        .blames(run, death.end)
        .title(format!("{program}, a child of {root}, was killed by {}", death.name))
        .summary(format!("{program} was ended by {} from outside the trace while it worked; {root} saw only that its child had failed.", death.name));
    let before = death.before.and_then(|event| claim.cite(run, event, "what the child was doing"));
    let end = claim.cite(run, death.end, "the child is killed");
    let waited = crash::reaped(reading, &death)
        .and_then(|event| claim.cite_resumed(run, event, "the parent learns of it"));
    let said = reading
        .reports
        .iter()
        .find(|spoken| spoken.event > death.end)
        .and_then(|spoken| claim.cite(run, spoken.event, "a parent reports it"));
    let failed = shown.and_then(|shown| {
        claim.cite(run, shown.event, &format!("what comes of it: {}", shown.failure.words()))
    });
    claim
        .step("The child works: nothing fails before", before)
        .step(&format!("It is killed: {} arrives from outside", death.name), end)
        .step("The parent learns it: wait reports the signal", waited.or(said))
        .step("The job fails: with a general message", failed)
        .confirm(
            "dmesg -T | grep -i -E 'out of memory|killed process'",
            "the kernel killed it for memory",
            "nothing: somebody sent the signal",
        )
        .confirm("journalctl --since TIME", "a supervisor or an administrator who ended it", "nothing")
        .fix(FixKind::Now, "Repeat the job; watch its memory and who may end it.", "")
        .fix(
            FixKind::Proper,
            "Give it the memory it needs or run less at once, and let the parent report the child's signal.",
            "",
        )
        .done()
}

/// The parent of a killed process that the trace shows and that ended by itself.
fn parent_of(
    reading: &super::reasoning::reading::Reading<'_>,
    death: &crash::Death,
) -> Option<crate::trace::ProcessId> {
    if crash::killer(reading, death).is_some() {
        return None;
    }
    let process = reading.process(reading.leader(death.end))?;
    let parent = reading.leader_of(process.parent?);
    // A parent that dies with its child was ended by the same hand.
    matches!(reading.end(parent), crate::trace::ProcessEnd::Exited(_)).then_some(parent)
}
