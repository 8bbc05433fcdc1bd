//! The upstream's response header does not fit into the proxy's header buffer.

use super::Cause;
use super::logs::signs::Signs;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-header-too-big";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let pick = |exchange: &Exchange, attempt: &Attempt| pick(scene.case.signs, exchange, attempt);
    proxied::claim(scene, ID, &pick, Confidence::Proven, 90)?.0.done()
}

/// The read that filled the buffer to its last byte with a header that goes on.
fn pick(signs: &Signs<'_>, exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.received.last().copied()?;
    let told = exchange.says().contains("too big header");
    let shape = attempt.filled
        && !attempt.response.contains("\r\n\r\n")
        && attempt.response.starts_with("HTTP/")
        && attempt.end_of_stream.is_none()
        && exchange.status() == 502
        && attempt.status() < 500;
    (exchange.went_wrong()
        && (told
            || (shape
                && attempt.receive_error.is_none()
                && attempt.timed_out.is_none()
                && exchange.says_nothing_else(signs))))
    .then_some(event)
}
