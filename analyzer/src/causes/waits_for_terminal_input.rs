//! The program waits for input from a terminal or an inherited standard input.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::{Confidence, FixKind};
use crate::trace::DescriptorRole;

const ID: &str = "waits-for-terminal-input";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 65)
        .blames(run, wait.event)
        .title(format!("{program} waits for input that nobody types"))
        .summary(format!("{program} reads from its standard input{waited}, and nothing comes: it was started where nobody can type, or it asks a question."));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));

    claim
        .step("It asks for input: a question, a password, or a missing file argument", None)
        .step("Nobody answers: the read waits for ever", stuck)
        .confirm("COMMAND </dev/null", "it ends at once, perhaps with a message", "it still waits: then for something else")
        .fix(FixKind::Now, "Give it its input, or close it.", "COMMAND </dev/null")
        .fix(FixKind::Proper, "Use the option that makes it ask nothing (-y, --batch, --no-input), and redirect standard input in jobs.", "")
        .done()
}

fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| {
        matches!(wait.family, Family::Read | Family::Wait)
            && matches!(
                waits::awaited_role(reading, wait),
                DescriptorRole::StandardInput | DescriptorRole::Terminal
            )
    })
}
