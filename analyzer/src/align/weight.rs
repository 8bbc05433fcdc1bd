//! How telling a difference is: a failure counts more than another way taken, that more than other data,
//! and what follows from a failure less than the failure.
//!
//! The numbers only order differences of one comparison, and comparisons among each other.

use crate::align::calls::{self, Nature};
use crate::align::class::Class;
use crate::align::compare::is_file;
use crate::align::decide::Told;
use crate::align::facts::Fact;
use crate::align::{Row, RowKind};
use crate::kernel::errno;
use crate::model::trace::EventKind;
use crate::report::DivergenceKind;
use crate::trace::DescriptorRole;

/// Up to here a difference is shown, and is not where behaviour begins to differ.
pub const WEAK: u32 = 30;

/// From here on something failed; below, one run only goes another way.
pub const FAILURE: u32 = 60;

/// Another file, peer or program.
const TARGET: u32 = 65;

/// How telling a row is; 0 if it shows no difference of behaviour.
pub fn weight(told: Told<'_>, row: &Row, normal: Option<&Fact>, failing: Option<&Fact>) -> u32 {
    let Some(kind) = row.divergence else { return 0 };
    match (kind, row.kind, failing) {
        (DivergenceKind::Timing, ..) => {
            // A wait shows that somebody else was slow.
            let waits = failing.is_some_and(|fact| fact.nature.waits() || fact.nature == Nature::Read);
            if waits { WEAK } else { FAILURE }
        }
        (DivergenceKind::Target, _, Some(fact)) => {
            let fails = fact.class.is_bad() && !normal.is_some_and(|normal| normal.class.is_bad());
            // It is another thing that fails, so it counts as a failure of this run alone.
            if fails { alone(told, fact).max(TARGET) } else { TARGET }
        }
        (DivergenceKind::Data, _, Some(fact)) if fact.nature == Nature::Read => 55,
        (DivergenceKind::Data, ..) => 45,
        (_, RowKind::OnlyFailing, Some(fact)) => alone(told, fact),
        (_, RowKind::Changed, Some(fact)) => {
            let mended = normal.is_some_and(|normal| normal.class.is_bad()) && !fact.class.is_bad();
            if mended { 20 } else { changed(told, fact) }
        }
        _ => 50,
    }
}

/// The failing side of a call that went otherwise in the normal run.
fn changed(told: Told<'_>, fact: &Fact) -> u32 {
    match fact.class {
        Class::Failed(number) => {
            let base = if is_missing(fact, number) && looks(told, fact) { 75 } else { 100 };
            failed(told, fact, number, base)
        }
        Class::NameError(_) | Class::EndOfFile => 95,
        Class::Pending => 90,
        Class::TimedOut => 80,
        Class::Killed(_) => 75,
        // Another process's failure leads on; the process's own exit is what it comes to in the end.
        Class::Exit(status) if status != 0 && fact.nature == Nature::WaitChild => 72,
        Class::ErrorEvent => 70,
        Class::Exit(_) => 40,
        Class::Done | Class::Again => 50,
    }
}

/// What only the failing run does.
fn alone(told: Told<'_>, fact: &Fact) -> u32 {
    match fact.class {
        Class::Failed(number) => {
            let base = match is_missing(fact, number) {
                true if looks(told, fact) => 45,
                true => 60,
                false => 85,
            };
            failed(told, fact, number, base)
        }
        // Somebody ends what hangs: then the wait is what decides.
        Class::Killed(_) if hung(told, fact) => 70,
        Class::Killed(_) if told.run.trace.call(fact.event).is_none() => 92,
        Class::NameError(_) | Class::Pending => 90,
        Class::TimedOut => 78,
        Class::Killed(_) => 74,
        Class::Exit(status) if status != 0 && fact.nature == Nature::WaitChild => 71,
        Class::ErrorEvent => 70,
        Class::EndOfFile => 55,
        Class::Exit(_) => 40,
        Class::Done | Class::Again => match told.run.trace.event(fact.event).map(|event| &event.kind) {
            Some(EventKind::Signal { name, .. }) => signal(told.run.trace.str(*name)),
            // It says that something failed, and was not what failed.
            _ if matches!(fact.role, DescriptorRole::ErrorLog | DescriptorRole::StandardError) => 48,
            _ => 50,
        },
    }
}

/// True if the process waited for somebody when it was killed.
fn hung(told: Told<'_>, killed: &Fact) -> bool {
    let before = told.failing.partition_point(|fact| fact.event < killed.event).checked_sub(1);
    before.and_then(|before| told.failing.get(before)).is_some_and(|fact| {
        let waits =
            fact.nature.waits() || matches!(fact.nature, Nature::Read | Nature::Lock | Nature::Connect);
        fact.class == Class::Pending && waits && !is_file(fact.role)
    })
}

/// A signal that only the failing run gets.
fn signal(name: &str) -> u32 {
    match name {
        "SIGCHLD" => 35,
        "SIGCONT" | "SIGWINCH" | "SIGURG" => 20,
        _ => 95,
    }
}

/// A call that failed with an errno: more if the run complains of it, less if it finds what it looks for elsewhere.
fn failed(told: Told<'_>, fact: &Fact, number: u16, base: u32) -> u32 {
    let path = path(told, fact);
    let errno = u32::from(told.complaints.mention_errno(number)) * 15;
    let file = u32::from(path.is_some_and(|path| told.complaints.mention_file(&path))) * 15;
    let recovered = if recovers(told, fact) { 45 } else { 0 };
    (base + errno + file).saturating_sub(recovered)
}

fn path(told: Told<'_>, fact: &Fact) -> Option<String> {
    let trace = &told.run.trace;
    trace.call(fact.event).and_then(|call| trace.path(call)).map(|path| path.path)
}

/// The answer that searches get all the time.
fn is_missing(fact: &Fact, number: u16) -> bool {
    matches!(number, errno::ENOENT | errno::ENOTDIR) && matches!(fact.nature, Nature::Path | Nature::Exec)
}

/// How far ahead a search is followed.
const AHEAD: usize = 2000;

/// True if the same call succeeds later on another file of the same name: a search along a path.
fn recovers(told: Told<'_>, failed: &Fact) -> bool {
    if !matches!(failed.nature, Nature::Path | Nature::Exec) {
        return false;
    }
    let Some(name) = failed.path.map(|path| path.name) else { return false };
    let after = told.failing.partition_point(|fact| fact.event <= failed.event);
    told.failing.iter().skip(after).take(AHEAD).any(|fact| {
        fact.family == failed.family
            && fact.class == Class::Done
            && fact.path.is_some_and(|path| path.name == name)
    })
}

/// True if the call only looks whether something is there.
fn looks(told: Told<'_>, fact: &Fact) -> bool {
    let name = told.run.trace.call(fact.event).map_or("", |call| told.run.trace.name(call));
    matches!(calls::kind(name).family, "stat" | "access" | "readlink")
}
