//! Synchronous writes take far longer than in the normal run.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent::{Kind, Late};
use crate::report::FixKind;

const ID: &str = "slow-fsync";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let late = Late::find(scene, ID, Kind::Sync)?;
    let Late { program, target, failing, normal, .. } = &late;
    let title = format!("fsync of {target} is slow: {failing} instead of {normal}");
    let summary = format!(
        "{program} waits for the disk to confirm its writes (fsync, fdatasync): {failing} in the failing run, {normal} in the normal one. That explains most of the time that it takes longer."
    );
    late.steps("The disk is slow: each fsync waits until the data are safe")
        .title(title)
        .summary(summary)
        .confirm("iostat -x 1", "high write or flush waits (w_await, f_await) and high utilisation", "a quiet disk: look at the file system's journal and at other writers")
        .fix(FixKind::Now, "Look for what else writes to that disk, or a disk or controller that has lost its cache.", "")
        .fix(FixKind::Proper, "Put the data on storage with a protected write cache, or group what must be made durable so that fewer syncs are needed.", "")
        .done()
}
