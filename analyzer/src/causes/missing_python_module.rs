//! Python finds a module in none of the directories of its search path.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::reading::{Reading, Spoken};
use super::reasoning::scene::Scene;
use super::reasoning::words::program_name;
use crate::report::Confidence;

const ID: &str = "missing-python-module";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, spoken, module) = scene.failing().find_map(|(run, reading)| {
        reading.reports.iter().find_map(|spoken| Some((run, reading, spoken, module(reading, spoken)?)))
    })?;
    let shown = failure::of_process(reading, spoken.leader);
    let confidence = if shown.is_some() { Confidence::Proven } else { Confidence::Possible };
    let mut claim = Claim::new(scene, ID, confidence, 80).blames(run, spoken.event).mark("module", module);
    claim.cite(run, spoken.event, "said");
    claim.ends(run, shown.as_ref());
    claim.done()
}

/// The module that a message of Python names; empty if the trace cuts the name off, `None` if it is no such message.
fn module(reading: &Reading<'_>, spoken: &Spoken) -> Option<String> {
    let python = reading
        .process(spoken.leader)
        .is_some_and(|process| program_name(&process.program).starts_with("python"));
    if !python || !(spoken.text.contains("ModuleNotFoundError") || spoken.text.contains("No module named")) {
        return None;
    }
    let name = spoken.text.split_once("No module named").map_or("", |(_, rest)| rest.trim());
    let name: String = name
        .trim_matches(['\'', '"'])
        .chars()
        .take_while(|letter| {
            letter.is_ascii_alphanumeric() || !letter.is_ascii() || matches!(letter, '_' | '.')
        })
        .collect();
    Some(name)
}
