//! Two calls that stand in one row: do they say the same, differ in values only, or behave differently?

use crate::align::RowKind;
use crate::align::calls::Nature;
use crate::align::class::Class;
use crate::align::facts::Fact;
use crate::align::shape::{self, Hash};
use crate::model::trace::{Call, EventKind, Micros, Trace};
use crate::report::DivergenceKind;
use crate::trace::{DescriptorRole, ProcessEnd, Run};

/// A fact and the run that it is of.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The run.
    pub run: &'a Run,
    /// The fact.
    pub fact: &'a Fact,
}

impl<'a> Seen<'a> {
    fn call(self) -> Option<&'a Call> {
        self.run.trace.call(self.fact.event)
    }

    fn trace(self) -> &'a Trace {
        &self.run.trace
    }
}

/// How two events of one row relate. Symmetric.
pub fn compare(one: Seen<'_>, other: Seen<'_>) -> (RowKind, Option<DivergenceKind>) {
    match divergence(one, other) {
        Some(kind) => (RowKind::Changed, Some(kind)),
        None if same_text(one, other) => (RowKind::Same, None),
        None => (RowKind::ValueOnly, None),
    }
}

fn divergence(one: Seen<'_>, other: Seen<'_>) -> Option<DivergenceKind> {
    let path = |fact: &Fact| fact.path.map(|path| path.whole);
    let (path, other_path) = (path(one.fact), path(other.fact));
    if path != other_path && !one.fact.nature.is_background() {
        return Some(DivergenceKind::Target);
    }
    if one.fact.class != other.fact.class {
        return outcome(one, other).or_else(|| outcome(other, one));
    }
    if one.fact.key != other.fact.key {
        return (!one.fact.nature.is_background()).then_some(DivergenceKind::Data);
    }
    let (call, other_call) = (one.call()?, other.call()?);
    if data_differs(one, call, other, other_call) {
        return Some(DivergenceKind::Data);
    }
    if short_write(one, call) != short_write(other, other_call) {
        return Some(DivergenceKind::Outcome);
    }
    slower(one.fact, call.duration.get(), other_call.duration.get()).then_some(DivergenceKind::Timing)
}

/// Whether it is a difference of behaviour that `one` ended so and `other` otherwise; asked in both directions.
fn outcome(one: Seen<'_>, other: Seen<'_>) -> Option<DivergenceKind> {
    let ends = |yes: bool| yes.then_some(DivergenceKind::Ends);
    match (one.fact.class, other.fact.class) {
        // At the end of a process its threads wait somewhere or other.
        (Class::Pending, _) => ends(!ended(one)),
        (Class::Again, other) => (other.is_bad() && other != Class::Pending && other != Class::TimedOut)
            .then_some(DivergenceKind::Outcome),
        (Class::EndOfFile, Class::Done) => match one.fact.role {
            // Files and directories of another length are other data, and that shows where they are read.
            DescriptorRole::Directory | DescriptorRole::Library => None,
            role if is_file(role) => Some(DivergenceKind::Data),
            _ => Some(DivergenceKind::Outcome),
        },
        (Class::Done, Class::Again | Class::Pending) => None,
        (Class::Killed(_), Class::Exit(_)) if one.call().is_none() => Some(DivergenceKind::Ends),
        (one, _) if one.is_bad() => Some(DivergenceKind::Outcome),
        _ => None,
    }
}

/// True if the process of the event ended while the call had not returned: then that is no hang.
fn ended(seen: Seen<'_>) -> bool {
    let process = seen.run.process_of.get(seen.fact.event as usize);
    let process = process.and_then(|process| seen.run.processes.get(*process as usize));
    process.is_some_and(|process| matches!(process.end, ProcessEnd::Exited(_) | ProcessEnd::Superseded))
}

/// A file of any kind, as opposed to connections, pipes and terminals.
pub fn is_file(role: DescriptorRole) -> bool {
    matches!(
        role,
        DescriptorRole::ErrorLog
            | DescriptorRole::AccessLog
            | DescriptorRole::Log
            | DescriptorRole::CacheFile
            | DescriptorRole::TempFile
            | DescriptorRole::ConfigFile
            | DescriptorRole::Library
            | DescriptorRole::Script
            | DescriptorRole::Database
            | DescriptorRole::LockFile
            | DescriptorRole::File
            | DescriptorRole::Directory
    )
}

