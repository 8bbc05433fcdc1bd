//! The configured name server does not serve.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::dns::Lookup;
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "dns-resolver-unreachable";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    lookup::claim(scene, ID, fault, Confidence::Proven, 85)?.done()
}

/// The line that says that nobody listens at the name server's address.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    lookup.refused.filter(|_| lookup.answer.is_none())
}
