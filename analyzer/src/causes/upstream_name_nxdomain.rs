//! The DNS server answers that the upstream's name does not exist.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::dns::{self, Lookup};
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-name-nxdomain";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    lookup::claim(scene, ID, fault, Confidence::Proven, 85)?.done()
}

/// The answer that says that the name does not exist.
fn fault(lookup: &Lookup, serving: bool) -> Option<EventId> {
    let (event, code, _) = lookup.answer?;
    (serving && code == dns::NO_SUCH_NAME).then_some(event)
}
