//! The upstream closes an idle connection at the moment when the proxy reuses it.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-keepalive-idle-race";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (mut claim, exchange, attempt) = proxied::claim(scene, ID, &pick, Confidence::Proven, 90)?;
    let reading = scene.reading(exchange.run)?;
    let descriptor = reading.run.descriptors.get(attempt.descriptor as usize);
    claim.cites("opened", exchange.run, descriptor.and_then(|descriptor| descriptor.opened));
    claim.cites("reported", exchange.run, attempt.error_event);
    claim.done()
}

/// A reused connection that brings nothing but its end.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.receive_error.or(attempt.end_of_stream).or(attempt.send_error)?;
    (exchange.went_wrong() && attempt.reused() && attempt.received_bytes == 0 && attempt.quick(event))
        .then_some(event)
}
