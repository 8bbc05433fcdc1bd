//! Where the time went: waits of the failing run compared with those of the normal one.

use super::claim::Claim;
use super::families::Family;
use super::reading::{Reading, Seen};
use super::scene::Scene;
use crate::model::trace::{EventId, Micros};
use crate::report::Confidence;
use crate::trace::{DescriptorRole, ProcessEnd};

/// A run that takes less time than this longer is not slow.
const NOTABLE: Micros = 300_000;

/// A kind of waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `fsync`, `fdatasync` and their kin.
    Sync,
    /// Reads of files.
    DiskRead,
    /// Waits for a server.
    Remote,
    /// Waits for a file lock.
    Lock,
}

/// A kind of waiting that takes most of the time by which the failing run is longer.
#[derive(Debug)]
pub struct Extra {
    /// The failing run.
    pub run: usize,
    /// Time spent so in the failing run.
    pub failing: Micros,
    /// Time spent so in the normal run.
    pub normal: Micros,
    /// By how much the failing run is longer.
    pub longer: Micros,
    /// The slowest calls of the failing run, slowest first.
    pub slowest: Vec<EventId>,
    /// The slowest call of the normal run.
    pub normal_slowest: Option<(usize, EventId)>,
}

impl Extra {
    /// Proven where nearly all of the time is explained.
    pub fn confidence(&self) -> Confidence {
        if (self.failing - self.normal).saturating_mul(10) >= self.longer.saturating_mul(8) {
            Confidence::Proven
        } else {
            Confidence::Likely
        }
    }
}

/// Looks whether a kind of waiting explains why a program that ended well took longer than in the normal run.
fn dominant(scene: &Scene<'_>, kind: Kind) -> Option<Extra> {
    let (normal_run, normal) = scene.working().find(|(_, reading)| ended_well(reading))?;
    scene.failing().find_map(|(run, reading)| {
        if !ended_well(reading) || normal_run == run {
            return None;
        }
        let longer = length(reading)? - length(normal)?;
        let here = Total::of(reading, kind);
        let usual = Total::of(normal, kind);
        let extra = here.time - usual.time;
        let much = extra >= NOTABLE
            && extra.saturating_mul(2) >= longer
            && here.time >= usual.time.saturating_mul(3);
        (longer >= NOTABLE && much).then(|| Extra {
            run,
            failing: here.time,
            normal: usual.time,
            longer,
            slowest: here.slowest(4),
            normal_slowest: usual.slowest(1).first().map(|event| (normal_run, *event)),
        })
    })
}

/// A run that is late because of one kind of call: what the causes of slowness say alike.
#[derive(Debug)]
pub struct Late<'s, 'a> {
    claim: Claim<'s, 'a>,
    slowest: Option<usize>,
    normal_at: Option<usize>,
    /// The program that waits.
    pub program: String,
    /// What it waits for: a path or a peer.
    pub target: String,
    /// How long it waits in the failing run, in words.
    pub failing: String,
    /// How long it waits in the normal run, in words.
    pub normal: String,
}

impl<'s, 'a> Late<'s, 'a> {
    /// Begins the claim of a cause if calls of this kind explain most of the time, and cites the slow ones.
    pub fn find(scene: &'s Scene<'a>, id: &str, kind: Kind) -> Option<Self> {
        let extra = dominant(scene, kind)?;
        let reading = scene.reading(extra.run)?;
        let worst = extra.slowest.first().copied()?;
        let target = reading
            .descriptor(worst)
            .map(|descriptor| descriptor.target.clone())
            .filter(|target| !target.is_empty())
            .unwrap_or_else(|| "its object".into());
        let mut claim = Claim::new(scene, id, extra.confidence(), 70).blames(extra.run, worst);
        let mut slowest = None;
        let mut in_order = extra.slowest.clone();
        in_order.sort_unstable();
        for event in [in_order.first(), in_order.last()].into_iter().flatten() {
            let at = claim.cite(extra.run, *event, "one of the slow calls");
            slowest = slowest.or(at);
        }
        let normal_at = extra
            .normal_slowest
            .and_then(|(normal, event)| claim.cite(normal, event, "the slowest of them in the normal run"));
        Some(Self {
            claim,
            slowest,
            normal_at,
            program: reading.program(worst).to_string(),
            target,
            failing: words(extra.failing),
            normal: words(extra.normal),
        })
    }

