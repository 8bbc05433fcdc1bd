//! The life of a descriptor, as far as it tells something about one call.

use super::HistoryStep;
use super::at::{At, label, words};
use super::{arguments, shorten};
use crate::kernel::errno;
use crate::kernel::meaning::{Act, act_of};
use crate::model::trace::{EventId, Outcome};
use crate::order::{Change, Flat, InList, Pick};
use crate::trace::{Descriptor, Run};

/// So many steps are told around the call, the same number before it as behind it.
const AROUND: usize = 18;
/// So much of a name is shown.
const NAME: usize = 60;

/// Title and steps of the life of the descriptor that a call acts on; both empty if it acts on none.
pub fn of(at: &At<'_>) -> (String, Vec<HistoryStep>) {
    let Some(descriptor) = at.descriptor() else { return (String::new(), Vec::new()) };
    let before = if descriptor.opened.is_none() { ", open before the trace began" } else { "" };
    let title = format!("Descriptor {} · {}{before}", descriptor.number, words(descriptor));
    let mut steps = earlier_life(at.run, descriptor);
    let here = descriptor.events.partition_point(|event| *event < at.event);
    let first = here.saturating_sub(AROUND);
    let last = here.saturating_add(AROUND);
    let opened = descriptor.opened.filter(|_| first > 0);
    let closed = descriptor.closed.filter(|_| last < descriptor.events.len());
    let shown = descriptor.events.iter().copied().skip(first).take(last.saturating_sub(first) + 1);
    let mut told: Vec<EventId> = opened.into_iter().with(shown).with(closed).in_list();
    told.dedup();
    steps.add_all(told.into_iter().filter_map(|event| step(at.run, event, descriptor, event == at.event)));
    (title, steps)
}

/// How the number was used just before: two lives of one number are easily taken for one.
fn earlier_life(run: &Run, descriptor: &Descriptor) -> Vec<HistoryStep> {
    let Some(opened) = descriptor.opened else { return Vec::new() };
    let earlier = run.descriptors.iter().filter(|other| {
        other.number == descriptor.number
            && other.process == descriptor.process
            && other.closed.is_some_and(|closed| closed < opened)
    });
    let Some(earlier) = earlier.greatest(|other| other.closed) else { return Vec::new() };
    let line = |event: EventId| run.trace.event(event).map(|event| event.line);
    let mut steps = Vec::new();
    if let Some(line) = earlier.opened.and_then(line) {
        let what = format!("opened as {} {}", words(earlier), shorten::middle(&earlier.target, NAME));
        steps.push(HistoryStep { line, what: what.trim_end().to_owned(), here: false });
    }
    if let Some(line) = earlier.closed.and_then(line) {
        steps.push(HistoryStep { line, what: "closed, the number is free again".into(), here: false });
    }
    steps
}

/// What went through a descriptor in the whole trace, each way; and how many of its calls failed. Empty if nothing did.
pub fn traffic(run: &Run, descriptor: &Descriptor) -> String {
    let (mut read, mut written, mut failed) = ((0_i64, 0_i64), (0_i64, 0_i64), 0_i64);
    for event in &descriptor.events {
        let Some(call) = run.trace.call(*event) else { continue };
        failed += i64::from(call.outcome.failed());
        let Outcome::Returned(bytes @ 1..) = call.outcome else { continue };
        let name = run.trace.name(call);
        let first = run.descriptor(*event).is_some_and(|first| std::ptr::eq(first, descriptor));
        let way = match act_of(name, run.object(*event)) {
            Act::Read | Act::Receive if !name.starts_with("getdents") => &mut read,
            // Of two descriptors the first takes what the second gives.
            Act::Write | Act::Send if first == arguments::gives(name) => &mut written,
            Act::Write | Act::Send => &mut read,
            _ => continue,
        };
        *way = (way.0.saturating_add(bytes), way.1 + 1);
    }
    let told = |word: &str, (bytes, calls): (i64, i64)| {
        let calls =
            if calls == 1 { "1 call".to_owned() } else { format!("{} calls", shorten::grouped(calls)) };
        format!("{} {word} by {calls}", shorten::bytes(bytes))
    };
    let mut parts = Vec::new();
    if read.1 > 0 {
        parts.push(told("read", read));
    }
    if written.1 > 0 {
        parts.push(told("written", written));
    }
    if failed > 0 {
        parts.push(format!("{} failed", shorten::grouped(failed)));
    }
    parts.join(" · ")
}

fn step(run: &Run, event: EventId, descriptor: &Descriptor, here: bool) -> Option<HistoryStep> {
    let at = At::of(run, event)?;
    let line = run.trace.event(event)?.line;
    Some(HistoryStep { line, what: what(&at, descriptor), here })
}

fn what(at: &At<'_>, descriptor: &Descriptor) -> String {
    if let Some(number) = at.failed() {
        let name = errno::name_of(number).unwrap_or("an unknown error");
        return format!("{} fails: {name}", at.name);
    }
    if descriptor.opened == Some(at.event) {
        let target = shorten::middle(&descriptor.target, NAME);
        let word = match act_of(at.name, at.object()) {
            Act::Open => "opened",
            Act::Accept => "accepted from",
            Act::Socket => return format!("created by {}", at.name),
            _ => return format!("{} {target}", at.name).trim_end().to_owned(),
        };
        return format!("{word} {target}").trim_end().to_owned();
    }
    let bytes = at.returned().map(shorten::bytes);
    let acts_on = at.descriptor().filter(|first| !std::ptr::eq(*first, descriptor));
    if let (Some(first), Some(bytes)) = (acts_on, bytes.as_ref().filter(|_| arguments::gives(at.name))) {
        return format!("{bytes} sent from it to {}", label(first));
    }
    match (act_of(at.name, at.object()), bytes) {
        (Act::Close, _) => "closed".into(),
        (Act::Read | Act::Receive, Some(_)) if at.returned() == Some(0) => "read: end of file".into(),
        (Act::Read | Act::Receive, Some(bytes)) => format!("{bytes} read"),
        (Act::Write | Act::Send, Some(bytes)) if arguments::gives(at.name) => format!("{bytes} written"),
        _ => {
            let summary = arguments::summary(at);
            shorten::end(format!("{} {summary}", at.name).trim_end(), NAME)
        }
    }
}
