//! The proxy speaks plain HTTP to an upstream port that speaks TLS.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-plain-http-on-tls-port";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// An alert of TLS (RFC 8446, section 5.1).
const ALERT: u8 = 21;

/// What servers answer that notice it: nginx and its relatives, Go, Apache.
const NOTICED: &[&str] = &[
    "plain HTTP request was sent to HTTPS port",
    "Client sent an HTTP request to an HTTPS server",
    "speaking plain HTTP to an SSL-enabled server port",
];

fn check(scene: &Scene<'_>) -> Option<Finding> {
    proxied::claim(scene, ID, &pick, Confidence::Proven, 93)?.0.done()
}

/// The read that brought an alert of TLS, or the page of a server that noticed it.
fn pick(_: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.received.first().copied()?;
    let plain = attempt.request.contains(" HTTP/1.");
    let noticed = NOTICED.iter().any(|words| attempt.response.contains(words));
    (plain && (attempt.first_byte == Some(ALERT) || noticed)).then_some(event)
}
