//! What a divergence is, in a plain sentence.

use crate::align::class::Class;
use crate::align::place::Side;
use crate::align::{Alignment, RowKind, class_of};
use crate::kernel::{errno, signals};
use crate::model::trace::{EventId, EventKind};
use crate::order::Flat;
use crate::report::DivergenceKind;
use crate::trace::{DescriptorRole, Run};

/// What differs at a row, in one sentence.
pub fn what(runs: &[Run], alignment: &Alignment, row: usize) -> String {
    let Some(here) = alignment.rows.get(row) else { return String::new() };
    let normal = alignment.run(runs, Side::Normal).zip(here.normal);
    let failing = alignment.run(runs, Side::Failing).zip(here.failing);
    match (here.kind, normal, failing) {
        (_, Some((run, event)), None) => only("normal", run, event),
        (_, None, Some((run, event))) => only("failing", run, event),
        (RowKind::Changed, Some((normal_run, normal)), Some((failing_run, failing))) => match here.divergence
        {
            Some(DivergenceKind::Timing) => format!(
                "{} takes {} instead of {}.",
                deed(failing_run, failing),
                duration(failing_run, failing),
                duration(normal_run, normal)
            ),
            Some(DivergenceKind::Target) => {
                format!(
                    "The normal run does {}, the failing one {}.",
                    deed(normal_run, normal),
                    deed(failing_run, failing)
                )
            }
            Some(DivergenceKind::Data) => {
                format!("{} carries other data in the failing run.", deed(failing_run, failing))
            }
            _ => format!(
                "{} gives {} in the normal run and {} in the failing one.",
                deed(failing_run, failing),
                result(normal_run, normal),
                result(failing_run, failing)
            ),
        },
        _ => String::new(),
    }
}

/// What one of the two runs does alone.
fn only(which: &str, run: &Run, event: EventId) -> String {
    let call = run.trace.call(event);
    match class_of(run, event) {
        Some(Class::Pending) => format!("In the {which} run, {} never returns.", deed(run, event)),
        Some(Class::Killed(_)) if call.is_none() => {
            format!("The {which} run ends here: {}.", result(run, event))
        }
        _ if call.is_some_and(|call| call.outcome.failed()) => {
            format!("Only in the {which} run, {} gives {}.", deed(run, event), result(run, event))
        }
        _ => format!("Only the {which} run does this: {}.", deed(run, event)),
    }
}

/// The call and what it acts on, for example `pwritev on the cache file`.
fn deed(run: &Run, event: EventId) -> String {
    let Some(happened) = run.trace.event(event) else { return String::new() };
    match &happened.kind {
        EventKind::Call(call) => {
            let name = run.trace.name(call);
            let target = target(run, event);
            if target.is_empty() { name.to_string() } else { format!("{name} on {target}") }
        }
        EventKind::Signal { name, .. } => format!("the signal {}", run.trace.str(*name)),
        EventKind::Stopped { signal } => format!("a stop by {}", run.trace.str(*signal)),
        EventKind::Exited { .. } | EventKind::Killed { .. } => "the end of the process".into(),
        EventKind::Superseded { .. } => "the takeover by another thread's execve".into(),
        EventKind::Note(_) | EventKind::Output(_) => "output".into(),
    }
}

/// What an event gave, in a few words.
fn result(run: &Run, event: EventId) -> String {
    let Some(class) = class_of(run, event) else { return String::new() };
    let call = run.trace.call(event);
    let text = call.map_or("", |call| run.trace.str(call.result));
    match class {
        Class::Failed(number) if !call.is_some_and(|call| call.outcome.failed()) => {
            errno::name_of(number).unwrap_or("an error").to_string()
        }
        Class::Exit(status) => format!("exit status {status}"),
        Class::Killed(number) => match signals::by_number(number) {
            Some(signal) => format!("a kill by {}", signal.name),
            None => "a kill by a signal".into(),
        },
        Class::TimedOut => "a timeout".into(),
        Class::EndOfFile => "the end of the data".into(),
        Class::ErrorEvent => "an error event".into(),
        Class::Pending => "no result".into(),
        Class::NameError(3) => "the answer that there is no such name".into(),
        Class::NameError(code) => format!("an answer with error code {code}"),
        Class::Done if call.is_some_and(|call| run.trace.name(call) == "getsockopt") => "no error".into(),
        Class::Done | Class::Again | Class::Failed(_) if text.is_empty() => "another event".into(),
        Class::Done | Class::Again | Class::Failed(_) => short(text),
    }
}

fn duration(run: &Run, event: EventId) -> String {
    let micros = run.trace.call(event).and_then(|call| call.duration.get()).unwrap_or(0);
    if micros >= 1_000_000 {
        format!("{}.{} s", micros / 1_000_000, micros / 100_000 % 10)
    } else if micros >= 1000 {
        format!("{} ms", micros / 1000)
    } else {
        format!("{micros} µs")
    }
}

/// What a call acts on, in a few words; empty if it acts on nothing known.
pub fn target(run: &Run, event: EventId) -> String {
    let descriptor = run
        .descriptor_of
        .get(event as usize)
        .copied()
        .flatten()
        .and_then(|id| run.descriptors.get(id as usize));
    if let Some(descriptor) = descriptor {
        let role = role(descriptor.role);
        return match (role, descriptor.target.is_empty()) {
            ("", true) => format!("descriptor {}", descriptor.number),
            ("", false) => short(&descriptor.target),
            (role, true) => role.to_string(),
            (role, false) => format!("{role} {}", short(&descriptor.target)),
        };
    }
    let Some(call) = run.trace.call(event) else { return String::new() };
    let args = run.trace.str(call.args);
    let quoted = args.split_once('"').and_then(|(_, rest)| rest.split_once('"'));
    quoted.map(|(path, _)| short(path)).unwrap_or_default()
}

fn role(role: DescriptorRole) -> &'static str {
    match role {
        DescriptorRole::Unknown | DescriptorRole::File => "",
        DescriptorRole::StandardInput => "standard input",
        DescriptorRole::StandardOutput => "standard output",
        DescriptorRole::StandardError => "standard error",
        DescriptorRole::Listener => "the listening socket",
        DescriptorRole::Client => "the client connection",
        DescriptorRole::Upstream => "the upstream connection",
        DescriptorRole::Peer => "the connection to",
        DescriptorRole::Resolver => "the name server",
        DescriptorRole::Netlink => "the netlink socket",
        DescriptorRole::Socket => "the socket",
        DescriptorRole::ErrorLog => "the error log",
        DescriptorRole::AccessLog => "the access log",
        DescriptorRole::Log => "the log",
        DescriptorRole::CacheFile => "the cache file",
        DescriptorRole::TempFile => "the temporary file",
        DescriptorRole::ConfigFile => "the configuration",
        DescriptorRole::Library => "the library",
        DescriptorRole::Script => "the script",
        DescriptorRole::Database => "the database",
        DescriptorRole::LockFile => "the lock file",
        DescriptorRole::Directory => "the directory",
        DescriptorRole::Device => "the device",
        DescriptorRole::Terminal => "the terminal",
        DescriptorRole::Pipe => "the pipe",
        DescriptorRole::EventQueue => "the event queue",
        DescriptorRole::Notifier => "the notifier",
    }
}

/// At most 80 characters of a text.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_string();
    }
    text.chars().take(MOST - 1).with(['…']).collect()
}
