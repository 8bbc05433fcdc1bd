//! A write to a file takes fewer bytes than it was given, and the rest is never written.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::families::Family;
use super::reasoning::reading::{Reading, Seen};
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "short-write";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let usual = |reading: &Reading<'_>| reading.named(writes).any(|seen| short(reading, &seen).is_some());
    // A program that does so when all is well gets along with it.
    if scene.working().any(|(_, normal)| usual(normal)) {
        return None;
    }
    scene.failing().find_map(|(run, reading)| {
        let (seen, wanted, done) = reading.named(writes).find_map(|seen| {
            let (wanted, done) = short(reading, &seen)?;
            Some((seen, wanted, done))
        })?;
        let failure = failure::of_event(reading, seen.id);
        let normal = scene.beside(run, seen.id);
        let sure = failure.is_some() || normal.is_some();
        let confidence = if sure { Confidence::Likely } else { Confidence::Possible };
        let mut claim = Claim::new(scene, ID, confidence, 62)
            .blames(run, seen.id)
            .mark("path", reading.descriptor(seen.id).map_or("", |one| one.target.as_str()))
            .mark("wanted", wanted.to_string())
            .mark("done", done.to_string());
        claim.cite(run, seen.id, "fault");
        claim.cites("next", run, next(reading, seen.id).map(|seen| seen.id));
        if let Some((normal, event)) = normal {
            claim.cite(normal, event, "normal");
        }
        claim.ends(run, failure.as_ref());
        claim.done()
    })
}

fn writes(name: &str) -> bool {
    matches!(name, "write" | "pwrite64")
}

/// The next call on the same descriptor.
fn next<'a>(reading: &Reading<'a>, event: EventId) -> Option<Seen<'a>> {
    let descriptor = reading.descriptor_id(event)?;
    let events = reading.descriptor(event).map_or(&[][..], |descriptor| &descriptor.events);
    let later = events.get(events.partition_point(|one| *one <= event)..).unwrap_or_default();
    later
        .iter()
        .filter(|one| reading.descriptor_id(**one) == Some(descriptor))
        .find_map(|one| reading.seen(*one))
}

/// How many bytes a write of a file was given and how many it took, where fewer and nothing follows.
fn short(reading: &Reading<'_>, seen: &Seen<'_>) -> Option<(i64, i64)> {
    let done = seen.returned().filter(|done| *done > 0)?;
    // Sockets and pipes take what they have room for.
    let file = matches!(
        reading.role_of(seen.id),
        DescriptorRole::File
            | DescriptorRole::CacheFile
            | DescriptorRole::TempFile
            | DescriptorRole::Database
            | DescriptorRole::Log
    );
    if !file {
        return None;
    }
    let wanted = seen.arguments(reading.run).number(2).filter(|wanted| *wanted > done)?;
    // What stops the next write tells more.
    let goes_on = next(reading, seen.id).is_some_and(|next| next.family() == Family::Write);
    (!goes_on).then_some((wanted, done))
}
