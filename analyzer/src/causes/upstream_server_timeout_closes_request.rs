//! A timeout inside the upstream's server library closes the connection of a request that is still being worked on.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dropped::{self, Dropped};
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-server-timeout-closes-request";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let dropped = dropped::find(scene, fits)?;
    let reading = scene.reading(dropped.run)?;
    let waited = spent::words(dropped.waited);
    let program = reading.program(dropped.close);
    let confidence = if dropped.later.is_some() { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, ID, confidence, 92)
        .blames(dropped.run, dropped.close)
        .hop(program)
        .title(format!("The application closed the connection of a request after {waited}, before it had answered"))
        .summary(format!(
            "{program} read the request, and {waited} later closed its connection without one byte, although the process lives and no call failed. A time limit of its server library for requests or idle connections ends it while the work goes on."
        ));
    let close = claim.cite(
        dropped.run,
        dropped.close,
        &format!("the connection is closed {waited} after the request, without an answer"),
    );
    let request = claim.cite(dropped.run, dropped.request, "the request is read");
    let later = dropped
        .later
        .and_then(|event| claim.cite(dropped.run, event, "the work goes on afterwards, for nobody"));
    let ended = scene.exchanges.iter().find_map(|exchange| {
        let event = exchange
            .attempts
            .iter()
            .find_map(|attempt| attempt.end_of_stream.filter(|_| !attempt.has_header()))?;
        claim.cite(exchange.run, event, "the proxy sees the end of the connection instead of an answer")
    });
    claim
        .step("The request is read: the application works on it", request)
        .step("A time limit passes: the server library closes the connection", close)
        .step("The work goes on: its result has no reader any more", later)
        .step("The proxy makes an error: it finds the end of the stream", ended)
        .absent("any write to the connection", None, "the answer was not ready")
        .confirm("the durations of such requests", &format!("always about {waited}"), "different: a crash, a restart, or an error in the handler")
        .fix(FixKind::Now, "Raise the time limit of the application's server above what the request needs.", "server.timeout = 0        // Node.js\nserver.requestTimeout = 0")
        .fix(FixKind::Proper, "Order the time limits: the application's above the proxy's read timeout; or make long work asynchronous.", "")
        .done()
}

/// A close without a word of a handler that was done.
fn fits(dropped: &Dropped) -> bool {
    dropped.done.is_none() && dropped.round()
}
