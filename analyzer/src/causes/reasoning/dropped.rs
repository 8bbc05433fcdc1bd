//! Requests that an application read, worked on, and then dropped by closing the connection without an answer.

use super::claim::Claim;
use super::exchange::Attempt;
use super::families::Family;
use super::reading::Reading;
use super::scene::Scene;
use super::signals;
use crate::model::trace::{EventId, Micros};
use crate::order::InList;
use crate::trace::{DescriptorRole, Ending, ProcessEnd, Unit};

/// Sooner closes are refusals, not time limits.
const WORKED: Micros = 900_000;
/// What a handler says last stands so close before the close.
const CLOSE_BY: Micros = 50_000;

/// A request that was dropped.
#[derive(Debug)]
pub struct Dropped {
    /// Index of the run.
    pub run: usize,
    /// The read that brought the request.
    pub request: EventId,
    /// The close of the client's connection.
    pub close: EventId,
    /// From the one to the other.
    pub waited: Micros,
    /// What the application logged straight before the close: the work was done.
    pub done: Option<EventId>,
    /// What it logged later: the work went on although nobody waited for it.
    pub later: Option<EventId>,
}

/// The first dropped request of a run that is not a normal one and whose process lives on.
pub fn find(scene: &Scene<'_>, fits: fn(&Dropped) -> bool) -> Option<Dropped> {
    let runs = (0..scene.readings.len()).filter(|run| !scene.normals.contains(run));
    runs.filter_map(|run| Some((run, scene.reading(run)?))).find_map(|(run, reading)| {
        let speaking = speaking(reading);
        reading.requests().filter_map(|unit| of_request(reading, &speaking, run, unit)).find(fits)
    })
}

/// Cites where the proxy finds the end of the stream instead of an answer (`ended`), if its trace is there.
pub fn cite_proxy(scene: &Scene<'_>, claim: &mut Claim<'_, '_>) {
    let ended = scene.exchanges.iter().find_map(|exchange| {
        let silent = |attempt: &Attempt| attempt.end_of_stream.filter(|_| !attempt.has_header());
        Some((exchange.run, exchange.attempts.iter().find_map(silent)?))
    });
    if let Some((run, event)) = ended {
        claim.cite(run, event, "ended");
    }
}

/// What is written to logs and to the standard streams, in order.
fn speaking(reading: &Reading<'_>) -> Vec<EventId> {
    use DescriptorRole as Role;
    let spoken = reading.named(|name| name.starts_with("write")).filter(|seen| {
        matches!(
            reading.role_of(seen.id),
            Role::StandardError | Role::StandardOutput | Role::Log | Role::ErrorLog | Role::AccessLog
        )
    });
    spoken.map(|seen| seen.id).in_list()
}

/// `speaking` is what [`speaking`] finds.
fn of_request(reading: &Reading<'_>, speaking: &[EventId], run: usize, unit: &Unit) -> Option<Dropped> {
    if unit.ending != Ending::ClosedWithoutAnswer {
        return None;
    }
    let on_client = |id: &EventId| reading.role_of(*id) == DescriptorRole::Client;
    let request = unit.events.iter().copied().find(|id| {
        on_client(id)
            && reading.seen(*id).is_some_and(|seen| {
                matches!(seen.family(), Family::Read | Family::Receive)
                    && seen.returned().is_some_and(|bytes| bytes > 0)
            })
    })?;
    let close = unit
        .events
        .iter()
        .copied()
        .rfind(|id| on_client(id) && reading.seen(*id).is_some_and(|seen| seen.name == "close"))?;
    let leader = reading.leader(close);
    let between = || reading.own_events(close).skip(1).take_while(|id| *id >= request);
    let disturbed = between().filter_map(|id| signals::at(reading, id)).any(|signal| {
        !matches!(signal.name, "SIGURG" | "SIGCHLD" | "SIGWINCH" | "SIGALRM" | "SIGVTALRM" | "SIGPROF")
    });
    // A proxy that gave the request up for a reason of its own has that reason; a dying process has another.
    let proxied = unit.events.iter().any(|id| reading.role_of(*id) == DescriptorRole::Upstream);
    if disturbed || proxied || *reading.end(leader) != ProcessEnd::Running {
        return None;
    }
    let time = |id: EventId| reading.run.trace.event(id).and_then(|event| event.time);
    let waited = time(close)? - time(request)?;
    let done = between()
        .find(|id| speaking.binary_search(id).is_ok())
        .filter(|id| time(*id).zip(time(close)).is_some_and(|(said, closed)| closed - said <= CLOSE_BY));
    let behind = speaking.get(speaking.partition_point(|id| *id < close)..).unwrap_or_default();
    let later = behind.iter().copied().find(|id| reading.leader(*id) == leader);
    (waited >= WORKED).then_some(Dropped { run, request, close, waited, done, later })
}

impl Dropped {
    /// True if the time is a round one, as time limits are.
    pub fn round(&self) -> bool {
        self.waited % 500_000 <= CLOSE_BY
    }
}

/// True if a message speaks of an error: then the handler failed, and no time limit is needed to explain it.
pub fn speaks_of_error(reading: &Reading<'_>, event: EventId) -> bool {
    const WORDS: &[&str] = &["panic", "error", "exception", "traceback", "fatal", "abort", "fail"];
    let text =
        reading.seen(event).map(|seen| seen.payload(reading.run).to_ascii_lowercase()).unwrap_or_default();
    WORDS.iter().any(|word| text.contains(word))
}
