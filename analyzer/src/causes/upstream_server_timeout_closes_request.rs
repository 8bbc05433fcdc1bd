//! A timeout inside the upstream's server library closes the connection of a request that is still being worked on.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dropped::{self, Dropped};
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::report::Confidence;

const ID: &str = "upstream-server-timeout-closes-request";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let dropped = dropped::find(scene, fits)?;
    let reading = scene.reading(dropped.run)?;
    let waited = spent::words(dropped.waited);
    let program = reading.program(dropped.close);
    let confidence = if dropped.later.is_some() { Confidence::Likely } else { Confidence::Possible };
    let run = dropped.run;
    let mut claim = Claim::new(scene, ID, confidence, 92)
        .blames(run, dropped.close)
        .hop(program)
        .mark("program", program)
        .mark("waited", waited);
    claim.cite(run, dropped.close, "close");
    claim.cite(run, dropped.request, "request");
    claim.cites("later", run, dropped.later);
    dropped::cite_proxy(scene, &mut claim);
    claim.never("write", None).done()
}

/// A close without a word of a handler that was done.
fn fits(dropped: &Dropped) -> bool {
    dropped.done.is_none() && dropped.round()
}
