//! The server's write timeout has passed before the handler finishes, so the response is discarded.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dropped;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-write-timeout-too-short";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let dropped = dropped::find(scene, |dropped| dropped.done.is_some())?;
    let done = dropped.done?;
    let reading = scene.reading(dropped.run)?;
    if dropped::speaks_of_error(reading, done) {
        return None;
    }
    let waited = spent::words(dropped.waited);
    let program = reading.program(dropped.close);
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 92)
        .blames(dropped.run, dropped.close)
        .hop(program)
        .title(format!("The application finished after {waited} and then closed without sending its answer"))
        .summary(format!(
            "{program} worked {waited} on the request, reported that it was done, and closed the connection without one byte. A write deadline that had passed meanwhile discards the answer: nothing fails, and the connection closes when the handler returns."
        ));
    let close = claim.cite(dropped.run, dropped.close, "the connection is closed without an answer");
    let said = claim.cite(dropped.run, done, "straight before, the application reports the end of its work");
    let request = claim.cite(dropped.run, dropped.request, "the request is read");
    let ended = scene.exchanges.iter().find_map(|exchange| {
        let event = exchange
            .attempts
            .iter()
            .find_map(|attempt| attempt.end_of_stream.filter(|_| !attempt.has_header()))?;
        claim.cite(exchange.run, event, "the proxy sees the end of the connection instead of an answer")
    });
    claim
        .step("The request is read: a deadline for the answer begins", request)
        .step("The work takes long: the deadline passes meanwhile", None)
        .step("The handler ends: it believes that it has answered", said)
        .step("The answer is discarded: the connection is closed without a byte", close)
        .step("The proxy makes an error: it finds the end of the stream", ended)
        .absent("any write to the connection", None, "a passed deadline makes every write fail before it reaches the kernel")
        .confirm("grep -rn WriteTimeout .", "a value shorter than the handler takes", "none: then look at what else closes the connection")
        .fix(FixKind::Now, "Raise the write timeout above what the slowest handler takes.", "srv.WriteTimeout = 60 * time.Second")
        .fix(FixKind::Proper, "Use a limit that ends the handler with an answer (http.TimeoutHandler), and make long work asynchronous.", "")
        .applies_when("a server with a write deadline for each request, such as Go's net/http")
        .done()
}
