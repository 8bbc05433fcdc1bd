//! The upstream accepted the request but sent no response header within the proxy's read timeout.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-slow-read-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (claim, exchange, attempt) = proxied::claim(scene, ID, &pick, Confidence::Proven, 85)?;
    claim.not("down", exchange.run, attempt.connected).done()
}

/// The wait that ran out after the request was sent and before anything came back.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.timed_out?;
    let waiting = attempt.stands()
        && !attempt.sent.is_empty()
        && attempt.blocked.is_none()
        && attempt.received_bytes == 0
        && attempt.end_of_stream.is_none();
    (exchange.went_wrong() && waiting && attempt.receive_error.is_none() && attempt.send_error.is_none())
        .then_some(event)
}
