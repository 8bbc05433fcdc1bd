//! The general reading: what this errno of this call on this object means, where no cause has a file of its own.
//!
//! Each row names a cause of the shared vocabulary. The first row that fits a suspect speaks; the kernel's tables
//! ([`crate::kernel::meaning`]) say what it means in one sentence.

mod files;
mod network;
mod row;

use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::server_log;
use super::reasoning::suspects::Suspect;
use super::upstream_server_timeout_closes_request;

use crate::kernel::{errno, meaning};
use crate::report::Confidence;

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
    let number = errno::number_of(suspect.errno).unwrap_or(0);
    let says = meaning::of(suspect.call, number, reading.run.object(suspect.event)).text;
    let run = suspect.run;
    let mut claim = Claim::new(scene, row.cause, suspect.confidence(), suspect.score - 1)
        .blames(run, suspect.event)
        .in_brief("causes/general/words")
        .marks_of(suspect)
        .mark("says", says)
        .variant(row.errno, true);
    claim.cite(run, suspect.event, "fault");
    claim.cites("report", run, suspect.report);
    claim.ends(run, suspect.failure.as_ref());
    if let Some((normal, event)) = suspect.normal {
        claim.cite(normal, event, "normal");
    }
    claim.done()
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
    // What nginx saw is only the other end of a limit that the application states.
    if meaning.cause == "upstream-closed-early" && upstream_server_timeout_closes_request::explains(scene) {
        return None;
    }
    let shown = reading
        .request(spoken.event)
        .and_then(|unit| super::reasoning::failure::of_request(reading, unit))?;
    let confidence = if meaning.proves { Confidence::Proven } else { Confidence::Likely };
    let mut claim = Claim::new(scene, meaning.cause, confidence, 60)
        .blames(run, spoken.event)
        .in_brief("causes/logs/nginx")
        .variant(meaning.variant, true)
        .variant("traced", true);
    claim.cite(run, spoken.event, "message");
    claim.ends(run, Some(&shown));
    claim.done()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::prose::Prose;

    #[test]
    fn every_row_names_an_errno_of_linux() {
        for row in rows() {
            assert!(errno::number_of(row.errno).is_some(), "{} of {}", row.errno, row.cause);
        }
    }

    #[test]
    fn every_row_has_its_words() {
        let prose = Prose::built_in();
        for row in rows() {
            assert!(prose.brief("causes/general/words", row.cause).known(), "{}", row.cause);
        }
    }
}
