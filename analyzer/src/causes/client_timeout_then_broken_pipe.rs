//! The client's time limit is shorter than the answer takes, and the application's late write fails.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};
use crate::trace::DescriptorRole;

const ID: &str = "client-timeout-then-broken-pipe";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let exchange = scene
        .exchanges
        .iter()
        .find(|exchange| exchange.client_left.is_some() && exchange.answered_bytes == 0)?;
    let left = exchange.client_left?;
    let attempt = exchange.last()?;
    let late = scene.suspects.iter().find(|one| {
        one.run != exchange.run
            && one.is(&[Family::Write, Family::Send], &["EPIPE", "ECONNRESET"])
            && matches!(
                one.object.role,
                DescriptorRole::Client | DescriptorRole::Socket | DescriptorRole::Unknown
            )
    })?;
    let application = scene.reading(late.run)?;
    let before = application.calls_before(late.event).find(|seen| {
        matches!(seen.family(), Family::Write | Family::Send)
            && application.descriptor_id(seen.id) == application.descriptor_id(late.event)
            && seen.returned().is_some()
    });
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 95)
        .blames(exchange.run, left)
        .title("The client gave up first, and the application's late answer met a closed connection")
        .summary("The client closed its connection before the answer was ready; the proxy then closed the connection to the application, whose write failed (EPIPE). The application's error is a consequence: the time limit of the client is shorter than the answer takes.");
    let hangup = claim.cite(exchange.run, left, "the client hangs up before it has an answer");
    let closed = attempt.closed.and_then(|event| {
        claim.cite(exchange.run, event, "the proxy closes the connection to the application")
    });
    let write = claim.cite(late.run, late.event, "the application's late write fails");
    let first = before.and_then(|seen| {
        claim.cite(late.run, seen.id, "its first write still succeeds: it only draws the reset")
    });
    claim
        .step("The answer takes long: longer than the client waits", None)
        .step("The client gives up: its connection is closed", hangup)
        .step("The proxy follows: it closes the connection to the application and logs 499", closed)
        .step("The application writes: its first write is accepted and draws a reset", first)
        .step("The next write fails: EPIPE, which the application reports as an error of its own", write)
        .refute("the application is at fault", late.run, late.event, "it fails only because its reader had gone")
        .confirm("awk '$9==499' access.log", "the same request, at the same second", "no such line: then something else closed the connection")
        .fix(FixKind::Now, "Give the client a time limit above what the answer takes, or make the answer quicker.", "")
        .fix(FixKind::Proper, "Order the time limits from the outside in, and let the application treat a closed connection as the end of the request and not as an error.", "")
        .fix(FixKind::HidesIt, "proxy_ignore_clientabort on lets the application finish for nobody.".replace("clientabort", "client_abort").as_str(), "")
        .done()
}
