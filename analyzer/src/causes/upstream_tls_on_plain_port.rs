//! The proxy starts TLS with an upstream port that speaks plain text.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-tls-on-plain-port";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Proven), 92)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("{program} speaks TLS to {peer}, which speaks plain HTTP"))
        .summary(format!("{program} opened the conversation with a TLS greeting; {peer} answered in plain text, so the handshake failed, and {outcome}."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The proxy speaks TLS: it sends a ClientHello", lines.sent)
        .step("The port speaks plain text: it answers with an error page", lines.fault)
        .step("The handshake fails: wrong version number", lines.log)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm(
            &format!("curl -v http://{peer}/"),
            "an ordinary answer: the port is plain HTTP",
            "an error: try https",
        )
        .confirm(
            &format!("openssl s_client -connect {peer}"),
            "wrong version number",
            "a certificate: the port speaks TLS",
        )
        .fix(
            FixKind::Now,
            "Use http:// for this upstream, or the port on which it speaks TLS.",
            "proxy_pass http://upstream;",
        )
        .fix(FixKind::Proper, "Keep scheme and port together in one place of the configuration.", "")
        .done()
}

const WHY: &str = "plain text comes back where a TLS record was expected";

/// A read that brought text after a TLS greeting was sent.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.received.first().copied()?;
    let first = attempt.first_byte?;
    // A TLS record begins with its type, 20 to 23 (RFC 8446, section 5.1).
    (exchange.went_wrong() && attempt.tls() && !(20..=23).contains(&first)).then_some(event)
}
