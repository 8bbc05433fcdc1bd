//! Signals: who got which, from whom, and what it did.

use super::reading::{Reading, between};
use crate::model::trace::{EventId, EventKind};
use crate::order::{Flat, InList};
use crate::trace::ProcessId;

/// A signal that a process got.
#[derive(Debug, Clone)]
pub struct Delivery<'a> {
    /// The event.
    pub event: EventId,
    /// Its name, for example `SIGSEGV`.
    pub name: &'a str,
    /// What strace prints of it: `si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL`.
    pub info: &'a str,
}

impl<'a> Delivery<'a> {
    /// A field of its information, for example `si_addr`; empty if there is none.
    pub fn field(&self, name: &str) -> &'a str {
        let Some((_, rest)) = self.info.split_once(name) else { return "" };
        rest.strip_prefix('=').unwrap_or("").split([',', '}']).next().unwrap_or("").trim()
    }

    /// The process that sent it; `None` if the kernel did.
    pub fn sender(&self) -> Option<u32> {
        let sent = matches!(self.field("si_code"), "SI_USER" | "SI_TKILL" | "SI_QUEUE");
        if !sent {
            return None;
        }
        between(self.info, "si_pid=", ",")
            .or_else(|| self.info.split_once("si_pid=").map(|(_, rest)| rest))
            .and_then(|pid| {
                pid.split(|letter: char| !letter.is_ascii_digit()).next().and_then(|pid| pid.parse().ok())
            })
    }
}

/// The signals of a run, in order.
pub fn all<'a>(reading: &Reading<'a>) -> Vec<Delivery<'a>> {
    let count = EventId::try_from(reading.run.trace.events.len()).unwrap_or(EventId::MAX);
    (0..count).filter(|id| !reading.is_call(*id)).filter_map(|id| at(reading, id)).in_list()
}

/// The signal of that event, if it is one.
pub fn at<'a>(reading: &Reading<'a>, event: EventId) -> Option<Delivery<'a>> {
    let trace = &reading.run.trace;
    let EventKind::Signal { name, info } = trace.event(event)?.kind else { return None };
    Some(Delivery { event, name: trace.str(name), info: trace.str(info) })
}

/// The signals that a process got, the last one first.
pub fn of_process<'r, 'a>(
    reading: &'r Reading<'a>,
    leader: ProcessId,
) -> impl Iterator<Item = Delivery<'a>> + use<'r, 'a> {
    let last = reading.last_event(leader);
    last.into_iter().flat(|last| reading.own_events(last)).filter_map(|id| at(reading, id))
}

/// The last signal of that name that a process got.
pub fn last<'a>(reading: &Reading<'a>, leader: ProcessId, name: &str) -> Option<Delivery<'a>> {
    of_process(reading, leader).find(|signal| signal.name == name)
}

/// The next signal of that name to the process of an event.
pub fn next(reading: &Reading<'_>, event: EventId, name: &str) -> Option<EventId> {
    let leader = reading.leader(event);
    all(reading)
        .into_iter()
        .find(|signal| signal.event > event && signal.name == name && reading.leader(signal.event) == leader)
        .map(|signal| signal.event)
}
