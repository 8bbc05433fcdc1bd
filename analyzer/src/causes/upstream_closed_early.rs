//! The upstream closes the connection in an orderly way before it has sent a complete response header.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-closed-early";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    // What the application's own trace shows of the close is the reason; this is only its other end.
    let explained = super::reasoning::dropped::find(scene, |_| true).is_some();
    let sure = if explained { Confidence::Likely } else { Confidence::Proven };
    proxied::claim(scene, ID, &pick, sure, 85)?.0.done()
}

/// The end of the stream where an answer was due.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.end_of_stream?;
    (exchange.went_wrong() && !attempt.sent.is_empty() && !attempt.has_header() && !attempt.tls())
        .then_some(event)
}
