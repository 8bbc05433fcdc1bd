//! A remote service answers correctly but much later than in the normal run.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent::{Kind, Late};
use crate::report::FixKind;

const ID: &str = "slow-remote-answer";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let late = Late::find(scene, ID, Kind::Remote)?;
    let Late { program, target, failing, normal, .. } = &late;
    let title = format!("{target} answers late: {failing} instead of {normal}");
    let summary = format!(
        "{program} waits for a remote service: {failing} in the failing run, {normal} in the normal one. The answer comes and is good."
    );
    late.steps("The service is slow: the answer comes late")
        .title(title)
        .summary(summary)
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
