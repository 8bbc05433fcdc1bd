//! Another process holds the database's lock until the busy timeout is used up.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::report::Confidence;

const ID: &str = "database-locked";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Some(suspect) = scene.suspect(&|one| {
        one.is(&[Family::Lock], &["EAGAIN", "EACCES", "EWOULDBLOCK"]) 
            && one.is_database(scene)
            // It got the lock in the end, and all went well.
            && (one.recovered.is_none() || one.failure.is_some())
    }) else {
        return counted(scene);
    };
    Claim::on(scene, ID, suspect).done()
}

/// What a table of counts (`-c`) shows: every file lock was refused, with sleeps between the attempts.
///
/// Such a table names no file, so this is never more than possible.
fn counted(scene: &Scene<'_>) -> Option<Finding> {
    let refused = |reading: &Reading<'_>| {
        let rows = &reading.run.trace.summary;
        let slept = rows.iter().any(|row| row.name.ends_with("nanosleep") && row.calls > 1);
        rows.iter()
            .find(|row| slept && row.name.starts_with("fcntl") && row.calls > 2 && row.errors == row.calls)
            .cloned()
    };
    let (reading, row) = scene.failing().find_map(|(_, reading)| Some((reading, refused(reading)?)))?;
    if scene.working().any(|(_, normal)| refused(normal).is_some()) {
        return None;
    }
    Claim::new(scene, ID, Confidence::Possible, 30)
        .mark("count", row.calls.to_string())
        .quote(reading.name, row.line, "counted")
        .done()
}
