//! The upstream stops reading a request: its window stays closed.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use super::reasoning::wire::{self, Sign};
use crate::report::Confidence;

const ID: &str = "upstream-send-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let connection = scene.wire.first(Sign::WindowClosed)?;
    let points = &connection.points;
    let last = connection.steps.len().checked_sub(1);
    let closed = connection.between(points.window_closed, last)?;
    let mut claim =
        wire::begin(scene, ID, ID, Confidence::Likely, 66, connection).mark("closed", spent::words(closed));
    if let Some(seen) = connection.at(last) {
        claim.cite_line(seen.source, seen.line, "last");
    }
    claim.done()
}
