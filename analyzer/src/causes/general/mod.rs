//! The general reading: causes that need no file of their own.
//!
//! - What this errno of this call on this object means: [`mod@special`] where the object, the call or what came before
//!   tells more than the errno, [`files`] and [`network`] for the others. Each row names a cause of the shared
//!   vocabulary, the first row that fits a suspect speaks, and the kernel's tables ([`crate::kernel::meaning`]) say what
//!   it means in one sentence. Words: `words.md`.
//! - What the shape of a run means: [`ends`] by signals, [`hang`], [`pipes`] and children, where the time went ([`slow`]),
//!   what only the normal run beside it shows ([`compare`]), and what is left if nothing else differs ([`inside`]).
//!   Words: `shapes.md`.
//! - What a program names itself: [`said`], with the messages and words of the logs.

mod compare;
mod ends;
mod files;
mod hang;
mod inside;
mod network;
mod pipes;
mod row;
mod said;
mod slow;
mod special;

pub use inside::last_resort;

use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::server_log;
use super::reasoning::suspects::Suspect;
use super::upstream_server_timeout_closes_request;

use crate::kernel::{errno, meaning};
use crate::order::{Change, Flat, InList};
use crate::report::Confidence;

/// So many suspects are looked at: the cause is among the best.
const BEST: usize = 64;

/// What is said before the causes that have files of their own: where the object or the call tells more than the errno,
/// and where the program names the cause itself.
pub fn special(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = by_tables(scene, &[special::ROWS]);
    for more in [
        ends::findings,
        hang::findings,
        pipes::findings,
        compare::findings,
        inside::findings,
        said::findings,
        slow::findings,
    ] {
        found.add_all(more(scene));
    }
    found
}

/// Every row, from the specific to the general.
fn rows() -> impl Iterator<Item = &'static row::Row> {
    special::ROWS.iter().with(files::ROWS).with(network::ROWS)
}

/// The causes of all rows.
pub fn ids<'p>() -> impl Iterator<Item = &'p str> {
    rows().map(|row| row.cause)
}

/// What the tables say of the best suspects, best first.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = by_tables(scene, &[files::ROWS, network::ROWS]);
    found.add_all(reported(scene));
    found
}

fn by_tables(scene: &Scene<'_>, tables: &[&'static [row::Row]]) -> Vec<Finding> {
    let counts = |one: &&Suspect<'_>| one.matters() && !one.optional();
    scene
        .suspects
        .iter()
        .filter(counts)
        .take(BEST)
        .filter_map(|one| by_table(scene, one, tables))
        .take(2)
        .in_list()
}

fn by_table<'a>(scene: &Scene<'a>, suspect: &Suspect<'a>, tables: &[&'static [row::Row]]) -> Option<Finding> {
    let row = tables.iter().flat(|rows| rows.iter()).find(|row| row.says(scene, suspect))?;
    let reading = scene.reading(suspect.run)?;
    let number = errno::number_of(suspect.errno).unwrap_or(0);
    let says = meaning::of(scene.case.prose, suspect.call, number, reading.run.object(suspect.event)).text;
    let run = suspect.run;
    let mut claim = Claim::new(scene, row.cause, suspect.confidence().min(row.most), suspect.score - 1)
        .blames(run, suspect.event)
        .in_brief("causes/general/words")
        .marks_of(suspect)
        .mark("says", says)
        .mark("capability", special::capability(scene, suspect))
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
    let signs = scene.case.signs;
    let (run, reading, spoken, meaning) = scene.failing().find_map(|(run, reading)| {
        reading.reports.iter().find_map(|spoken| {
            let meaning = server_log::meaning(signs, &spoken.text)?;
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
