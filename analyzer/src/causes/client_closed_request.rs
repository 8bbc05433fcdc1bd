//! The client ends the connection before the answer is complete.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "client-closed-request";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    proxied::claim(scene, ID, &pick, Confidence::Likely, 72)?.0.done()
}

/// The client's end while the upstream was still at work.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = exchange.client_left?;
    (exchange.answered_bytes == 0
        && attempt.stands()
        && attempt.not_connected.is_none()
        && attempt.end_of_stream.is_none()
        && attempt.receive_error.is_none())
    .then_some(event)
}
