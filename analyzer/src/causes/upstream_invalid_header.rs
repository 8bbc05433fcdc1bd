//! A response header of the upstream contains a byte or form that the proxy refuses.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-invalid-header";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    proxied::claim(scene, ID, &pick, Confidence::Proven, 90)?.0.done()
}

/// The read that brought a header with a forbidden byte.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.received.first().copied()?;
    let told = exchange.says().contains("invalid header");
    (exchange.went_wrong()
        && attempt.status() < 500
        && (told || (attempt.has_forbidden_byte() && attempt.status() > 0)))
        .then_some(event)
}
