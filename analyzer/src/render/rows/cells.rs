//! One event as a cell of the side by side.

use super::CellView;
use super::at::{At, label};
use super::{arguments, shorten};
use crate::kernel::signals;
use crate::kernel::syscalls::CallGroup;
use crate::model::trace::{Event, EventId, EventKind};
use crate::order::{InList, Texts};
use crate::prose::Prose;
use crate::trace::{DescriptorRole, Run};

/// So much of a path is shown as the subject.
const SUBJECT: usize = 44;
/// So much of a text that is no call is shown.
const TEXT: usize = 100;

/// An event as a cell; `None` if there is no such event. `groups` has the families of calls by their names.
pub fn cell(run: &Run, id: EventId, groups: &Texts<CallGroup>) -> Option<CellView> {
    let event = run.trace.event(id)?;
    let text = |span| run.trace.str(span).to_owned();
    let short = |span| shorten::end(run.trace.str(span).trim(), TEXT);
    let mut shown = blank(run, event);
    match &event.kind {
        EventKind::Call(call) => {
            if let Some(at) = At::of(run, id) {
                of_call(&mut shown, &at, groups);
            }
            shown.duration = call.duration.get().map(shorten::duration).unwrap_or_default();
            return Some(shown);
        }
        EventKind::Signal { name, info } => {
            shown.subject = text(*name);
            shown.arguments = arguments::signal(run.trace.str(*info));
        }
        EventKind::Stopped { signal } => shown.subject = text(*signal),
        EventKind::Exited { status } => shown.result = format!("status {status}"),
        EventKind::Killed { signal, core } => {
            shown.subject = text(*signal);
            shown.arguments = if *core { "core dumped".into() } else { String::new() };
        }
        EventKind::Superseded { by } => shown.arguments = format!("execve in thread {by}"),
        EventKind::Note(said) | EventKind::Output(said) => shown.arguments = short(*said),
    }
    let (call, group) = kind(&event.kind);
    shown.call = call.into();
    shown.group = group;
    Some(shown)
}

/// A cell that shows nothing yet but the line.
fn blank(run: &Run, event: &Event) -> CellView {
    CellView {
        line: event.line,
        time: printed_time(run, event),
        offset: String::new(),
        duration: String::new(),
        slower: String::new(),
        call: String::new(),
        group: CallGroup::Other,
        subject: String::new(),
        arguments: String::new(),
        result: String::new(),
        failed: false,
        raw: run.trace.str(event.text).to_owned(),
    }
}

/// What stands in the place of the call's name, and its family.
fn kind(kind: &EventKind) -> (&'static str, CallGroup) {
    match kind {
        EventKind::Call(_) => ("", CallGroup::Other),
        EventKind::Signal { .. } => ("signal", CallGroup::Signal),
        EventKind::Stopped { .. } => ("stopped", CallGroup::Signal),
        EventKind::Killed { .. } => ("killed", CallGroup::Signal),
        EventKind::Exited { .. } => ("exit", CallGroup::Process),
        EventKind::Superseded { .. } => ("superseded", CallGroup::Process),
        EventKind::Note(_) => ("strace", CallGroup::Other),
        EventKind::Output(_) => ("output", CallGroup::Other),
    }
}

/// What an event that is no call says, as a sentence; empty for calls.
pub fn sentence(prose: &Prose, run: &Run, event: &Event) -> String {
    let signal = |span| signals::by_name(run.trace.str(span)).map_or("", |signal| signal.sentence(prose));
    match &event.kind {
        EventKind::Call(_) => String::new(),
        EventKind::Signal { name, .. } => format!("A signal arrived. {}", signal(*name)),
        EventKind::Stopped { signal: name } => format!("The process was stopped. {}", signal(*name)),
        EventKind::Exited { status: 0 } => "The process ended and reported success.".into(),
        EventKind::Exited { status } => {
            format!("The process ended with status {status}; anything but 0 reports a failure.")
        }
        EventKind::Killed { signal: name, .. } => format!("A signal ended the process. {}", signal(*name)),
        EventKind::Superseded { .. } => {
            "Another thread of the process called execve, which ended this one and took over its number."
                .into()
        }
        EventKind::Note(_) => "strace says this itself.".into(),
        EventKind::Output(_) => "The traced program wrote this into the same file as strace.".into(),
    }
}

fn of_call(cell: &mut CellView, at: &At<'_>, groups: &Texts<CallGroup>) {
    cell.call = at.name.into();
    cell.group = group_of(at.run, at.event, at.name, groups);
    cell.result = at.result();
    cell.failed = at.failed().is_some();
    let summary = arguments::summary(at);
    let (subject, path) = subject(at);
    cell.subject = subject;
    cell.arguments = [path, summary].into_iter().filter(|part| !part.is_empty()).in_list().join(" ");
}

/// The family of an event; `groups` has the families of calls by their names.
pub fn group(run: &Run, event: EventId, groups: &Texts<CallGroup>) -> CallGroup {
    match run.trace.call(event) {
        Some(call) => group_of(run, event, run.trace.name(call), groups),
        None => run.trace.event(event).map_or(CallGroup::Other, |event| kind(&event.kind).1),
    }
}

/// Calls on files are calls on sockets where the file is one.
fn group_of(run: &Run, event: EventId, name: &str, groups: &Texts<CallGroup>) -> CallGroup {
    match groups.get(name).copied().unwrap_or(CallGroup::Other) {
        CallGroup::File if run.object(event).is_socket() => CallGroup::Network,
        group => group,
    }
}

/// What a call acts on, and the path that is to stand before its arguments because the subject does not say it.
fn subject(at: &At<'_>) -> (String, String) {
    let path = at.path(SUBJECT).unwrap_or_default();
    let told =
        !matches!(at.role(), DescriptorRole::Unknown | DescriptorRole::File | DescriptorRole::Directory);
    if matches!(at.name, "mmap" | "mmap2") {
        return (at.descriptor().map(label).unwrap_or_default(), String::new());
    }
    match at.descriptor() {
        Some(_) if !told && !path.is_empty() => (path, String::new()),
        Some(descriptor) if path.is_empty() && !told && !descriptor.target.is_empty() => {
            let target = shorten::middle(&descriptor.target, SUBJECT - 8);
            (format!("{target} ({})", descriptor.number), String::new())
        }
        Some(descriptor) if descriptor.fills_cache() && descriptor.opened == Some(at.event) => {
            (format!("new {}", label(descriptor)), path)
        }
        Some(descriptor) => (label(descriptor), path),
        None if path.is_empty() => (String::new(), path),
        None if told && !at.name.starts_with("exec") => (at.role().words().to_owned(), path),
        None => (path, String::new()),
    }
}

/// The time stamp in a line's leader, as it is printed; empty without one.
fn printed_time(run: &Run, event: &Event) -> String {
    if event.time.is_none() {
        return String::new();
    }
    let looks_like_time = |word: &&str| {
        let dots = word.bytes().filter(|byte| *byte == b'.').count();
        let colons = word.bytes().filter(|byte| *byte == b':').count();
        let rest = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b':'));
        rest && (colons == 2 || (colons == 0 && dots == 1))
    };
    let words = run.trace.str(event.text).split([' ', '(', ')', '+']).filter(|word| !word.is_empty());
    words.take(6).find(looks_like_time).unwrap_or_default().to_owned()
}
