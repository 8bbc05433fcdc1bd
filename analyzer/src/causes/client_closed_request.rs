//! The client ends the connection before the answer is complete.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "client-closed-request";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Likely), 72)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The client hung up before the upstream {peer} had answered"))
        .summary(format!("The client of {program} closed its connection while the upstream {peer} was still working on the request; {program} then gave the upstream connection up. The usual reason is a time limit of the client that is shorter than the answer takes."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);
    if let Some(words) = proxied::waited(scene, exchange, attempt, fault) {
        claim = claim.confirm(
            "the time limit of the client",
            &format!("about {words}, the time that it waited here"),
            "another: the user left, or a device between closed",
        );
    }
    claim
        .step("The request is passed on: the upstream works on it", lines.sent)
        .step("The client gives up: its connection is closed from its side", lines.fault)
        .step("The proxy stops: it closes the upstream connection", lines.closed)
        .step("Nobody gets the answer: nginx logs 499, without an error line", lines.answer)
        .confirm(
            "awk '$9==499' access.log",
            "requests with the same time: a time limit of the client",
            "different times: people who leave",
        )
        .confirm(
            "curl -m 60 -w \"%{time_total}\" -o /dev/null -s URL",
            "the upstream takes longer than the client waits",
            "a quick answer",
        )
        .fix(FixKind::Now, "Give the client a longer time limit, or make the answer quicker.", "")
        .fix(FixKind::Proper, "Order the time limits from the outside in: the client waits longest.", "")
        .fix(
            FixKind::HidesIt,
            "proxy_ignore_client_abort only lets the upstream finish; the client is gone all the same.",
            "",
        )
        .done()
}

const WHY: &str = "the client hangs up before it has an answer";

/// The client's end while the upstream was still at work.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = exchange.client_left?;
    (exchange.answered_bytes == 0
        && attempt.stands()
        && attempt.not_connected.is_none()
        && attempt.end_of_stream.is_none()
        && attempt.receive_error.is_none())
    .then_some(event)
}
