//! The proxy's SYN gets no answer, and its own connect timer ends the attempt.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-connect-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Proven), 85)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} does not answer connection attempts"))
        .summary(format!("{program} tried to connect to {peer}; neither an acceptance nor a refusal came within its connect timeout, and {outcome}. Packets are dropped, or the address is dead."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The connection is tried: a SYN goes out", lines.connect)
        .step("Nobody answers: neither acceptance nor refusal", None)
        .step("The time is up: the wait ends without an event", lines.fault)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm(&format!("nc -vz -w 3 {peer}"), "it times out as well", "it connects: the path was mended meanwhile")
        .confirm("tcpdump -ni any \"tcp[tcpflags] & tcp-syn != 0\"", "SYNs go out again after 1, 3 and 7 s, without an answer", "an answer comes: look at this host's own firewall and connection tracking")
        .fix(FixKind::Now, "Correct the address, or open the way: firewall, security group, route.", "")
        .fix(FixKind::Proper, "Take upstream addresses from where instances are registered; keep the connect timeout short so that another upstream is tried.", "proxy_connect_timeout 2s;")
        .done()
}

const WHY: &str = "the wait for the connection ends without an event: no answer at all";

/// The wait that ran out before the connection stood.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.timed_out?;
    let trying = attempt.connect.is_some()
        && attempt.connected.is_none()
        && attempt.not_connected.is_none()
        && attempt.sent.is_empty();
    (exchange.went_wrong() && trying && attempt.received_bytes == 0).then_some(event)
}
