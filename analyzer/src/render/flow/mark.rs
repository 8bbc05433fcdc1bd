//! What an event is in a sequence: between whom, in which direction, and whether it tells anything.

use super::step::{Peer, Verb};
use super::{Ending, calls, ends};
use crate::Analysis;
use crate::align::class::Class;
use crate::align::class_of;
use crate::kernel::errno;
use crate::model::log::Log;
use crate::model::trace::{EventId, EventKind};
use crate::order::Set;
use crate::prose::Prose;
use crate::render::rows::at::At;
use crate::trace::{DescriptorId, Run};

/// How much an event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing by itself.
    Quiet,
    /// Something where the runs differ.
    Minor,
    /// Always something.
    Loud,
}

/// An event in a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it comes from.
    pub from: Peer,
    /// Where it goes to.
    pub to: Peer,
    /// What kind of step it is.
    pub verb: Verb,
    /// What happens; empty where only bytes move.
    pub head: String,
    /// What is said in a log or on a terminal, as far as it is text.
    pub said: Option<String>,
    /// How many bytes were moved, where that tells something.
    pub bytes: Option<i64>,
    /// How it ends.
    pub ending: Ending,
    /// How much it tells.
    pub weight: Weight,
}

impl Mark {
    /// What the process does by itself.
    pub fn here(verb: Verb, weight: Weight, head: impl Into<String>) -> Self {
        Self {
            from: Peer::Process,
            to: Peer::Process,
            verb,
            head: head.into(),
            said: None,
            bytes: None,
            ending: Ending::Done,
            weight,
        }
    }

    /// From the process to another.
    pub fn to(to: Peer, verb: Verb, weight: Weight, head: impl Into<String>) -> Self {
        Self { to, ..Self::here(verb, weight, head) }
    }

    /// From another to the process.
    pub fn from(from: Peer, verb: Verb, weight: Weight, head: impl Into<String>) -> Self {
        Self { from, ..Self::here(verb, weight, head) }
    }

    /// With the bytes that it moved.
    pub fn moving(mut self, bytes: Option<i64>) -> Self {
        self.bytes = bytes.filter(|bytes| *bytes > 0);
        self
    }

    /// With this end.
    pub fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Failed for a reason: `pwritev: no space left on device`.
    pub fn failed(mut self, why: &str) -> Self {
        self.head = if self.head.is_empty() { why.to_owned() } else { format!("{}: {why}", self.head) };
        self.bytes = None;
        self.ending(Ending::Failed)
    }
}

/// Reads the events of one run in their order.
pub struct Reader<'a> {
    /// The run.
    pub run: &'a Run,
    /// The words of the tables.
    pub prose: &'a Prose,
    /// The logs, which tell what the trace cuts off.
    pub logs: &'a [Log],
    /// The trace tells of processes that exit.
    pub exits: bool,
    /// Connections on which HTTP or TLS was seen: what follows on them is more of the same.
    pub known: Set<DescriptorId>,
    /// Connections on which something was asked and nothing came back so far.
    pub waiting: Set<DescriptorId>,
}

impl<'a> Reader<'a> {
    /// Begins to read.
    pub fn new(run: &'a Run, analysis: &'a Analysis) -> Self {
        let exits = run.trace.events.iter().any(|event| matches!(event.kind, EventKind::Exited { .. }));
        Self {
            run,
            prose: &analysis.prose,
            logs: &analysis.logs,
            exits,
            known: Set::default(),
            waiting: Set::default(),
        }
    }

    /// What an event is; `None` where it tells nothing at all.
    pub fn mark(&mut self, event: EventId) -> Option<Mark> {
        match &self.run.trace.event(event)?.kind {
            EventKind::Call(_) => {
                let at = At::of(self.run, event)?;
                let class = class_of(self.run, event)?;
                calls::mark(self, &at, class)
            }
            other => ends::of_event(self.run, event, other),
        }
    }
}

/// Why something failed, in the C library's words: `no space left on device`. `None` if it did not.
pub fn why(class: Class) -> Option<String> {
    Some(match class {
        Class::Failed(number) => {
            let text = errno::by_number(number).map_or("an unknown error", |errno| errno.text);
            lower(text)
        }
        Class::TimedOut => "timeout".into(),
        Class::NameError(2) => "server failure".into(),
        Class::NameError(3) => "no such name".into(),
        Class::NameError(5) => "refused".into(),
        Class::NameError(code) => format!("error {code}"),
        Class::ErrorEvent => "an error is reported".into(),
        _ => return None,
    })
}

/// The text with a small first letter, unless it begins with an abbreviation.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_ascii_lowercase() || second == ' ' => {
            let mut lower = first.to_ascii_lowercase().to_string();
            lower.push_str(text.get(first.len_utf8()..).unwrap_or(""));
            lower
        }
        _ => text.to_owned(),
    }
}
