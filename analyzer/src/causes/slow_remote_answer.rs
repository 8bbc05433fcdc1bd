//! A remote service answers correctly but much later than in the normal run.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::spent::{self, Kind};
use crate::report::FixKind;

const ID: &str = "slow-remote-answer";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, explanation: include_str!("slow-remote-answer.md"), check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let extra = spent::dominant(scene, Kind::Remote)?;
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
        .title(format!("{target} answers late: {failing} instead of {normal}"))
        .summary(format!("{program} waits for a remote service: {failing} in the failing run, {normal} in the normal one. The answer comes and is good."));
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
        .step("The service is slow: the answer comes late", slowest)
        .step(&format!("The time adds up: {failing} in these calls instead of {normal}"), normal_at)
        .step("The work takes longer: nothing fails", None)
        .confirm(
            "curl -w \"%{time_starttransfer}\" -o /dev/null -s URL",
            "a time as long as in the trace",
            "a short time: it was slow only then",
        )
        .fix(FixKind::Now, "Look at the service: its load, its own storage and what it waits for.", "")
        .fix(
            FixKind::Proper,
            "Give the client a time limit, keep answers that may be kept, and measure the service.",
            "",
        )
        .done()
}
