//! One attempt failed, but the proxy tried another server and the client received a good answer.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

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
    let peer = failed.address();
    let other = last.address();
    let mut claim = Claim::new(scene, ID, Confidence::Possible, 40)
        .blames(exchange.run, event)
        .title(format!("The upstream {peer} failed, and {other} answered in its place"))
        .summary(format!("The attempt at {peer} failed; the proxy tried {other} and the client got a good answer. Nobody noticed, but one of the upstreams needs a look."));
    let fault = claim.cite(exchange.run, event, "the first attempt fails");
    let retry = last.connect.and_then(|event| claim.cite(exchange.run, event, "the next upstream is tried"));
    let answer = exchange
        .answer
        .and_then(|(event, _)| claim.cite(exchange.run, event, "the client gets a good answer"));
    claim
        .step("The first attempt fails: at one upstream", fault)
        .step("Another is tried: the request may be repeated", retry)
        .step("The client is served: it sees only a little delay", answer)
        .confirm(
            &format!("curl -sv http://{peer}/ -o /dev/null"),
            "it fails still",
            "it answers: it was out for a moment",
        )
        .fix(
            FixKind::Now,
            "Look at the upstream that failed; no client is harmed as long as another one answers.",
            "",
        )
        .done()
}

/// The line by which an attempt failed.
fn fault(attempt: &Attempt) -> Option<crate::model::trace::EventId> {
    attempt.not_connected.or(attempt.receive_error).or(attempt.send_error).or(attempt.timed_out)
}

fn saved(exchange: &Exchange) -> bool {
    exchange.failure.is_none() && (200..400).contains(&exchange.status())
}
