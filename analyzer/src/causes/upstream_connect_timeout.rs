//! The proxy's SYN gets no answer, and its own connect timer ends the attempt.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-connect-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    proxied::claim(scene, ID, &pick, Confidence::Proven, 85)?.0.done()
}

/// The wait that ran out before the connection stood.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.timed_out?;
    let trying = attempt.connect.is_some()
        && attempt.connected.is_none()
        && attempt.not_connected.is_none()
        && attempt.sent.is_empty();
    (exchange.went_wrong() && trying && attempt.received_bytes == 0).then_some(event)
}
