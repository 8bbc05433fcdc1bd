//! One attempt failed, but the proxy tried another server and the client received a good answer.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::scene::Scene;
use crate::report::Confidence;

const ID: &str = "failure-hidden-by-retry";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, failed, last) = scene.exchanges.iter().find_map(|exchange| {
        let (last, before) = exchange.attempts.split_last()?;
        let failed = before.iter().find(|attempt| fault(attempt).is_some())?;
        (saved(exchange) && last.received_bytes > 0).then_some((exchange, failed, last))
    })?;
    let event = fault(failed)?;
    let mut claim = Claim::new(scene, ID, Confidence::Possible, 40)
        .blames(exchange.run, event)
        .mark("peer", failed.address())
        .mark("other", last.address());
    claim.cite(exchange.run, event, "fault");
    claim.cites("retry", exchange.run, last.connect);
    claim.cites("answer", exchange.run, exchange.answer.map(|(event, _)| event));
    claim.done()
}

/// The line by which an attempt failed.
fn fault(attempt: &Attempt) -> Option<crate::model::trace::EventId> {
    attempt.not_connected.or(attempt.receive_error).or(attempt.send_error).or(attempt.timed_out)
}

fn saved(exchange: &Exchange) -> bool {
    exchange.failure.is_none() && (200..400).contains(&exchange.status())
}
