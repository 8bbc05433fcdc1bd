//! How a run went wrong, as far as its trace shows it: what a cause must lead to.

use super::reading::Reading;
use crate::model::trace::EventId;
use crate::order::{Change, InList};
use crate::trace::{Ending, ProcessEnd, ProcessId, Unit};

/// Something that went wrong, seen from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A process ended with a status that is not 0.
    Exit {
        /// The status.
        status: i32,
    },
    /// A process was ended by a signal.
    Killed {
        /// The signal, for example `SIGSEGV`.
        signal: String,
    },
    /// A client got an error status.
    Answer {
        /// The HTTP status.
        status: u16,
    },
    /// A client's connection was closed without a byte written to it.
    NoAnswer,
}

/// A failure and the line that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What went wrong.
    pub failure: Failure,
    /// Where it is seen.
    pub event: EventId,
}

impl Failure {
    /// It in a few words, for the middle of a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Exit { status } => format!("the process ends with status {status}"),
            Self::Killed { signal } => format!("the process is killed by {signal}"),
            Self::Answer { status } => format!("the client gets {status}"),
            Self::NoAnswer => "the client's connection is closed without an answer".into(),
        }
    }
}

/// What went wrong with the request or process that an event belongs to.
pub fn of_event(reading: &Reading<'_>, event: EventId) -> Option<Shown> {
    if let Some(unit) = reading.request(event) {
        return of_request(reading, unit);
    }
    of_process(reading, reading.leader(event))
}

/// What went wrong with a request.
pub fn of_request(reading: &Reading<'_>, unit: &Unit) -> Option<Shown> {
    let last = *unit.events.last()?;
    match &unit.ending {
        Ending::Answered { status, .. } if *status >= 400 => {
            let answer = unit.events.iter().rev().copied().find(|id| answers_with(reading, *id, *status));
            Some(Shown { failure: Failure::Answer { status: *status }, event: answer.unwrap_or(last) })
        }
        Ending::ClosedWithoutAnswer => {
            let close = unit.events.iter().rev().copied().find(|id| {
                reading.seen(*id).is_some_and(|seen| matches!(seen.name, "close" | "shutdown"))
                    && reading.role_of(*id) == crate::trace::DescriptorRole::Client
            });
            Some(Shown { failure: Failure::NoAnswer, event: close.unwrap_or(last) })
        }
        _ => None,
    }
}

/// What went wrong with a process.
pub fn of_process(reading: &Reading<'_>, leader: ProcessId) -> Option<Shown> {
    let failure = match reading.end(leader) {
        ProcessEnd::Exited(status) if *status != 0 => Failure::Exit { status: *status },
        ProcessEnd::Killed(signal) => Failure::Killed { signal: signal.clone() },
        _ => return None,
    };
    let event = match failure {
        Failure::Killed { .. } => reading.last_event(leader)?,
        _ => reading.exit_event(leader)?,
    };
    Some(Shown { failure, event })
}

/// Everything that went wrong in a run: failed requests and failed processes, in order.
pub fn all(reading: &Reading<'_>) -> Vec<Shown> {
    let mut all: Vec<Shown> = reading.requests().filter_map(|unit| of_request(reading, unit)).in_list();
    for (index, process) in reading.run.processes.iter().enumerate() {
        if !process.thread {
            all.add_all(of_process(reading, ProcessId::try_from(index).unwrap_or(ProcessId::MAX)));
        }
    }
    crate::order::by_key(&mut all, |shown| shown.event);
    all
}

/// True if an event writes a status line with that status.
fn answers_with(reading: &Reading<'_>, id: EventId, status: u16) -> bool {
    reading.seen(id).is_some_and(|seen| {
        (seen.name.starts_with("write") || seen.name.starts_with("send"))
            && seen.args.contains("\"HTTP/")
            && seen.args.contains(&format!(" {status} "))
    })
}
