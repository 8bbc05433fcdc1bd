//! A device on the way forgot an idle connection, so that the next data get no answer.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use super::reasoning::wire::{self, Sign};
use crate::report::Confidence;

const ID: &str = "idle-connection-dropped-by-middlebox";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let connection = scene.wire.first(Sign::Silent)?;
    let points = &connection.points;
    let idle = connection.between(points.idle_since, points.request)?;
    let mut claim =
        wire::begin(scene, ID, ID, Confidence::Likely, 66, connection).mark("idle", spent::words(idle));
    if let Some(before) = connection.at(points.idle_since) {
        claim.cite_line(before.source, before.line, "before");
    }
    claim.done()
}
