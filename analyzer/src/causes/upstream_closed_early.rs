//! The upstream closes the connection in an orderly way before it has sent a complete response header.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-closed-early";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    // What the application's own trace shows of the close is the reason; this is only its other end.
    let explained = super::reasoning::dropped::find(scene, |_| true).is_some();
    let sure = if explained { Confidence::Likely } else { Confidence::Proven };
    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, sure), 85)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} closed the connection without an answer"))
        .summary(format!("{program} had sent the request to {peer}; the upstream closed the connection before a complete response header, and {outcome}. Why it closed stands in the upstream's own log or trace: a crash, a restart, or a time limit of its own."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);
    let lasted = proxied::waited(scene, exchange, attempt, fault);
    if let Some(words) = lasted {
        claim = claim.confirm(
            &format!("compare the time from request to close: here {words}"),
            "the same for every such request: a time limit inside the upstream",
            "it varies: a crash or a restart",
        );
    }
    claim
        .step("The request is sent: the upstream accepted the connection", lines.sent)
        .step("The upstream closes: the read finds the end of the stream", lines.fault)
        .step("The proxy reports it: prematurely closed connection", lines.log)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm(
            &format!("the log of the upstream {peer} at that second"),
            "a crash, a restart, a killed worker or a timeout",
            "nothing: compare how long each such request took; a constant time is a timeout",
        )
        .confirm(
            "ps -o pid,lstart,cmd -C PROGRAM",
            "a start time at or after the failure: it crashed",
            "an older start time: only this connection was closed",
        )
        .fix(FixKind::Now, "Look into the upstream: its log, its restarts, its time limits.", "")
        .fix(
            FixKind::Proper,
            "Mend what ends the connection; make the upstream answer with an error instead of closing.",
            "",
        )
        .done()
}

const WHY: &str = "the upstream ends the connection before it has answered";

/// The end of the stream where an answer was due.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.end_of_stream?;
    (exchange.went_wrong() && !attempt.sent.is_empty() && !attempt.has_header() && !attempt.tls())
        .then_some(event)
}
