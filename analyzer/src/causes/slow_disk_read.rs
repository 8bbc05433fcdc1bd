//! Reads from storage take far longer than in the normal run.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent::{Kind, Late};
use crate::report::FixKind;

const ID: &str = "slow-disk-read";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let late = Late::find(scene, ID, Kind::DiskRead)?;
    let Late { program, target, failing, normal, .. } = &late;
    let title = format!("Reading {target} is slow: {failing} instead of {normal}");
    let summary = format!(
        "{program} waits for reads of files: {failing} in the failing run, {normal} in the normal one. That explains most of the time that it takes longer."
    );
    late.steps("The storage is slow: reads wait for the device")
        .title(title)
        .summary(summary)
        .confirm(
            "iostat -x 1",
            "high read waits (r_await)",
            "a quiet disk: then the data come over the network or another run has warmed the cache",
        )
        .fix(FixKind::Now, "Look at what loads the storage.", "")
        .fix(FixKind::Proper, "Put the data on quicker storage, or keep them in memory.", "")
        .done()
}
