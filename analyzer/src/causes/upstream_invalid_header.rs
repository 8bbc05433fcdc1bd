//! A response header of the upstream contains a byte or form that the proxy refuses.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-invalid-header";

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
        .title(format!("{peer} sent a header that {program} refuses"))
        .summary(format!("{peer} answered, but one of its header lines holds a byte or form that HTTP forbids; {program} refuses the answer, and {outcome}."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The upstream answers: its answer arrives whole", lines.received)
        .step("A header is malformed: a control byte or a broken line", lines.fault)
        .step("The proxy refuses it: invalid header", lines.log)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm(
            &format!("curl -s -D - -o /dev/null http://{peer}/ | cat -A | head"),
            "a line with ^@ or another control character",
            "only ordinary lines: repeat the request that failed",
        )
        .fix(FixKind::Now, "Correct the header in the application: encode or drop the value.", "")
        .fix(FixKind::Proper, "Never put data of users into headers without encoding them.", "")
        .done()
}

const WHY: &str = "the answer arrives whole, and the proxy refuses it";

/// The read that brought a header with a forbidden byte.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.received.first().copied()?;
    let told = exchange.says().contains("invalid header");
    (exchange.went_wrong()
        && attempt.status() < 500
        && (told || (attempt.has_forbidden_byte() && attempt.status() > 0)))
        .then_some(event)
}
