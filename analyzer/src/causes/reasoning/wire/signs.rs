//! What the packets of a connection show to be wrong with it.
//!
//! Sources: RFC 9293 (TCP), `tcp_rcv_state_process` and `tcp_reset` in Linux's `net/ipv4/tcp_input.c`.

use super::connection::{Connection, Step};
use crate::model::packet::{Note, flag};

/// A server that ends a reused connection within this time of the request, in microseconds, had closed it before.
const AT_ONCE: i64 = 50_000;

/// A client that leaves sooner, in microseconds, did not wait for an answer at all.
const WAITED: i64 = 500_000;

/// A request of more bytes has a body that is being sent.
const LARGE_REQUEST: u64 = 16_384;

/// A segment of so many bytes is one that a smaller link on the way may drop.
const LARGE_SEGMENT: u32 = 1_000;

/// Bytes that are sent so often again do not get through.
const OFTEN: usize = 3;

/// A window that stays closed for so long, in microseconds, is not just a busy reader's.
const CLOSED_LONG: i64 = 5_000_000;

/// What is wrong with a connection. A connection shows one sign at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The SYN was answered by a reset.
    Refused,
    /// Several SYNs, and no answer.
    Unanswered,
    /// The connection was made only after a SYN was sent again.
    LateAccept,
    /// The server closed a reused connection while a request was on its way.
    IdleRace,
    /// The server closed (FIN) without one byte of the answer.
    ClosedWithoutAnswer,
    /// The server reset the connection without one byte of the answer.
    ResetWithoutAnswer,
    /// The server closed or reset while a large request was still being sent.
    EndedWhileSending,
    /// The server ended the connection before the announced body was complete.
    Truncated,
    /// The client ended the connection before the first byte of the answer.
    ClientLeft,
    /// Large segments are sent again and again, while small ones get through.
    LargeLost,
    /// Data are sent again and again after a silence, and nothing comes back.
    Silent,
    /// The server's window is closed and stays so.
    WindowClosed,
}

/// The packets of a connection that matter, as indices of its steps.
#[derive(Debug, Clone, Copy, Default)]
pub struct Points {
    /// The first SYN.
    pub syn: Option<usize>,
    /// The last SYN.
    pub last_syn: Option<usize>,
    /// How many SYNs.
    pub syns: usize,
    /// The answer to it.
    pub syn_ack: Option<usize>,
    /// The first packet of the last request.
    pub request: Option<usize>,
    /// The last packet of the last request.
    pub request_end: Option<usize>,
    /// Bytes of the last request.
    pub request_bytes: u64,
    /// Requests that were sent.
    pub requests: usize,
    /// The first packet of the last answer; `None` if the last request has none.
    pub answer: Option<usize>,
    /// Bytes of the last answer.
    pub answer_bytes: u64,
    /// The first FIN or RST.
    pub end: Option<usize>,
    /// The server's first FIN.
    pub server_fin: Option<usize>,
    /// The server's first RST.
    pub server_reset: Option<usize>,
    /// The client's first RST.
    pub client_reset: Option<usize>,
    /// The last packet before the last request.
    pub idle_since: Option<usize>,
    /// The last of the packets that were sent again, and how many there were behind the last new one.
    pub repeated: Option<(usize, usize)>,
    /// The packet by which the server closed its window for good.
    pub window_closed: Option<usize>,
}

impl Points {
    /// Goes through the packets once.
    pub fn of(connection: &Connection<'_>) -> Self {
        let mut points = Self::default();
        for (at, step) in connection.steps.iter().enumerate() {
            points.take(at, step);
        }
        points
    }

    fn take(&mut self, at: usize, step: &Step<'_>) {
        let packet = step.seen.packet;
        if step.has(flag::SYN) {
            if step.has(flag::ACK) {
                self.syn_ack = self.syn_ack.or(Some(at));
            } else {
                self.syn = self.syn.or(Some(at));
                self.last_syn = Some(at);
                self.syns += 1;
            }
        }
        let brings = step.brings();
        if brings && step.from_client {
            if self.request.is_none() || self.answer.is_some() {
                self.requests += 1;
                self.request = Some(at);
                self.request_bytes = 0;
                self.answer = None;
                self.answer_bytes = 0;
                self.idle_since = at.checked_sub(1);
            }
            self.request_end = Some(at);
            self.request_bytes = self.request_bytes.saturating_add(u64::from(packet.length));
        } else if brings {
            self.answer = self.answer.or(Some(at));
            self.answer_bytes = self.answer_bytes.saturating_add(u64::from(packet.length));
        }
        if step.has(flag::FIN) || step.has(flag::RST) {
            self.end = self.end.or(Some(at));
            if step.from_client {
                self.client_reset = self.client_reset.or(step.has(flag::RST).then_some(at));
            } else if step.has(flag::RST) {
                self.server_reset = self.server_reset.or(Some(at));
            } else {
                self.server_fin = self.server_fin.or(Some(at));
            }
        }
        if step.repeated && packet.length > 0 {
            let before = self.repeated.map_or(0, |(_, count)| count);
            self.repeated = Some((at, before + 1));
        } else if brings {
            self.repeated = None;
        }
        if !step.from_client && !step.has(flag::RST) {
            let closed = packet.window == Some(0) || packet.note == Note::ZeroWindow;
            let opened = packet.window.is_some_and(|window| window > 0);
            if closed && !step.has(flag::SYN) {
                self.window_closed = self.window_closed.or(Some(at));
            } else if opened {
                self.window_closed = None;
            }
        }
    }
}

