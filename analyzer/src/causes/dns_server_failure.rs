//! The DNS server answers with SERVFAIL or REFUSED.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::dns::{self, Lookup};
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "dns-server-failure";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    lookup::claim(scene, ID, fault, Confidence::Proven, 85)?.done()
}

/// The answer that says that the server could not or did not want to.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    let (event, code, _) = lookup.answer?;
    matches!(code, dns::SERVER_FAILURE | dns::REFUSED).then_some(event)
}
