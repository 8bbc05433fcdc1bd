//! Reads from storage take far longer than in the normal run.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::spent::{self, Kind};
use crate::report::FixKind;

const ID: &str = "slow-disk-read";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, explanation: include_str!("slow-disk-read.md"), check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let extra = spent::dominant(scene, Kind::DiskRead)?;
    let (run, reading) = (extra.run, scene.reading(extra.run)?);
    let program = reading.program(extra.slowest.first().copied()?);
    let target = reading
        .descriptor(extra.slowest.first().copied()?)
        .map(|descriptor| descriptor.target.clone())
        .filter(|target| !target.is_empty())
        .unwrap_or_else(|| "its object".into());
    let failing = spent::words(extra.failing);
    let normal = spent::words(extra.normal);
    let mut claim = Claim::new(scene, ID, extra.confidence(), 70)
        .blames(run, extra.slowest.first().copied()?)
        .title(format!("Reading {target} is slow: {failing} instead of {normal}"))
        .summary(format!("{program} waits for reads of files: {failing} in the failing run, {normal} in the normal one. That explains most of the time that it takes longer."));
    let mut slowest = None;
    let mut in_order = extra.slowest.clone();
    in_order.sort_unstable();
    for event in [in_order.first(), in_order.last()].into_iter().flatten() {
        let at = claim.cite(run, *event, "one of the slow calls");
        slowest = slowest.or(at);
    }
    let normal_at = extra
        .normal_slowest
        .and_then(|(normal, event)| claim.cite(normal, event, "the slowest of them in the normal run"));
    claim
        .step("The storage is slow: reads wait for the device", slowest)
        .step(&format!("The time adds up: {failing} in these calls instead of {normal}"), normal_at)
        .step("The work takes longer: nothing fails", None)
        .confirm(
            "iostat -x 1",
            "high read waits (r_await)",
            "a quiet disk: then the data come over the network or another run has warmed the cache",
        )
        .fix(FixKind::Now, "Look at what loads the storage.", "")
        .fix(FixKind::Proper, "Put the data on quicker storage, or keep them in memory.", "")
        .done()
}
