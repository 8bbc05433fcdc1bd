//! Where the time went: waits of the failing run compared with those of the normal one.

use super::claim::Claim;
use super::families::Family;
use super::reading::{Reading, Seen};
use super::scene::Scene;
use crate::model::trace::{EventId, Micros};
use crate::order::{Change, InList};
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
    /// Sleeps, and waits for nothing but time.
    Sleep,
    /// The program's own work between two calls; only where the trace has times and durations.
    Compute,
    /// Waits for a name server that end without an answer.
    Lookup,
    /// Waits for random numbers.
    Entropy,
    /// Waits for a server of 35 to 50 ms each, as delayed acknowledgements take (`TCP_DELACK_MIN` is 40 ms).
    Acknowledged,
    /// Calls that never wait for anything but a processor.
    Ready,
    /// Calls on files, each of them quick.
    Small,
    /// Writes to storage and waits for a server: far more of them, and each as quick as before.
    Often,
}

/// A call that takes longer than this is no quick one.
const QUICK: Micros = 5_000;

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
    /// The slowest call of the normal run, on the same object if there is one.
    pub normal_slowest: Option<(usize, EventId)>,
    /// The trace says itself how long calls took (`-T`); else what follows a call may be the program's own work.
    timed: bool,
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
        if longer < NOTABLE {
            return None;
        }
        let here = Total::of(reading, kind);
        let usual = Total::of(normal, kind);
        let extra = here.time - usual.time;
        let much = extra >= NOTABLE
            && extra.saturating_mul(2) >= longer
            && here.time >= usual.time.saturating_mul(3);
        let more = usual.calls.len() >= 2 && here.calls.len() >= usual.calls.len().saturating_mul(5);
        let often = match kind {
            Kind::Small => here.calls.len() >= usual.calls.len().saturating_mul(MANY).max(200),
            Kind::Acknowledged => here.calls.len() >= 5,
            Kind::Often => more && !slower(&here, &usual),
            // What is done far more often and no slower than before is not slow.
            Kind::Sync | Kind::DiskRead | Kind::Remote => !more || slower(&here, &usual),
            _ => true,
        };
        if !much || !often {
            return None;
        }
        let slowest = here.slowest(4);
        let target =
            |reading: &Reading<'_>, event: EventId| reading.descriptor(event).map(|one| one.target.clone());
        let worst = slowest.first().and_then(|event| target(reading, *event));
        let same = usual.calls.iter().filter(|call| worst.is_some() && target(normal, call.1) == worst);
        let quick = same.max().map(|call| call.1).or_else(|| usual.slowest(1).first().copied());
        Some(Extra {
            run,
            failing: here.time,
            normal: usual.time,
            longer,
            timed: slowest
                .iter()
                .all(|event| reading.seen(*event).is_some_and(|seen| seen.duration().is_some())),
            slowest,
            normal_slowest: quick.map(|event| (normal_run, event)),
        })
    })
}

/// The calls take at least twice as long on average.
fn slower(here: &Total, usual: &Total) -> bool {
    let count = |total: &Total| Micros::try_from(total.calls.len()).unwrap_or(Micros::MAX).max(1);
    here.time / count(here) >= 2 * (usual.time / count(usual)).max(1)
}

/// The kind of waiting that takes most of a run that has no normal one beside it, where the trace says how long calls
/// took: the run, the time and the call.
pub fn longest(scene: &Scene<'_>, kind: Kind) -> Option<(usize, Micros, EventId)> {
    if scene.working().next().is_some() {
        return None;
    }
    scene.failing().find_map(|(run, reading)| {
        if !ended_well(reading) {
            return None;
        }
        let total = Total::of(reading, kind);
        let worst = total.calls.iter().max()?;
        let most = worst.0 >= 3 * NOTABLE && total.time.saturating_mul(2) >= length(reading)?;
        (most && reading.seen(worst.1)?.duration().is_some()).then_some((run, total.time, worst.1))
    })
}

/// The trace shows all calls: those by which every program begins are among them.
pub fn unfiltered(reading: &Reading<'_>) -> bool {
    reading
        .calls()
        .take(4_096)
        .any(|seen| matches!(seen.name, "arch_prctl" | "set_tid_address" | "set_robust_list" | "rseq"))
}

