//! The upstream answers or closes without reading the request body.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-closed-while-sending-body";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    proxied::claim(scene, ID, &pick, Confidence::Proven, 88)?.0.done()
}

/// A write of the request that fails after a part of it has gone.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.send_error?;
    (exchange.went_wrong() && !attempt.sent.is_empty() && !attempt.reused()).then_some(event)
}
