//! The DNS server answers that the upstream's name does not exist.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dns::{self, Lookup};
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-name-nxdomain";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let found = lookup::find(scene, fault)?;
    let name = found.name();
    let server = found.server();
    let outcome = found.outcome();
    let mut claim = Claim::new(scene, ID, found.confidence(Confidence::Proven), 85)
        .blames(found.run, found.fault)
        .title(format!("The upstream's name {name} does not exist"))
        .summary(format!("The proxy asked {server} for {name}; the answer is that there is no such name (NXDOMAIN), and {outcome}. No connection was tried."));
    let lines = found.cite(&mut claim, "the name server answers: no such name");
    claim
        .step(&format!("The name is asked for: at {server}"), lines.asked)
        .step("The answer is negative: there is no such name", lines.fault)
        .step("It is reported: the name cannot be resolved", lines.report)
        .step(&format!("The work fails: {outcome}"), lines.failure)
        .confirm(
            &format!("dig {name}"),
            "status NXDOMAIN",
            "an address: then the proxy asks another name server",
        )
        .fix(FixKind::Now, "Correct the name in the proxy's configuration, or create its record.", "")
        .fix(
            FixKind::Proper,
            "Write names in full: the search domains of resolv.conf do not apply to nginx's own resolver.",
            "",
        )
        .done()
}

/// The answer that says that the name does not exist.
fn fault(lookup: &Lookup, serving: bool) -> Option<EventId> {
    let (event, code, _) = lookup.answer?;
    (serving && code == dns::NO_SUCH_NAME).then_some(event)
}
