//! The general reading: causes that need no file of their own.
//!
//! - What this errno of this call on this object means: [`mod@special`] where the object, the call or what came before
//!   tells more than the errno, [`files`] and [`network`] for the others. Each row names a cause of the shared
//!   vocabulary, the first row that fits a suspect speaks, and the kernel's tables ([`crate::kernel::meaning`]) say what
//!   it means in one sentence. Words: `words.md`.
//! - What the shape of a run means: [`ends`] by signals, [`hang`], [`pipes`] and children, where the time went ([`slow`]),
//!   what only the normal run beside it shows ([`compare`]), and what is left if nothing else differs ([`inside`]).
//!   Words: `shapes.md`.
//! - What comes back to a program that asks another one: [`dialogue`]. Words: `shapes.md`.
//! - What a program names itself: [`said`], with the messages and words of the logs.

mod answers;
mod compare;
mod dialogue;
mod ends;
pub mod files;
mod hang;
mod inside;
mod network;
mod pipes;
mod row;
mod said;
mod slow;
mod special;

pub use hang::set_aside as set_aside_by_hang;
pub use inside::last_resort;
pub use said::heard;
pub use special::is_lock;

use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::scene::Scene;
use super::reasoning::server_log;
use super::reasoning::suspects::Suspect;
use super::reasoning::words;
use super::{upstream_keepalive_idle_race, upstream_server_timeout_closes_request};

use crate::kernel::{errno, meaning};
use crate::order::{Change, Flat, InList};
use crate::report::Confidence;
use crate::trace::DescriptorRole;

/// So many suspects are looked at: the cause is among the best.
const BEST: usize = 64;

/// What is said before the causes that have files of their own: where the object or the call tells more than the errno,
/// and where the program names the cause itself.
pub fn special(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = by_tables(scene, &[special::ROWS]);
    found.add_all(reported(scene, true));
    for more in [
        ends::findings,
        hang::findings,
        pipes::findings,
        compare::findings,
        dialogue::findings,
        inside::findings,
        said::findings,
        slow::findings,
        answers::findings,
    ] {
        found.add_all(more(scene));
    }
    found
}

/// Every row, from the specific to the general.
fn rows() -> impl Iterator<Item = &'static row::Row> {
    special::ROWS.iter().with(files::ROWS).with(network::ROWS)
}

/// A failing call shows that a cause which its errno alone could name is not meant.
pub fn rules_out(scene: &Scene<'_>, one: &Suspect<'_>, cause: &str) -> bool {
    let mut meant = rows().filter(|row| row.errno == one.errno && row.cause == cause).peekable();
    meant.peek().is_some() && !meant.any(|row| row.says(scene, one))
}

/// The causes of all rows.
pub fn ids<'p>() -> impl Iterator<Item = &'p str> {
    rows().map(|row| row.cause)
}

/// What the tables say of the best suspects, best first.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = by_tables(scene, &[files::ROWS, network::ROWS]);
    found.add_all(reported(scene, false));
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
    // Of all tables, so that no general row speaks of a call that a special one explains.
    let row = rows().find(|row| row.says(scene, suspect))?;
    if !tables.iter().any(|rows| rows.iter().any(|one| std::ptr::eq(one, row))) {
        return None;
    }
    let reading = scene.reading(suspect.run)?;
    let number = errno::number_of(suspect.errno).unwrap_or(0);
    let says = meaning::of(scene.case.prose, suspect.call, number, reading.run.object(suspect.event)).text;
    let run = suspect.run;
    let mut claim = Claim::new(scene, row.cause, suspect.confidence().min(row.most), suspect.score - 1)
        .blames(run, suspect.event)
        .in_brief("causes/general/words")
        .marks_of(suspect)
        .mark("says", says)
        .mark("on", acted_on(scene, suspect))
        .mark("capability", special::capability(scene, suspect))
        .variant(row.errno, true);
    claim.cite(run, suspect.event, "fault");
    claim.cites(if suspect.named { "report" } else { "next" }, run, suspect.report);
    claim.ends(run, suspect.failure.as_ref());
    if let Some((normal, event)) = suspect.normal {
        claim.cite(normal, event, "normal");
    }
    claim.done()
}

/// What a call acted on, for the middle of a sentence; empty where the call names nothing.
fn acted_on(scene: &Scene<'_>, suspect: &Suspect<'_>) -> String {
    if !suspect.object.name.is_empty() || suspect.object.role != DescriptorRole::Unknown {
        return words::object(suspect);
    }
    let seen =
        scene.reading(suspect.run).and_then(|reading| Some(reading.seen(suspect.event)?.path(reading.run)));
    seen.unwrap_or_default()
}

/// What nginx itself wrote to its error log, in a trace that shows enough of the line: at its start, or of a request.
fn reported(scene: &Scene<'_>, starts: bool) -> Option<Finding> {
    let signs = scene.case.signs;
    let (run, shown, spoken, meaning) = scene.failing().find_map(|(run, reading)| {
        reading.reports.iter().find_map(|spoken| {
            let meaning = server_log::meaning(signs, &spoken.text)?;
            let shown = match reading.request(spoken.event) {
                Some(unit) => failure::of_request(reading, unit).filter(|_| !starts),
                // nginx ends because of what it says, whatever else its start met.
                None => failure::of_process(reading, spoken.leader)
                    .filter(|_| starts && spoken.text.contains("[emerg]")),
            };
            shown.map(|shown| (run, shown, spoken, meaning))
        })
    })?;
    // What nginx saw is only the other end of a limit that the application states.
    if meaning.cause == "upstream-closed-early" && upstream_server_timeout_closes_request::explains(scene) {
        return None;
    }
    if matches!(meaning.cause, "upstream-reset" | "upstream-closed-early")
        && upstream_keepalive_idle_race::explains(scene)
    {
        return None;
    }
    let confidence = if meaning.proves { Confidence::Proven } else { Confidence::Likely };
    let score = if starts { 140 } else { 60 };
    let mut claim = Claim::new(scene, meaning.cause, confidence, score)
        .blames(run, spoken.event)
        .in_brief("causes/logs/nginx")
        .variant(meaning.variant, true)
        .variant("starts", starts)
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
