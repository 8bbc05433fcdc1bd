//! The DNS server answers with SERVFAIL or REFUSED.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dns::{self, Lookup};
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "dns-server-failure";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let found = lookup::find(scene, fault)?;
    let name = found.name();
    let server = found.server();
    let outcome = found.outcome();
    let mut claim = Claim::new(scene, ID, found.confidence(Confidence::Proven), 85)
        .blames(found.run, found.fault)
        .title(format!("The name server {server} answered with an error"))
        .summary(format!("The query for {name} was answered with an error code of the name server itself, not about the name, and {outcome}."));
    let lines = found.cite(&mut claim, "the name server answers with an error code");
    claim
        .step(&format!("The name is asked for: at {server}"), lines.asked)
        .step("The answer is an error: the server failed or refused", lines.fault)
        .step("It is reported: the name cannot be resolved", lines.report)
        .step(&format!("The work fails: {outcome}"), lines.failure)
        .confirm(&format!("dig {name}"), "status SERVFAIL or REFUSED", "an address: it was out for a moment")
        .fix(FixKind::Now, "Ask another name server; look at the log of this one.", "")
        .fix(FixKind::Proper, "Configure at least two name servers that serve this host.", "")
        .done()
}

/// The answer that says that the server could not or did not want to.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    let (event, code, _) = lookup.answer?;
    matches!(code, dns::SERVER_FAILURE | dns::REFUSED).then_some(event)
}
