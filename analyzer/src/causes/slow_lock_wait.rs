//! An operation waits a long time for a lock of another process and then succeeds.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::spent::{self, Kind};
use crate::report::FixKind;

const ID: &str = "slow-lock-wait";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, explanation: include_str!("slow-lock-wait.md"), check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let extra = spent::dominant(scene, Kind::Lock)?;
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
        .title(format!("The lock on {target} came late: {failing} instead of {normal}"))
        .summary(format!("{program} waits for a lock that another process holds: {failing} in the failing run, {normal} in the normal one. It gets the lock in the end."));
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
        .step("Another process holds the lock: the request waits", slowest)
        .step(&format!("The time adds up: {failing} in these calls instead of {normal}"), normal_at)
        .step("The work takes longer: nothing fails", None)
        .confirm("lslocks", "the process that holds it", "nobody holds it now")
        .fix(FixKind::Now, "Look at what the holder does meanwhile.", "")
        .fix(FixKind::Proper, "Hold the lock for a shorter time, or plan the jobs one after the other.", "")
        .done()
}
