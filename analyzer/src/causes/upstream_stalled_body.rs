//! The upstream stops sending in the middle of the response body until the proxy's read timer fires.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-stalled-body";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let sure = Confidence::Likely;
    proxied::claim(scene, ID, &pick, sure, 70)?.0.confidence(sure).done()
}

/// The wait that ran out after a part of the answer had come.
fn pick(_exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.timed_out?;
    let begun = attempt.received_bytes > 0 && attempt.has_header() && attempt.end_of_stream.is_none();
    (begun && attempt.received.last().is_some_and(|last| *last < event)).then_some(event)
}
