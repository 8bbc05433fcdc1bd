//! The proxy starts TLS with an upstream port that speaks plain text.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-tls-on-plain-port";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    proxied::claim(scene, ID, &pick, Confidence::Proven, 92)?.0.done()
}

/// A read that brought text after a TLS greeting was sent.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.received.first().copied()?;
    let first = attempt.first_byte?;
    // A TLS record begins with its type, 20 to 23 (RFC 8446, section 5.1).
    (exchange.went_wrong() && attempt.tls() && !(20..=23).contains(&first)).then_some(event)
}
