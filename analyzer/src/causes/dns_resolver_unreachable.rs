//! The configured name server does not serve.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dns::Lookup;
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "dns-resolver-unreachable";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let found = lookup::find(scene, fault)?;
    let name = found.name();
    let server = found.server();
    let outcome = found.outcome();
    let mut claim = Claim::new(scene, ID, found.confidence(Confidence::Proven), 85)
        .blames(found.run, found.fault)
        .title(format!("Nobody serves names at {server}"))
        .summary(format!("The query for {name} went to {server} and was refused: no name server listens there, and {outcome}."));
    let lines = found.cite(&mut claim, "the query is refused: no name server listens there");
    claim
        .step(&format!("The name is asked for: at {server}"), lines.asked)
        .step("The query is refused: an ICMP answer says that the port is closed", lines.fault)
        .step("It is reported: the name cannot be resolved", lines.report)
        .step(&format!("The work fails: {outcome}"), lines.failure)
        .confirm(&format!("dig @{server} {name}"), "connection refused", "an answer: it is back")
        .confirm("cat /etc/resolv.conf", "this address as the only name server", "others: then none of them answers")
        .fix(FixKind::Now, "Start the name server, or put a working one into /etc/resolv.conf (or the proxy's resolver directive).", "")
        .fix(FixKind::Proper, "Configure at least two name servers, and watch the local one.", "")
        .done()
}

/// The line that says that nobody listens at the name server's address.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    lookup.refused.filter(|_| lookup.answer.is_none())
}