    /// The claim with its steps; the first says why it waits.
    pub fn steps(self, first: &str) -> Claim<'s, 'a> {
        let Self { claim, slowest, normal_at, failing, normal, .. } = self;
        claim
            .step(first, slowest)
            .step(&format!("The time adds up: {failing} in these calls instead of {normal}"), normal_at)
            .step("The work takes longer: nothing fails", None)
    }
}

/// Time in words: `2.1 s`, `14 ms`.
pub fn words(time: Micros) -> String {
    if time >= 1_000_000 {
        format!("{}.{} s", time / 1_000_000, (time % 1_000_000) / 100_000)
    } else if time >= 1_000 {
        format!("{} ms", time / 1_000)
    } else {
        format!("{time} µs")
    }
}

struct Total {
    time: Micros,
    calls: Vec<(Micros, EventId)>,
}

impl Total {
    fn of(reading: &Reading<'_>, kind: Kind) -> Self {
        let mut total = Self { time: 0, calls: Vec::new() };
        for seen in reading.calls().filter(|seen| is_kind(reading, seen, kind)) {
            let Some(time) = taken(reading, &seen) else { continue };
            total.time = total.time.saturating_add(time);
            total.calls.push((time, seen.id));
        }
        total
    }

    fn slowest(&self, count: usize) -> Vec<EventId> {
        let Some(most) = self.calls.iter().map(|(time, _)| *time).max() else { return Vec::new() };
        // The first and last slow ones frame the slow stretch; the very slowest leads.
        let mut slow: Vec<(Micros, EventId)> =
            self.calls.iter().copied().filter(|(time, _)| time.saturating_mul(4) >= most).collect();
        crate::order::by_key(&mut slow, |(_, event)| *event);
        let mut events: Vec<EventId> = slow.iter().map(|(_, event)| *event).collect();
        if events.len() > count && count > 1 {
            let last = events.last().copied();
            events.truncate(count - 1);
            events.extend(last);
        }
        events.truncate(count);
        events
    }
}

fn is_kind(reading: &Reading<'_>, seen: &Seen<'_>, kind: Kind) -> bool {
    use DescriptorRole as Role;
    let role = reading.role_of(seen.id);
    match kind {
        Kind::Sync => {
            matches!(seen.name, "fsync" | "fdatasync" | "sync_file_range" | "msync" | "syncfs" | "sync")
        }
        Kind::DiskRead => {
            seen.family() == Family::Read
                && matches!(
                    role,
                    Role::File
                        | Role::Database
                        | Role::CacheFile
                        | Role::ConfigFile
                        | Role::Library
                        | Role::Script
                        | Role::TempFile
                )
        }
        Kind::Remote => {
            let reads = matches!(seen.family(), Family::Receive | Family::Read)
                && matches!(role, Role::Peer | Role::Upstream);
            let polls = seen.family() == Family::Wait && polled(reading, seen) == Role::Peer;
            reads || polls
        }
        Kind::Lock => seen.family() == Family::Lock && !seen.call.outcome.failed(),
    }
}

/// The role of the first descriptor that a `poll` or `select` names.
fn polled(reading: &Reading<'_>, seen: &Seen<'_>) -> DescriptorRole {
    let number = super::reading::between(seen.args, "fd=", ",")
        .and_then(|word| word.split('<').next()?.parse::<i32>().ok());
    number
        .and_then(|number| super::waits::open_descriptor(reading, reading.leader(seen.id), number, seen.id))
        .map_or(DescriptorRole::Unknown, |descriptor| descriptor.role)
}

/// How long a call took: as strace measured it, or until the same thread's next line.
fn taken(reading: &Reading<'_>, seen: &Seen<'_>) -> Option<Micros> {
    if let Some(duration) = seen.duration() {
        return Some(duration);
    }
    let process = reading.run.process_of.get(seen.id as usize)?;
    let begin = seen.event.time?;
    let next = reading
        .calls_after(seen.id)
        .take(64)
        .find(|next| reading.run.process_of.get(next.id as usize) == Some(process))?;
    Some(next.event.time? - begin)
}

/// From the first line with a time to the last.
fn length(reading: &Reading<'_>) -> Option<Micros> {
    let events = &reading.run.trace.events;
    let first = events.iter().find_map(|event| event.time)?;
    let last = events.iter().rev().find_map(|event| event.time)?;
    Some(last - first)
}

fn ended_well(reading: &Reading<'_>) -> bool {
    *reading.end(0) == ProcessEnd::Exited(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_fitting_units() {
        assert_eq!(words(2_150_000), "2.1 s");
        assert_eq!(words(14_200), "14 ms");
        assert_eq!(words(90), "90 µs");
    }
}
