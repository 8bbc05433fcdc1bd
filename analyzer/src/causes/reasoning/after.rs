//! What a program does after a failing call: programs search for many names and live on without most of them.

use super::failure::Failure;
use super::families::Family;
use super::harmless;
use super::reading::{Reading, Seen};
use super::suspects::Suspect;
use crate::model::trace::EventId;
use crate::order::{Change, Map, Texts};
use crate::source::Role;
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// Answers to a search: programs ask for many names and do without most of them.
const SEARCHES: &[&str] = &["ENOENT", "ENOTDIR", "EACCES"];
/// So much work after a failure is more than saying so and tidying up.
pub const WORK: usize = 2;
/// So much work after a warning is more than its end.
const MUCH: usize = 12;

/// What a program does after an answer that tells of one name only: programs search, and go on without most of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// It names it, or it ends without more work.
    Ends,
    /// It names it, does much more work and says something else in the end.
    Warns,
    /// What it says at once, and can be read whole, names neither the object nor the error.
    OtherWords,
    /// It does not name it and goes on with its work.
    GoesOn,
}

/// What the program does after an answer that tells of one name only.
pub fn of(reading: &Reading<'_>, suspect: &Suspect<'_>, work: &Work) -> After {
    // Nobody called the run failing, and who started the process that failed has gone on and ended well.
    let minded = reading.role == Role::Failing || *reading.end(0) != ProcessEnd::Exited(0);
    if !minded && reading.leader(suspect.event) != 0 {
        return After::GoesOn;
    }
    let by_name = suspect.family.by_path() || suspect.object.name.starts_with("unix:");
    if !by_name || !SEARCHES.contains(&suspect.errno) {
        return After::Ends;
    }
    let end = suspect.failure.as_ref().map_or(EventId::MAX, |shown| shown.event);
    if !suspect.named {
        if work.between(reading, suspect, end) >= WORK || ended_by_others(suspect) {
            return After::GoesOn;
        }
        let whole = suspect.report.is_some_and(|event| !reading.is_cut(event));
        return match suspect.family {
            _ if !whole => After::Ends,
            Family::Look => After::GoesOn,
            Family::Open | Family::Enter | Family::Execute => After::OtherWords,
            // What is made or changed is no search.
            _ => After::Ends,
        };
    }
    let Some(told) = suspect.report.filter(|_| !suspect.serving) else { return After::Ends };
    let last = reading.said_after(told).last().map_or(told, |spoken| spoken.event);
    let much = work.between(reading, suspect, end) - work.between(reading, suspect, told) >= MUCH;
    if much && work.between(reading, suspect, last) > work.between(reading, suspect, told) + WORK {
        return After::Warns;
    }
    After::Ends
}

/// True if what went wrong is a signal that somebody sends to a program that does not end by itself.
fn ended_by_others(suspect: &Suspect<'_>) -> bool {
    const SENT: &[&str] = &["SIGINT", "SIGTERM", "SIGKILL", "SIGHUP", "SIGQUIT", "SIGALRM"];
    suspect.failure.as_ref().is_some_and(|shown| match &shown.failure {
        Failure::Killed { signal } => SENT.contains(&signal.as_str()),
        _ => false,
    })
}

/// The calls by which programs do their work, by process: they get files, peers, children and data.
#[derive(Debug)]
pub struct Work(Map<ProcessId, Vec<EventId>>);

impl Work {
    /// Work is linear in the events.
    pub fn of(reading: &Reading<'_>) -> Self {
        let mut all: Map<ProcessId, Vec<EventId>> = Map::default();
        let mut optional: Texts<bool> = Texts::default();
        for seen in reading.of_families(WORKS).filter(|seen| is_work(reading, seen, &mut optional)) {
            let leader = reading.leader(seen.id);
            // Whoever starts another program has gone on: what that one meets decides.
            let count = if seen.family() == Family::Fork { WORK } else { 1 };
            all.change(leader, |events| events.add_all(std::iter::repeat_n(seen.id, count)));
        }
        Self(all)
    }

    /// How much of it a process, or a server for the same request, did after a suspect; it counts no further than is
    /// asked for.
    pub fn between(&self, reading: &Reading<'_>, suspect: &Suspect<'_>, end: EventId) -> usize {
        let Some(events) = self.0.get(&reading.leader(suspect.event)) else { return 0 };
        let request = reading.request(suspect.event);
        let same = |event: EventId| request.is_none_or(|unit| unit.events.binary_search(&event).is_ok());
        let from = events.partition_point(|event| *event <= suspect.event);
        let later = events.get(from..).unwrap_or_default();
        later.iter().take_while(|event| **event < end).take(1_000).filter(|event| same(**event)).count()
    }
}

/// What may be work.
const WORKS: &[Family] = &[
    Family::Connect,
    Family::Open,
    Family::Create,
    Family::Execute,
    Family::Send,
    Family::Bind,
    Family::Accept,
    Family::Rename,
    Family::Receive,
    Family::Fork,
    Family::Write,
];

/// `optional` remembers what is known of paths: most are opened again and again.
fn is_work(reading: &Reading<'_>, seen: &Seen<'_>, optional: &mut Texts<bool>) -> bool {
    let family = seen.family();
    if family == Family::Connect {
        // Even one that fails: the program has gone on to it.
        return !["/dev/log", "/nscd/"].iter().any(|path| seen.args.contains(path));
    }
    let Some(value) = seen.returned() else { return false };
    match family {
        Family::Open | Family::Create | Family::Execute => {
            let path = seen.path(reading.run);
            let known = optional.get(&path).copied();
            let does_without = known.unwrap_or_else(|| harmless::optional(&path));
            if known.is_none() {
                optional.insert(&path, does_without);
            }
            !does_without
        }
        Family::Send => !seen.args.contains("/dev/log"),
        Family::Bind | Family::Accept | Family::Rename => true,
        Family::Receive => value > 0,
        Family::Fork => !seen.args.contains("CLONE_THREAD"),
        Family::Write => matches!(
            reading.role_of(seen.id),
            DescriptorRole::File
                | DescriptorRole::Database
                | DescriptorRole::TempFile
                | DescriptorRole::CacheFile
                | DescriptorRole::Client
                | DescriptorRole::Upstream
                | DescriptorRole::Peer
        ),
        _ => false,
    }
}
