//! A name query of a program is answered with "no such name".

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dns::{self, Lookup};
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "name-not-found";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let found = lookup::find(scene, fault)?;
    let name = found.name();
    let server = found.server();
    let outcome = found.outcome();
    let mut claim = Claim::new(scene, ID, found.confidence(Confidence::Proven), 85)
        .blames(found.run, found.fault)
        .title(format!("The name {name} does not exist"))
        .summary(format!("The program asked {server} for {name}; the answer is that there is no such name (NXDOMAIN), and {outcome}."));
    let lines = found.cite(&mut claim, "the name server answers: no such name");
    claim
        .step(&format!("The name is asked for: at {server}"), lines.asked)
        .step("The answer is negative: there is no such name", lines.fault)
        .step("It is reported: the name cannot be resolved", lines.report)
        .step(&format!("The work fails: {outcome}"), lines.failure)
        .confirm(&format!("getent hosts {name}"), "nothing", "an address: it was created meanwhile")
        .confirm(
            &format!("dig {name}"),
            "status NXDOMAIN",
            "an address: then look at the search order in nsswitch.conf",
        )
        .fix(FixKind::Now, "Correct the name, or create its record.", "")
        .fix(FixKind::Proper, "Check names in configuration when it is deployed.", "")
        .done()
}

/// The answer that says that the name does not exist.
fn fault(lookup: &Lookup, serving: bool) -> Option<EventId> {
    let (event, code, _) = lookup.answer?;
    (!serving && code == dns::NO_SUCH_NAME).then_some(event)
}
