//! The program waits for input from a terminal or an inherited standard input.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "waits-for-terminal-input";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    waits::claim(scene, ID, pick, Confidence::Likely, 65)?.claim.done()
}

fn pick(reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| {
        matches!(wait.family, Family::Read | Family::Wait)
            && matches!(
                waits::awaited_role(reading, wait),
                DescriptorRole::StandardInput | DescriptorRole::Terminal
            )
    })
}