/// Begins the diagnosis of a run that is late because calls of one kind took most of the time.
///
/// Sets the marks `{program}`, `{target}` (a path or a peer, empty if not known), `{taken}` and `{usual}`: how long it
/// waits in the failing and in the normal run, and `{longer}`: by how much the whole run is longer. Cites slow calls (`slow`) and the slowest of the normal run (`quick`).
pub fn late<'s, 'a>(scene: &'s Scene<'a>, id: &str, kind: Kind) -> Option<Claim<'s, 'a>> {
    let extra = dominant(scene, kind)?;
    let reading = scene.reading(extra.run)?;
    let worst = extra.slowest.first().copied()?;
    // A pause between two attempts at a lock is about the file of the last attempt.
    let pause = kind == Kind::Lock && reading.seen(worst).is_some_and(|seen| sleeps(&seen));
    let attempt = reading.calls_before(worst).find(|seen| pause && seen.family() == Family::Lock);
    let about = attempt.map_or(worst, |seen| seen.id);
    let target = reading.descriptor(about).map(|descriptor| descriptor.target.clone());
    // Without its own times a call that never waits for long may be followed by the program's own work.
    let unsure = !extra.timed && matches!(kind, Kind::DiskRead | Kind::Compute | Kind::Small | Kind::Ready);
    // More pauses of the usual length: it looks again and again for something that comes later than usual.
    let lasts = |of: &Reading<'_>, event: EventId| of.seen(event).and_then(|seen| taken(of, &seen));
    let usual = extra.normal_slowest.and_then(|(run, event)| lasts(scene.reading(run)?, event));
    let longest = extra.slowest.iter().filter_map(|event| lasts(reading, *event)).max();
    // Of two programs one may well pause where the other has no need to.
    let first = |of: &Reading<'_>| of.process(0).map(|one| one.program.clone());
    let strange = scene.working().all(|(_, normal)| first(normal) != first(reading));
    let again = longest.zip(usual).is_some_and(|(long, usual)| long < 2 * usual);
    let looks = kind == Kind::Sleep && (again || strange);
    let most = match (looks, pause) {
        (true, _) => Confidence::Possible,
        (false, true) => Confidence::Likely,
        (false, false) => Confidence::Proven,
    };
    let confidence = if unsure { Confidence::Possible } else { extra.confidence().min(most) };
    let mut claim = Claim::new(scene, id, confidence, 70);
    if !(unsure && kind == Kind::Compute) {
        claim = claim.blames(extra.run, worst);
    }
    let mut claim = claim
        .mark("program", reading.program(worst))
        .mark("target", target.unwrap_or_default())
        .mark("taken", words(extra.failing))
        .mark("longer", words(extra.longer))
        .mark("usual", words(extra.normal));
    claim.cites("slow", extra.run, extra.slowest.iter().min().copied());
    claim.cites("slow", extra.run, extra.slowest.iter().max().copied());
    if let Some((normal, event)) = extra.normal_slowest {
        claim.cite(normal, event, "quick");
    }
    Some(claim)
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
        let random = reading.run.descriptors.iter().any(|one| one.target == RANDOM);
        let of_kind = |name: &str| {
            let one_of = |some: &[Family]| Family::all(name).iter().any(|family| some.contains(family));
            match kind {
                Kind::DiskRead => one_of(&[Family::Read]),
                Kind::Remote | Kind::Acknowledged => one_of(&[Family::Receive, Family::Read, Family::Wait]),
                Kind::Lock => one_of(&[Family::Lock, Family::Sleep]),
                Kind::Sleep => one_of(&[Family::Wait, Family::Sleep]) || name.starts_with("epoll_"),
                Kind::Lookup => one_of(&[Family::Wait]),
                Kind::Entropy => random || name == "getrandom",
                Kind::Sync | Kind::Compute | Kind::Ready | Kind::Often | Kind::Small => true,
            }
        };
        for seen in reading.named(of_kind).filter(|seen| is_kind(reading, seen, kind)) {
            let time = match kind {
                Kind::Compute if seen.duration().is_some() => own_work(reading, &seen),
                // What surrounds a quick call belongs to it: the program's own step, and what strace adds.
                Kind::Small => {
                    let around = taken(reading, &seen).zip(own_work(reading, &seen));
                    around.map(|(call, own)| call.saturating_add(own)).filter(|time| *time <= QUICK)
                }
                _ => taken(reading, &seen),
            };
            let Some(time) = time else { continue };
            total.time = total.time.saturating_add(time);
            total.calls.push((time, seen.id));
        }
        total
    }

    fn slowest(&self, count: usize) -> Vec<EventId> {
        let Some(most) = self.calls.iter().map(|(time, _)| *time).max() else { return Vec::new() };
        // The first and last slow ones frame the slow stretch; the very slowest leads.
        let mut slow: Vec<(Micros, EventId)> =
            self.calls.iter().copied().filter(|(time, _)| time.saturating_mul(4) >= most).in_list();
        crate::order::by_key(&mut slow, |(_, event)| *event);
        let mut events: Vec<EventId> = slow.iter().map(|(_, event)| *event).in_list();
        if events.len() > count && count > 1 {
            let last = events.last().copied();
            events.truncate(count - 1);
            events.add_all(last);
        }
        events.truncate(count);
        events
    }
}