/// The sign that a connection shows.
pub fn sign(connection: &Connection<'_>, points: &Points) -> Option<Sign> {
    while_connecting(connection, points)
        .or_else(|| lost(connection, points))
        .or_else(|| ended(connection, points))
        .or_else(|| stuck(connection, points))
}

fn while_connecting(connection: &Connection<'_>, points: &Points) -> Option<Sign> {
    points.syn?;
    match (points.syn_ack, points.server_reset) {
        (None, Some(_)) if points.request.is_none() => Some(Sign::Refused),
        (None, None) if points.syns > 1 && connection.steps.iter().all(|step| step.from_client) => {
            Some(Sign::Unanswered)
        }
        (Some(_), _)
            if points.syns > 1
                && points.last_syn < points.syn_ack
                && points.end.is_none_or(|end| Some(end) > points.syn_ack) =>
        {
            // A request that went wrong later says more.
            ended(connection, points).is_none().then_some(Sign::LateAccept)
        }
        _ => None,
    }
}

/// Bytes that do not get through.
fn lost(connection: &Connection<'_>, points: &Points) -> Option<Sign> {
    let (last, _) = points.repeated.filter(|(_, count)| *count >= OFTEN)?;
    let again = connection.steps.get(last)?;
    // Whatever comes from the other side behind the first repetition shows that it hears something.
    let first = connection.steps.iter().position(|step| {
        step.repeated
            && step.from_client == again.from_client
            && step.seen.packet.seq == again.seen.packet.seq
    })?;
    let acknowledged =
        again.seen.packet.seq.map(|seq| seq.saturating_add(u64::from(again.seen.packet.length)));
    let behind = || connection.steps.iter().skip(first).filter(|step| step.from_client != again.from_client);
    if behind().any(|step| step.seen.packet.ack >= acknowledged && acknowledged.is_some()) {
        return None;
    }
    let large = again.seen.packet.length >= LARGE_SEGMENT;
    let small_passed = points.syn_ack.is_some() || behind().next().is_some();
    if large && small_passed {
        return Some(Sign::LargeLost);
    }
    let quiet = connection.between(points.idle_since, points.request).is_some_and(|idle| idle >= 60_000_000);
    (behind().next().is_none() && again.from_client && quiet).then_some(Sign::Silent)
}

/// An end that came too soon.
fn ended(connection: &Connection<'_>, points: &Points) -> Option<Sign> {
    let end = points.end?;
    let step = connection.steps.get(end)?;
    let Some(request) = points.request else {
        // Numbers count from the beginning: the client has sent bytes, and this is the server's first.
        let packet = step.seen.packet;
        let none_sent = packet.seq == Some(1) && packet.ack.is_some_and(|ack| ack > 1 && ack < 1 << 24);
        let fin = !step.from_client && step.has(flag::FIN) && !step.has(flag::RST) && packet.length == 0;
        return (fin && none_sent && !connection.opened).then_some(Sign::ClosedWithoutAnswer);
    };
    let reused = points.requests > 1 || !connection.opened;
    if points.server_fin == Some(end) && end < request {
        return points.server_reset.filter(|reset| *reset > request).map(|_| Sign::IdleRace);
    }
    if points.answer.is_some() {
        return truncated(connection, points, step).then_some(Sign::Truncated);
    }
    if end < request {
        return None;
    }
    let waited = connection.waited();
    if step.from_client {
        let late = connection.steps.iter().skip(end).any(|step| !step.from_client && step.brings());
        let gone = late && points.client_reset.is_some();
        let long = waited.is_some_and(|waited| waited >= WAITED);
        return (gone || (long && !late)).then_some(Sign::ClientLeft);
    }
    let resets = points.server_reset.is_some();
    let at_once = waited.is_some_and(|waited| waited < AT_ONCE);
    if resets && reused && at_once && points.request_bytes <= LARGE_REQUEST {
        return Some(Sign::IdleRace);
    }
    Some(match (resets, points.request_bytes > LARGE_REQUEST) {
        (true, true) => Sign::EndedWhileSending,
        (true, false) if step.has(flag::RST) => Sign::ResetWithoutAnswer,
        _ => Sign::ClosedWithoutAnswer,
    })
}

/// The server ended it, and fewer bytes came than the answer's own length, headers not even counted.
fn truncated(connection: &Connection<'_>, points: &Points, end: &Step<'_>) -> bool {
    let announced = connection.says(false, "Content-Length:").filter(|one| points.answer <= Some(one.step));
    let length = announced.and_then(|one| one.text.split(':').nth(1)?.trim().parse::<u64>().ok());
    // An answer to HEAD announces a body and has none.
    let head = connection.says(true, "HEAD ").is_some();
    !end.from_client && !head && length.is_some_and(|length| points.answer_bytes < length)
}

/// Not ended, and nothing moves.
fn stuck(connection: &Connection<'_>, points: &Points) -> Option<Sign> {
    let closed = points.window_closed?;
    points.request?;
    let last = connection.steps.len().checked_sub(1);
    let long = connection.between(Some(closed), last).is_some_and(|time| time >= CLOSED_LONG);
    (points.answer.is_none() && long).then_some(Sign::WindowClosed)
}
