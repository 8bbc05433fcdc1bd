//! The general reading: what this errno of this call on this object means, where no cause has a file of its own.
//!
//! Each row names a cause of the shared vocabulary. The first row that fits a suspect speaks; the kernel's tables
//! ([`crate::kernel::meaning`]) say what it means in one sentence.

mod files;
mod network;
mod row;

use super::logs::advice;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use super::reasoning::{server_log, words};

use crate::kernel::{errno, meaning};
use crate::report::{Confidence, FixKind};

/// Every row, from the specific to the general.
fn rows() -> impl Iterator<Item = &'static row::Row> {
    files::ROWS.iter().chain(network::ROWS)
}

/// What the table says of the best suspects, best first.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = scene
        .suspects
        .iter()
        .filter(|one| one.matters() && !one.optional())
        .filter_map(|one| by_table(scene, one))
        .take(2)
        .collect();
    found.extend(reported(scene));
    found
}

fn by_table<'a>(scene: &Scene<'a>, suspect: &Suspect<'a>) -> Option<Finding> {
    let row = rows().find(|row| {
        row.errno == suspect.errno
            && (row.families.is_empty() || row.families.contains(&suspect.family))
            && (row.fits)(suspect)
    })?;
    let reading = scene.reading(suspect.run)?;
    let fill = |template: &str| words::fill(template, reading, suspect);
    let number = errno::number_of(suspect.errno).unwrap_or(0);
    let says = meaning::of(suspect.call, number, reading.run.object(suspect.event)).text;
    let summary = fill("{call} on {object} fails with {errno}, and {end}.");
    let mut claim = Claim::new(scene, row.cause, suspect.confidence(), suspect.score - 1)
        .blames(suspect.run, suspect.event)
        .title(fill(row.title))
        .summary(if says.is_empty() { summary } else { format!("{summary} {says}") });
    let fault = claim.cite(suspect.run, suspect.event, &fill("{call} fails: {error}"));
    let report = suspect.report.and_then(|event| claim.cite(suspect.run, event, "the message that follows"));
    let end = suspect.failure.as_ref().and_then(|shown| {
        claim.cite(suspect.run, shown.event, &format!("what comes of it: {}", shown.failure.words()))
    });
    if let Some((normal, event)) = suspect.normal {
        claim.cite(normal, event, "the normal run at the same place");
    }
    claim
        .step(&fill("The call fails: {call} returns {errno}"), fault)
        .step("It is reported: in the message that follows", report)
        .step(&fill("The work fails: {end}"), end)
        .confirm(
            &fill(row.confirm.0),
            &fill(row.confirm.1),
            "something else: then look at the line that the message names",
        )
        .fix(FixKind::Now, &fill(row.fix), "")
        .done()
}

/// What nginx itself wrote to its error log, in a trace that shows enough of the line.
fn reported(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, spoken, meaning) = scene.failing().find_map(|(run, reading)| {
        reading.reports.iter().find_map(|spoken| {
            let meaning = server_log::meaning(&spoken.text)?;
            let failed = reading
                .request(spoken.event)
                .and_then(|unit| super::reasoning::failure::of_request(reading, unit));
            failed.map(|_| (run, reading, spoken, meaning))
        })
    })?;
    let shown = reading
        .request(spoken.event)
        .and_then(|unit| super::reasoning::failure::of_request(reading, unit))?;
    let confidence = if meaning.proves { Confidence::Proven } else { Confidence::Likely };
    let mut claim = Claim::new(scene, meaning.cause, confidence, 60)
        .blames(run, spoken.event)
        .title(meaning.title)
        .summary(format!(
            "nginx writes the reason to its own error log while it works on the request, and {}.",
            shown.failure.words()
        ));
    let said = claim.cite(run, spoken.event, "nginx names the failure itself");
    let end = claim.cite(run, shown.event, &format!("what comes of it: {}", shown.failure.words()));
    claim = claim
        .step("nginx says why: in its error log", said)
        .step("The client gets an error: the request fails", end);
    if let Some(advice) = advice::advice(meaning.cause) {
        claim = claim.confirm(advice.confirm.0, advice.confirm.1, advice.confirm.2).fix(
            advice.fix.0,
            advice.fix.1,
            advice.fix.2,
        );
    }
    claim.done()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_row_names_an_errno_of_linux() {
        for row in rows() {
            assert!(errno::number_of(row.errno).is_some(), "{} of {}", row.errno, row.cause);
        }
    }
}
