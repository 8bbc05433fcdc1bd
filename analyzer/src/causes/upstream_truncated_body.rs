//! The upstream ends the connection before the announced response body is complete.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-truncated-body";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);

    let mut claim = Claim::new(scene, ID, Confidence::Proven, 75)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} ended its answer too early"))
        .summary(format!("{peer} announced a longer body than it sent and then closed the connection; the client of {program} gets a body that is cut short."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The answer begins: with a length in its header", lines.received)
        .step("The upstream ends it: before the length is reached", lines.fault)
        .step("The proxy reports it: prematurely closed connection", lines.log)
        .step("The client gets a part: the status was sent already", lines.answer)
        .confirm(
            &format!("curl -v http://{peer}/ -o /dev/null"),
            "transfer closed with bytes remaining",
            "it completes: repeat the request that failed",
        )
        .fix(FixKind::Now, "Look at the upstream: a crash or a limit in the middle of the answer.", "")
        .fix(
            FixKind::Proper,
            "Let the upstream send a correct length, or use chunks, and mend what ends it.",
            "",
        )
        .done()
}

const WHY: &str = "the connection ends in the middle of the body";

/// The end of the stream before as many bytes had come as the header announced.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.end_of_stream.or(attempt.receive_error)?;
    let told =
        exchange.says().contains("while reading upstream") && exchange.says().contains("prematurely closed");
    (attempt.has_header() && (told || attempt.short_of_length())).then_some(event)
}
