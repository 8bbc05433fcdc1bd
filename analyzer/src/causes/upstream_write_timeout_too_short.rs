//! The server's write timeout has passed before the handler finishes, so the response is discarded.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dropped;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::report::Confidence;

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
    let run = dropped.run;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 92)
        .blames(run, dropped.close)
        .hop(program)
        .mark("program", program)
        .mark("waited", waited);
    claim.cite(run, dropped.close, "close");
    claim.cite(run, done, "said");
    claim.cite(run, dropped.request, "request");
    dropped::cite_proxy(scene, &mut claim);
    claim.never("write", None).done()
}
