//! Where the time of a slow run went, besides the waits that have files of their own.
//!
//! Sources: nanosleep(2), getrandom(2), tcp(7) for small segments, resolv.conf(5) for the time limit of a name server.

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::spent::{self, Kind};
use crate::model::trace::{EventId, Micros};
use crate::order::Change;
use crate::report::Confidence;
use crate::source::{LineNumber, Role, SourceId};

/// A kind of time, the cause, and the most that it alone can show.
const KINDS: &[(Kind, &str, Confidence)] = &[
    (Kind::Lookup, "slow-dns-timeout", Confidence::Proven),
    (Kind::Entropy, "waits-for-entropy", Confidence::Proven),
    (Kind::Acknowledged, "small-packet-delay", Confidence::Likely),
    (Kind::Sleep, "fixed-sleep-or-backoff", Confidence::Likely),
    (Kind::Small, "many-small-operations", Confidence::Likely),
    (Kind::Often, "many-small-operations", Confidence::Likely),
    // Who is kept from the processor, and why, no trace shows.
    (Kind::Ready, "cpu-contention", Confidence::Possible),
    (Kind::Compute, "cpu-bound-computation", Confidence::Likely),
];

/// What a run without a normal one beside it may be slow for.
const ALONE: &[(Kind, &str)] = &[
    (Kind::Lock, "slow-lock-wait"),
    (Kind::Lookup, "slow-dns-timeout"),
    (Kind::Remote, "slow-remote-answer"),
    (Kind::Sync, "slow-fsync"),
];

/// What the time names.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (kind, cause, most) in KINDS {
        found.add_all(late(scene, cause, *kind, *most));
    }
    for (kind, cause) in ALONE {
        found.add_all(alone(scene, cause, *kind));
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
    let mut claim = spent::late(scene, cause, kind)?;
    let throttled = if matches!(kind, Kind::Compute | Kind::Ready) { throttled(scene) } else { None };
    let mut most = most;
    if let Some((source, line)) = throttled {
        claim = claim.names("cpu-throttled-or-gc-pause").score(80);
        claim.cite_line(source, line, "throttled");
        most = Confidence::Likely;
    }
    let mut finding = claim
        .in_brief("causes/general/shapes")
        .variant("slow", true)
        .variant("often", kind == Kind::Often)
        .done()?;
    finding.diagnosis.confidence = finding.diagnosis.confidence.min(most);
    // A pause between two attempts follows from what fails.
    let retried = scene.suspects.iter().any(|one| !one.repeats.is_empty() && !one.optional());
    if kind == Kind::Sleep && retried {
        finding.diagnosis.confidence = Confidence::Possible;
    }
    Some(finding)
}

/// The line of a group's `cpu.stat` that says that in most periods its quota was used up (cgroups(7)).
fn throttled(scene: &Scene<'_>) -> Option<(SourceId, LineNumber)> {
    scene.case.sources.iter().enumerate().find_map(|(id, source)| {
        let number = |name: &str| {
            source.lines.iter().enumerate().take(4_096).find_map(|(index, line)| {
                let value = source.line_text(index).trim().strip_prefix(name)?.trim().parse::<u64>().ok()?;
                Some((value, line.number))
            })
        };
        let (stopped, line) = number("nr_throttled ")?;
        let (periods, _) = number("nr_periods ")?;
        (stopped > 0 && stopped.saturating_mul(4) >= periods).then_some((id, line))
    })
}

/// Where most of the time of a run went that nothing can be compared with.
fn alone(scene: &Scene<'_>, cause: &str, kind: Kind) -> Option<Finding> {
    let (run, time, worst) = spent::longest(scene, kind)?;
    let reading = scene.reading(run)?;
    let target = reading.descriptor(worst).map_or("", |one| one.target.as_str());
    // Nobody waits for a lock that nobody else has; the other times may be what they always are.
    let held = kind == Kind::Lock && reading.role == Role::Failing;
    let sure = if held { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, cause, sure, 40).blames(run, worst);
    if kind == Kind::Lookup {
        claim = claim.in_brief("causes/general/shapes");
    }
    let mut claim = claim
        .mark("program", reading.program(worst))
        .mark("target", target)
        .mark("taken", spent::words(time))
        .variant("alone", true);
    claim.cite(run, worst, "slow");
    claim.done()
}

/// A file that was slow to read once and is quick to read a second time: it came from storage, and then from memory.
fn read_again(reading: &Reading<'_>) -> Option<EventId> {
    let mut passes: Vec<(&str, u32, Micros, u64, EventId)> = Vec::new();
    for seen in reading.of_families(&[Family::Read]) {
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
