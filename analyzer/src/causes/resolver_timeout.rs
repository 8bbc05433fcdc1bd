//! A name query gets no answer within the resolver's timeout.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dns::Lookup;
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "resolver-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let found = lookup::find(scene, fault)?;
    let name = found.name();
    let server = found.server();
    let outcome = found.outcome();
    let mut claim = Claim::new(scene, ID, found.confidence(Confidence::Likely), 80)
        .blames(found.run, found.fault)
        .title(format!("The name server {server} does not answer"))
        .summary(format!(
            "The query for {name} went to {server}; no answer came within the time limit, and {outcome}."
        ));
    let lines = found.cite(&mut claim, "the wait for the answer ends without one");
    claim
        .step(&format!("The name is asked for: at {server}"), lines.asked)
        .step("No answer comes: the wait runs out", lines.fault)
        .step("It is reported: the name cannot be resolved", lines.report)
        .step(&format!("The work fails: {outcome}"), lines.failure)
        .confirm(&format!("dig @{server} {name}"), "timed out", "an answer: packets were lost only then")
        .fix(FixKind::Now, "Use another name server, or open the way to this one (UDP and TCP port 53).", "")
        .fix(FixKind::Proper, "Configure at least two name servers.", "")
        .done()
}

/// The wait that ended without an answer.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    lookup.expired.filter(|_| lookup.answer.is_none() && lookup.refused.is_none())
}
