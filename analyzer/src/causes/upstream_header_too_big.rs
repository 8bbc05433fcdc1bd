//! The upstream's response header does not fit into the proxy's header buffer.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-header-too-big";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Proven), 90)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The response header of {peer} is larger than {program}'s buffer"))
        .summary(format!("{peer} answered, but its header did not end within the proxy's header buffer; {program} refuses such an answer, and {outcome}."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The upstream answers: with a long header", lines.received)
        .step("The buffer is full: the header has not ended", lines.fault)
        .step("The proxy refuses it: too big header", lines.log)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm(
            &format!("curl -s -D - -o /dev/null http://{peer}/ | wc -c"),
            "more than the buffer (4k or 8k)",
            "less: repeat the request that failed, with its cookies",
        )
        .fix(FixKind::Now, "Give the header a larger buffer.", "proxy_buffer_size 16k;\nproxy_buffers 8 16k;")
        .fix(
            FixKind::Proper,
            "Make the header smaller: fewer or smaller cookies, no session data in them.",
            "",
        )
        .done()
}

const WHY: &str = "the header buffer is full before the header has ended";

/// The read that filled the buffer to its last byte with a header that goes on.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
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
                && exchange.says_nothing_else())))
    .then_some(event)
}
