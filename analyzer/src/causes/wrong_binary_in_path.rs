//! PATH leads to another program of the same name than the intended one.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::families::Family;
use super::reasoning::reading::{Reading, Seen, base_name, directory};
use super::reasoning::scene::Scene;
use crate::order::{InList, Texts};
use crate::report::Confidence;

const ID: &str = "wrong-binary-in-path";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    // What a program starts by its path (its own helpers) is no answer to the same search.
    let mut usual: Texts<Option<(usize, Started)>> = Texts::default();
    let mut paths: Texts<()> = Texts::default();
    for (run, reading) in scene.working() {
        for one in started(reading) {
            paths.insert(&one.path, ());
            if searched_by_name(&one) {
                usual.change(&one.name.clone(), |usual| *usual = usual.take().or(Some((run, one))));
            }
        }
    }
    let (run, other, normal_run, normal) = scene.failing().find_map(|(run, reading)| {
        started(reading).into_iter().find_map(|one| {
            let (normal_run, normal) = usual.get(&one.name)?.as_ref()?;
            let other = !paths.contains(&one.path) && searched_by_name(&one);
            other.then_some((run, one, *normal_run, normal))
        })
    })?;
    let reading = scene.reading(run)?;
    let shown = failure::of_process(reading, reading.leader(other.event));
    let confidence = if shown.is_some() { Confidence::Proven } else { Confidence::Possible };
    let mut claim = Claim::new(scene, ID, confidence, if shown.is_some() { 85 } else { 10 })
        .blames(run, other.event)
        .mark("name", other.name.as_str())
        .mark("path", other.path.as_str())
        .mark("dir", directory(&other.path))
        .mark("usual", normal.path.as_str())
        .mark("usual-dir", directory(&normal.path));
    claim.cite(run, other.event, "here");
    claim.cites("found", run, found_by(reading, &other));
    claim.cite(normal_run, normal.event, "normal");
    claim.cites("said", run, reading.said_after(other.event).next().map(|spoken| spoken.event));
    claim.ends(run, shown.as_ref());
    claim.done()
}

/// A program that was started.
#[derive(Debug)]
struct Started {
    event: crate::model::trace::EventId,
    path: String,
    name: String,
    typed: String,
}

fn started(reading: &Reading<'_>) -> Vec<Started> {
    reading
        .of_families(&[Family::Execute])
        .filter(|seen| seen.returned() == Some(0))
        .map(|seen| {
            let path = seen.path(reading.run);
            Started { event: seen.id, name: base_name(&path).to_string(), typed: typed(&seen), path }
        })
        .in_list()
}

/// The first word of the argument list: what was typed.
fn typed(seen: &Seen<'_>) -> String {
    super::reasoning::reading::between(seen.args, "[\"", "\"").unwrap_or("").to_string()
}

/// True if the program was found by its bare name, and not by a path that somebody wrote.
fn searched_by_name(one: &Started) -> bool {
    !one.typed.contains('/')
}

/// The line on which the shell found it.
fn found_by(reading: &Reading<'_>, one: &Started) -> Option<crate::model::trace::EventId> {
    let quoted = format!("\"{}\"", one.path);
    reading
        .calls_before(one.event)
        .take(4000)
        .filter(|seen| {
            seen.family() == Family::Look && seen.returned() == Some(0) && seen.args.contains(&quoted)
        })
        .last()
        .map(|seen| seen.id)
}
