//! A name query gets no answer within the resolver's timeout.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::dns::Lookup;
use super::reasoning::lookup;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "resolver-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    lookup::claim(scene, ID, fault, Confidence::Likely, 80)?.done()
}

/// The wait that ended without an answer.
fn fault(lookup: &Lookup, _serving: bool) -> Option<EventId> {
    lookup.expired.filter(|_| lookup.answer.is_none() && lookup.refused.is_none())
}