/// Whether the two calls moved other data, where data is behaviour: what a program is told by its configuration
/// and input, the status line of an answer, what it says on standard error, the arguments of a program.
fn data_differs(one: Seen<'_>, call: &Call, other: Seen<'_>, other_call: &Call) -> bool {
    match (one.fact.nature, one.fact.role) {
        (Nature::Read, DescriptorRole::ConfigFile | DescriptorRole::Script | DescriptorRole::File) => {
            let target =
                super::facts::descriptor(one.run, one.fact.event).map_or("", |descriptor| &descriptor.target);
            // The kernel's files and devices say something else every time.
            let lasting =
                !["/proc/", "/sys/", "/dev/", "/run/"].iter().any(|place| target.starts_with(place));
            lasting
                && one.trace().payload(call).map(|data| data.bytes)
                    != other.trace().payload(other_call).map(|data| data.bytes)
        }
        (Nature::Read, DescriptorRole::Upstream | DescriptorRole::Peer)
        | (Nature::Write, DescriptorRole::Client) => {
            status(one.trace(), call) != status(other.trace(), other_call)
        }
        (Nature::Exec, _) => words(one.trace(), call) != words(other.trace(), other_call),
        _ => false,
    }
}

/// The status of an HTTP answer that begins in this data.
pub fn status(trace: &Trace, call: &Call) -> Option<u16> {
    let data = trace.payload(call)?.bytes;
    let rest = data.strip_prefix(b"HTTP/")?;
    let (_, digits) = rest.split_at_checked(4)?;
    std::str::from_utf8(digits.get(..3)?).ok()?.parse().ok()
}

/// The shape of a program's arguments.
fn words(trace: &Trace, call: &Call) -> Hash {
    let arguments = trace.arguments(call);
    arguments
        .value(1)
        .items()
        .iter()
        .filter_map(|word| word.value.quoted())
        .fold(Hash::default(), |hash, word| shape::path(hash, word.raw))
}

/// True if a write to a file took less than it was given: the first sign of a full disk or a limit.
fn short_write(seen: Seen<'_>, call: &Call) -> bool {
    if seen.fact.nature != Nature::Write || !is_file(seen.fact.role) {
        return false;
    }
    let (crate::model::trace::Outcome::Returned(written), Some(asked)) =
        (call.outcome, seen.trace().arguments(call).number(2))
    else {
        return false;
    };
    matches!(seen.trace().name(call), "write" | "pwrite64") && written < asked
}

/// Ten times as long, and by an amount of time that a person or a time limit can notice.
fn slower(fact: &Fact, one: Option<Micros>, other: Option<Micros>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let (short, long) = (one.min(other), one.max(other));
    // A call that waits by design takes as long as others let it; only much longer waits are a difference.
    let noticeable = if fact.nature.waits() || fact.nature == Nature::Read && !is_file(fact.role) {
        1_000_000
    } else {
        50_000
    };
    long.saturating_sub(short) >= noticeable && long / 10 >= short
}

fn same_text(one: Seen<'_>, other: Seen<'_>) -> bool {
    let (trace, other_trace) = (one.trace(), other.trace());
    if let (Some(call), Some(other)) = (one.call(), other.call()) {
        return trace.name(call) == other_trace.name(other)
            && trace.str(call.args) == other_trace.str(other.args)
            && trace.str(call.result) == other_trace.str(other.result);
    }
    let kinds = trace.event(one.fact.event).zip(other_trace.event(other.fact.event));
    match kinds.map(|(one, other)| (&one.kind, &other.kind)) {
        Some((EventKind::Signal { info, .. }, EventKind::Signal { info: other, .. })) => {
            trace.str(*info) == other_trace.str(*other)
        }
        Some(
            (EventKind::Note(text), EventKind::Note(other))
            | (EventKind::Output(text), EventKind::Output(other)),
        ) => trace.str(*text) == other_trace.str(*other),
        _ => true,
    }
}
