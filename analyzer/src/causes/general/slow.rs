//! Where the time of a slow run went, besides the waits that have files of their own.
//!
//! Sources: nanosleep(2), getrandom(2), tcp(7) for small segments, resolv.conf(5) for the time limit of a name server.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::spent::{self, Kind};
use crate::model::trace::{EventId, Micros};
use crate::order::Change;
use crate::report::Confidence;

/// A kind of time, the cause, and the most that it alone can show.
const KINDS: &[(Kind, &str, Confidence)] = &[
    (Kind::Lookup, "slow-dns-timeout", Confidence::Proven),
    (Kind::Entropy, "waits-for-entropy", Confidence::Proven),
    (Kind::Acknowledged, "small-packet-delay", Confidence::Likely),
    (Kind::Sleep, "fixed-sleep-or-backoff", Confidence::Likely),
    (Kind::Small, "many-small-operations", Confidence::Likely),
    // Who is kept from the processor, and why, no trace shows.
    (Kind::Ready, "cpu-contention", Confidence::Possible),
    (Kind::Compute, "cpu-bound-computation", Confidence::Likely),
];

/// What the time names.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (kind, cause, most) in KINDS {
        found.add_all(late(scene, cause, *kind, *most));
    }
    if let Some(claim) = spent::late(scene, "cold-file-cache", Kind::DiskRead)
        && let Some((run, again)) =
            scene.failing().find_map(|(run, reading)| Some((run, read_again(reading)?)))
    {
        let mut claim =
            claim.in_brief("causes/general/shapes").variant("slow", true).confidence(Confidence::Likely);
        claim.cite(run, again, "again");
        found.add_all(claim.done());
    }
    found
}

fn late(scene: &Scene<'_>, cause: &str, kind: Kind, most: Confidence) -> Option<Finding> {
    let claim = spent::late(scene, cause, kind)?;
    let mut finding = claim.in_brief("causes/general/shapes").variant("slow", true).done()?;
    finding.diagnosis.confidence = finding.diagnosis.confidence.min(most);
    // A pause between two attempts follows from what fails.
    let retried = scene.suspects.iter().any(|one| !one.repeats.is_empty() && !one.optional());
    if kind == Kind::Sleep && retried {
        finding.diagnosis.confidence = Confidence::Possible;
    }
    Some(finding)
}

/// A file that was slow to read once and is quick to read a second time: it came from storage, and then from memory.
fn read_again(reading: &Reading<'_>) -> Option<EventId> {
    let mut passes: Vec<(&str, u32, Micros, u64, EventId)> = Vec::new();
    for seen in reading.calls().filter(|seen| seen.family() == Family::Read) {
        let (Some(id), Some(time)) = (reading.descriptor_id(seen.id), seen.duration()) else { continue };
        let Some(count) = seen.returned().and_then(|count| u64::try_from(count).ok()) else { continue };
        let target = reading.descriptor(seen.id).map_or("", |one| one.target.as_str());
        let room = passes.len() < 512;
        let known = passes.iter().rposition(|pass| pass.1 == id);
        match known.and_then(|at| passes.get_mut(at)) {
            Some(pass) => {
                pass.2 = pass.2.saturating_add(time);
                pass.3 = pass.3.saturating_add(count);
            }
            None if room && target.starts_with('/') => passes.push((target, id, time, count, seen.id)),
            None => {}
        }
    }
    passes.iter().enumerate().find_map(|(at, first)| {
        let later = passes.iter().skip(at + 1).find(|later| {
            later.0 == first.0
                && later.3 >= first.3
                && first.2 >= 50_000
                && later.2.saturating_mul(5) <= first.2
        })?;
        Some(later.4)
    })
}
