//! The upstream ends the connection before the announced response body is complete.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-truncated-body";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let sure = Confidence::Proven;
    proxied::claim(scene, ID, &pick, sure, 75)?.0.confidence(sure).done()
}

/// The end of the stream before as many bytes had come as the header announced.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.end_of_stream.or(attempt.receive_error)?;
    let told =
        exchange.says().contains("while reading upstream") && exchange.says().contains("prematurely closed");
    (attempt.has_header() && (told || attempt.short_of_length())).then_some(event)
}
