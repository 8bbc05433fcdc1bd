//! An operation waits a long time for a lock of another process and then succeeds.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent::{Kind, Late};
use crate::report::FixKind;

const ID: &str = "slow-lock-wait";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let late = Late::find(scene, ID, Kind::Lock)?;
    let Late { program, target, failing, normal, .. } = &late;
    let title = format!("The lock on {target} came late: {failing} instead of {normal}");
    let summary = format!(
        "{program} waits for a lock that another process holds: {failing} in the failing run, {normal} in the normal one. It gets the lock in the end."
    );
    late.steps("Another process holds the lock: the request waits")
        .title(title)
        .summary(summary)
        .confirm("lslocks", "the process that holds it", "nobody holds it now")
        .fix(FixKind::Now, "Look at what the holder does meanwhile.", "")
        .fix(FixKind::Proper, "Hold the lock for a shorter time, or plan the jobs one after the other.", "")
        .done()
}
