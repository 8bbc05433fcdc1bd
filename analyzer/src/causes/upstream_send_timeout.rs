//! The upstream stops reading a request: its window stays closed, and the proxy's writes find no room.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use super::reasoning::wire::{self, Sign};
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "upstream-send-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    if let Some((mut claim, exchange, attempt)) = proxied::claim(scene, ID, &pick, Confidence::Proven, 86) {
        claim.cites("blocked", exchange.run, attempt.blocked);
        return claim.done();
    }
    let connection = scene.wire.first(Sign::WindowClosed)?;
    let points = &connection.points;
    let last = connection.steps.len().checked_sub(1);
    let closed = connection.between(points.window_closed, last)?;
    let mut claim =
        wire::begin(scene, ID, ID, Confidence::Likely, 66, connection).mark("closed", spent::words(closed));
    if let Some(seen) = connection.at(last) {
        claim.cite_line(seen.source, seen.line, "last");
    }
    claim.done()
}

/// The wait that ran out while a part of the request was still to be sent.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let waiting = attempt.blocked.is_some() && attempt.received_bytes == 0;
    let ended = attempt.end_of_stream.or(attempt.receive_error).or(attempt.send_error);
    attempt.timed_out.filter(|_| exchange.went_wrong() && waiting && ended.is_none())
}
