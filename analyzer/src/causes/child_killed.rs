//! A child process was killed by a signal, and its parent reports only a general failure.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::failure;
use super::reasoning::scene::Scene;
use crate::report::Confidence;

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
    let confidence = if shown.is_some() { Confidence::Proven } else { Confidence::Possible };
    let mut claim = Claim::new(scene, ID, confidence, 78)
        .blames(run, death.end)
        .mark("program", crash::name_of(reading, reading.leader(death.end)))
        .mark("parent", crash::name_of(reading, parent))
        .mark("signal", death.name.as_str());
    claim.cites("before", run, death.before);
    claim.cite(run, death.end, "end");
    if let Some(event) = crash::reaped(reading, &death) {
        claim.cite_resumed(run, event, "waited");
    }
    let said = reading.reports.iter().find(|spoken| spoken.event > death.end);
    claim.cites("said", run, said.map(|spoken| spoken.event));
    claim.ends(run, shown.as_ref());
    claim.done()
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
