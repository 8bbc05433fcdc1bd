//! Python finds a module in none of the directories of its search path.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::reading::{Reading, Spoken};
use super::reasoning::scene::Scene;
use super::reasoning::words::program_name;
use crate::report::{Confidence, FixKind};

const ID: &str = "missing-python-module";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, spoken, module) = scene.failing().find_map(|(run, reading)| {
        reading.reports.iter().find_map(|spoken| Some((run, reading, spoken, module(reading, spoken)?)))
    })?;
    let shown = failure::of_process(reading, spoken.leader);
    let confidence = if shown.is_some() { Confidence::Proven } else { Confidence::Possible };
    let name = if module.is_empty() { "a module".to_string() } else { format!("the module {module}") };
    let mut claim = Claim::new(scene, ID, confidence, 80)
        .title(format!("Python cannot find {name}"))
        .summary(format!("Python looked for {name} in every directory of its search path and found it in none, so the import failed and the program ended."));
    let said = claim.cite(run, spoken.event, "Python says that the module was not found");
    let end = shown.and_then(|shown| {
        claim.cite(run, shown.event, &format!("what comes of it: {}", shown.failure.words()))
    });
    claim
        .blames(run, spoken.event)
        .step("The module is missing: it is not installed for this interpreter", None)
        .step("The import fails: no directory of the search path has it", said)
        .step("The program ends: nobody catches the error", end)
        .confirm(
            &format!("python3 -c 'import {}'", if module.is_empty() { "NAME" } else { &module }),
            "ModuleNotFoundError",
            "no error: the program runs with another interpreter or environment",
        )
        .confirm(
            "python3 -c 'import sys; print(sys.executable, sys.path)'",
            "another interpreter or path than the one it was installed for",
            "the expected ones",
        )
        .fix(
            FixKind::Now,
            "Install it for the interpreter that runs the program.",
            &format!("python3 -m pip install {}", if module.is_empty() { "NAME" } else { &module }),
        )
        .fix(
            FixKind::Proper,
            "Run the program from its own virtual environment, built from a list of requirements.",
            "",
        )
        .done()
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
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
        .collect();
    Some(name)
}