/// Where programs read random bytes that may have to be waited for (random(4)).
const RANDOM: &str = "/dev/random";

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
        Kind::Lock => {
            let got = seen.family() == Family::Lock && !seen.call.outcome.failed();
            got || (sleeps(seen) && for_lock(reading, seen))
        }
        Kind::Sleep => {
            let timer = seen.family() == Family::Wait
                && (seen.args.starts_with("NULL, 0,")
                    || seen.args.starts_with("0, NULL, NULL, NULL,")
                    || seen.args.starts_with("[], 0,"));
            (timer || sleeps(seen) || expires(reading, seen)) && !for_lock(reading, seen)
        }
        Kind::Compute => {
            // Where calls are left out, the program may wait in one of them.
            let timed = seen.duration().is_some();
            seen.name != "exit_group" && unfiltered(reading) && (timed || prompt(reading, seen))
        }
        Kind::Lookup => {
            seen.family() == Family::Wait
                && seen.returned() == Some(0)
                && polled(reading, seen) == Role::Resolver
        }
        Kind::Entropy => {
            seen.name == "getrandom" || reading.descriptor(seen.id).is_some_and(|one| one.target == RANDOM)
        }
        Kind::Acknowledged => {
            is_kind(reading, seen, Kind::Remote)
                && taken(reading, seen).is_some_and(|time| (35_000..=50_000).contains(&time))
        }
        Kind::Ready => {
            let waits_for_nothing = matches!(
                seen.name,
                "getpid"
                    | "gettid"
                    | "getuid"
                    | "geteuid"
                    | "getppid"
                    | "clock_gettime"
                    | "gettimeofday"
                    | "time"
                    | "rt_sigprocmask"
                    | "rt_sigaction"
                    | "lseek"
                    | "umask"
                    | "getrusage"
                    | "sched_getaffinity"
            );
            waits_for_nothing && taken(reading, seen).is_some_and(|time| time > QUICK)
        }
        Kind::Often => is_kind(reading, seen, Kind::Sync) || is_kind(reading, seen, Kind::Remote),
        Kind::Small => {
            matches!(
                seen.family(),
                Family::Read | Family::Write | Family::Open | Family::Look | Family::Create
            ) && !matches!(role, Role::Peer | Role::Upstream | Role::Client | Role::Resolver)
                && taken(reading, seen).is_some_and(|time| time <= QUICK)
        }
    }
}

/// `nanosleep` and its kin.
fn sleeps(seen: &Seen<'_>) -> bool {
    seen.family() == Family::Sleep && seen.name != "pause"
}

/// A pause between two attempts at a lock: shortly before it a lock was refused.
fn for_lock(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    reading.own_before(seen.id).take(6).any(|other| {
        other.family() == Family::Lock && matches!(other.errno(reading.run), "EAGAIN" | "EACCES")
    })
}

/// An event loop's wait of some length that ends with its time, while no answer of a server is awaited: a timer.
fn expires(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    let long = seen.name.starts_with("epoll_") && seen.returned() == Some(0);
    if !long || taken(reading, seen).is_none_or(|time| time < 100_000) {
        return false;
    }
    let leader = reading.leader(seen.id);
    // Of each connection that is open, the last that happened is no request.
    !reading.run.descriptors.iter().any(|one| {
        matches!(one.role, DescriptorRole::Peer | DescriptorRole::Upstream | DescriptorRole::Resolver)
            && reading.leader_of(one.process) == leader
            && one.opened.is_none_or(|opened| opened < seen.id)
            && one.closed.is_none_or(|closed| closed > seen.id)
            && one
                .events
                .iter()
                .rev()
                .filter(|event| **event < seen.id)
                .filter_map(|event| reading.seen(*event))
                .find(|other| other.returned().is_some() && is_data(other))
                .is_some_and(|other| matches!(other.family(), Family::Write | Family::Send))
    })
}

fn is_data(seen: &Seen<'_>) -> bool {
    matches!(seen.family(), Family::Write | Family::Send | Family::Read | Family::Receive)
}

/// A call that comes back at once on every system that works: what passes behind it is the program's own time.
fn prompt(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    /// So much is read ahead at once.
    const PAGES: i64 = 65_536;
    let small = is_kind(reading, seen, Kind::DiskRead) && seen.returned().is_some_and(|count| count <= PAGES);
    small
        || matches!(
            seen.name,
            "brk" | "lseek" | "munmap" | "mmap" | "fstat" | "rt_sigaction" | "rt_sigprocmask"
        )
}

/// How often one process does quick things in the failing run for each time in the normal one, at least.
const MANY: usize = 8;

/// The role of the first descriptor that a `poll` or `select` names.
fn polled(reading: &Reading<'_>, seen: &Seen<'_>) -> DescriptorRole {
    let number = super::reading::between(seen.args, "fd=", ",")
        .and_then(|word| word.split('<').next()?.parse::<i32>().ok());
    number
        .and_then(|number| super::waits::open_descriptor(reading, reading.leader(seen.id), number, seen.id))
        .map_or(DescriptorRole::Unknown, |descriptor| descriptor.role)
}

/// How long a call took: as strace measured it, or until the same thread's next line.
pub fn taken(reading: &Reading<'_>, seen: &Seen<'_>) -> Option<Micros> {
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

/// How long the same thread then works without a call.
fn own_work(reading: &Reading<'_>, seen: &Seen<'_>) -> Option<Micros> {
    let process = reading.run.process_of.get(seen.id as usize)?;
    let end = seen.event.time?.saturating_add(seen.duration()?);
    let next = reading
        .calls_after(seen.id)
        .take(64)
        .find(|next| reading.run.process_of.get(next.id as usize) == Some(process))?;
    Some((next.event.time? - end).max(0))
}

/// From the first line with a time to the last.
pub fn length(reading: &Reading<'_>) -> Option<Micros> {
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
