//! A request that a server passed on: what it sent upstream, what came back, what the client got.

use super::failure::{self, Shown};
use super::reading::{self, Reading, Seen};
use crate::causes::logs::signs::Signs;
use crate::model::trace::{EventId, Micros, Outcome};
use crate::order::InList;
use crate::trace::{DescriptorId, DescriptorRole, Ending, Unit};

/// An end that comes sooner after the request is not an answer to it.
const QUICK: Micros = 100_000;

/// One request of a proxy.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Index of the run.
    pub run: usize,
    /// Where the request begins.
    pub begin: EventId,
    /// Where it ends.
    pub end: EventId,
    /// The connections to upstreams that it tried, in order.
    pub attempts: Vec<Attempt>,
    /// The first write to the client, with the status if a status line can be read.
    pub answer: Option<(EventId, u16)>,
    /// Bytes written to the client.
    pub answered_bytes: u64,
    /// The close of the client's connection.
    pub client_closed: Option<EventId>,
    /// The server saw the client leave before it had answered.
    pub client_left: Option<EventId>,
    /// What the server wrote to its error log meanwhile.
    pub log: Option<(EventId, String)>,
    /// What went wrong, if anything did.
    pub failure: Option<Shown>,
}

/// One connection to an upstream, as far as one request used it.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    /// The descriptor.
    pub descriptor: DescriptorId,
    /// The upstream's address.
    pub peer: String,
    /// The `connect`; `None` on a connection that an earlier request left open.
    pub connect: Option<EventId>,
    /// How long nothing had come over such a connection before this request, where the trace tells.
    pub idle: Option<Micros>,
    /// The line that shows that the connection stands.
    pub connected: Option<EventId>,
    /// The line that shows that it does not.
    pub not_connected: Option<EventId>,
    /// Writes to it, in order.
    pub sent: Vec<EventId>,
    /// The last write, where it found no room, or room for a part only: the upstream does not read.
    pub blocked: Option<EventId>,
    /// The write that failed.
    pub send_error: Option<EventId>,
    /// The beginning of what was sent.
    pub request: String,
    /// Reads from it that brought something, in order.
    pub received: Vec<EventId>,
    /// How many bytes they brought.
    pub received_bytes: u64,
    /// What came back, as far as the trace shows it.
    pub response: String,
    /// The read that found the end of the stream.
    pub end_of_stream: Option<EventId>,
    /// The read that failed.
    pub receive_error: Option<EventId>,
    /// The wait that ended without an event, straight before the connection was given up.
    pub timed_out: Option<EventId>,
    /// Its close.
    pub closed: Option<EventId>,
    /// The wait that reported an error or a hang-up on it.
    pub error_event: Option<EventId>,
    /// The first byte that came back.
    pub first_byte: Option<u8>,
    /// The last read filled its buffer to the last byte.
    pub filled: bool,
    /// From the last write to the line that ended it, where the trace has a clock.
    pub waited: Option<Micros>,
}

impl Attempt {
    /// True if an earlier request had opened the connection.
    pub fn reused(&self) -> bool {
        self.connect.is_none()
    }

    /// True if a whole response header came back, as far as the trace shows it.
    pub fn has_header(&self) -> bool {
        self.response.contains("\r\n\r\n") || self.received_bytes > 0 && self.response.starts_with("HTTP/")
    }

    /// The address, or a general word where it is not known.
    pub fn address(&self) -> String {
        if self.peer.is_empty() { "the upstream".into() } else { self.peer.clone() }
    }

    /// True if the connection stood: the trace shows it, or data went over it.
    pub fn stands(&self) -> bool {
        self.connected.is_some() || !self.sent.is_empty() || self.received_bytes > 0
    }

    /// True if what was sent begins with a TLS handshake record (RFC 8446, section 5.1).
    pub fn tls(&self) -> bool {
        self.request.starts_with("\u{16}\u{3}")
    }

    /// True if the end came so soon after the write that the upstream cannot have worked on the request.
    pub fn quick(&self, end: EventId) -> bool {
        match self.waited {
            Some(waited) => waited <= QUICK,
            None => self.sent.last().is_some_and(|sent| end.saturating_sub(*sent) <= 4),
        }
    }

    /// True if a header line of the response holds a control character.
    pub fn has_forbidden_byte(&self) -> bool {
        let header = self.response.split("\r\n\r\n").next().unwrap_or("");
        header.starts_with("HTTP/")
            && header.chars().any(|letter| letter.is_control() && !matches!(letter, '\r' | '\n' | '\t'))
    }

    /// True if fewer bytes came than the response's header announces; false where that cannot be told.
    pub fn short_of_length(&self) -> bool {
        // Of a header that the trace cuts off, what is there tells as well; then it is counted as nothing.
        let whole = self.response.split_once("\r\n\r\n");
        let Some((header, _)) = whole.or_else(|| self.response.rsplit_once("\r\n")) else { return false };
        let announced = header.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<u64>().ok())?
        });
        let head = u64::try_from(header.len()).unwrap_or(u64::MAX).saturating_add(4);
        let head = if whole.is_some() { head } else { 0 };
        let bodiless =
            self.request.starts_with("HEAD ") || !(200..300).contains(&self.status()) || self.status() == 204;
        announced.is_some_and(|length| !bodiless && self.received_bytes.saturating_sub(head) < length)
    }

    /// The status of the response; 0 if none can be read.
    pub fn status(&self) -> u16 {
        status_of(&self.response)
    }
}

impl Exchange {
    /// The last attempt.
    pub fn last(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// What the server's error log says, empty if nothing is seen.
    pub fn says(&self) -> &str {
        self.log.as_ref().map_or("", |(_, text)| text.as_str())
    }

    /// True if the client got an error that this server made, or nothing.
    pub fn went_wrong(&self) -> bool {
        let passed_on = self.last().is_some_and(|attempt| attempt.status() == self.status());
        self.failure.is_some()
            && self.client_left.is_none()
            && (self.status() == 0 || self.status() >= 500)
            && !passed_on
    }

    /// True if no line of the server's own log names another reason than a header that is too big.
    pub fn says_nothing_else(&self, signs: &Signs<'_>) -> bool {
        super::server_log::meaning(signs, self.says())
            .is_none_or(|meaning| meaning.cause == "upstream-header-too-big")
    }

    /// What the client got, for the end of a sentence.
    pub fn outcome(&self) -> String {
        match (&self.failure, self.client_left) {
            (Some(shown), _) => shown.failure.words(),
            (None, Some(_)) => "the client was gone".into(),
            (None, None) => "the client's answer was affected".into(),
        }
    }

    /// The status that the client got; 0 if it got none.
    pub fn status(&self) -> u16 {
        self.answer.map_or(0, |(_, status)| status)
    }
}

/// The requests of a run that went to an upstream.
pub fn find(readings: &[Reading<'_>], run: usize) -> Vec<Exchange> {
    let Some(reading) = readings.get(run) else { return Vec::new() };
    reading.requests().filter_map(|unit| exchange(reading, run, unit)).in_list()
}

/// A connection that a program opened for itself, as far as it used it.
pub fn of_descriptor(reading: &Reading<'_>, descriptor: DescriptorId) -> Option<Attempt> {
    let mut attempts = Vec::new();
    for id in &reading.run.descriptors.get(descriptor as usize)?.events {
        if let Some(seen) = reading.seen(*id) {
            with_upstream(reading, &seen, &mut attempts);
        }
    }
    attempts.into_iter().find(|attempt| attempt.descriptor == descriptor)
}

fn exchange(reading: &Reading<'_>, run: usize, unit: &Unit) -> Option<Exchange> {
    let mut found = Exchange {
        run,
        begin: *unit.events.first()?,
        end: *unit.events.last()?,
        attempts: Vec::new(),
        answer: None,
        answered_bytes: 0,
        client_closed: None,
        client_left: None,
        log: None,
        failure: failure::of_request(reading, unit),
    };
    for id in &unit.events {
        let Some(seen) = reading.seen(*id) else { continue };
        match reading.role_of(*id) {
            DescriptorRole::Client => with_client(reading, &seen, &mut found),
            DescriptorRole::Upstream | DescriptorRole::Peer => {
                with_upstream(reading, &seen, &mut found.attempts);
            }
            DescriptorRole::ErrorLog if is_write(seen.name) && found.log.is_none() => {
                found.log = Some((seen.id, seen.payload(reading.run)));
            }
            _ => {}
        }
    }
    if unit.ending == Ending::ClientLeft {
        let closed = found.last().and_then(|attempt| attempt.closed);
        found.client_left = found.client_left.or(closed).or(Some(found.end));
    }
    for attempt in &mut found.attempts {
        before(reading, attempt);
        attempt.timed_out = attempt.closed.and_then(|closed| expired_wait(reading, closed));
        let end = attempt.receive_error.or(attempt.end_of_stream).or(attempt.send_error);
        attempt.error_event = end.and_then(|end| reported(reading, end));
        attempt.waited = attempt.sent.last().zip(end).and_then(|(sent, end)| {
            let time = |id: EventId| reading.run.trace.event(id).and_then(|event| event.time);
            Some(time(end)? - time(*sent)?)
        });
    }
    if let Some(left) = found.client_left {
        found.client_left = reported(reading, left)
            .filter(|wait| reading.seen(*wait).is_some_and(|seen| seen.args.contains("EPOLLRDHUP")))
            .or(Some(left));
    }
    (!found.attempts.is_empty()).then_some(found)
}

/// What the trace shows of a connection before this request.
fn before(reading: &Reading<'_>, attempt: &mut Attempt) {
    let Some(first) = attempt.sent.first().copied().or(attempt.send_error) else { return };
    let Some(descriptor) = reading.run.descriptors.get(attempt.descriptor as usize) else { return };
    let earlier = descriptor.events.iter().rev().filter(|event| **event < first);
    let mut calls = earlier.filter_map(|event| reading.seen(*event));
    let last = calls.find(|seen| {
        seen.name == "connect" || is_read(seen.name) && seen.returned().is_some_and(|count| count > 0)
    });
    match last {
        // Another thread opened it for this request.
        Some(seen) if seen.name == "connect" => attempt.connect = Some(seen.id),
        Some(seen) => {
            let time = |id: EventId| reading.run.trace.event(id).and_then(|event| event.time);
            attempt.idle = time(first).zip(time(seen.id)).map(|(sent, received)| sent - received);
        }
        None => {}
    }
}

fn with_client(reading: &Reading<'_>, seen: &Seen<'_>, found: &mut Exchange) {
    if is_write(seen.name) || seen.name.starts_with("sendfile") || seen.name == "splice" {
        if let Some(bytes) = seen.returned().and_then(|bytes| u64::try_from(bytes).ok()) {
            found.answered_bytes = found.answered_bytes.saturating_add(bytes);
        }
        let status = status_of(&seen.payload(reading.run));
        // 100 Continue only asks for the body.
        if found.answer.is_none() && !(100..200).contains(&status) {
            found.answer = Some((seen.id, status));
        }
    } else if is_read(seen.name) && seen.returned() == Some(0) && found.answer.is_none() {
        found.client_left = Some(seen.id);
    } else if matches!(seen.name, "close" | "shutdown") {
        found.client_closed = Some(seen.id);
    }
}

fn with_upstream(reading: &Reading<'_>, seen: &Seen<'_>, attempts: &mut Vec<Attempt>) {
    let Some(descriptor) = reading.descriptor_id(seen.id) else { return };
    let at = attempts.iter().rposition(|attempt| attempt.descriptor == descriptor).unwrap_or_else(|| {
        let peer =
            reading.descriptor(seen.id).map(|descriptor| descriptor.target.clone()).unwrap_or_default();
        attempts.push(Attempt { descriptor, peer, ..Attempt::default() });
        attempts.len() - 1
    });
    let Some(attempt) = attempts.get_mut(at) else { return };
    if seen.name == "connect" {
        let first = attempt.connect.is_none();
        attempt.connect = Some(attempt.connect.unwrap_or(seen.id));
        let peer = reading::peer(seen.args);
        if !peer.is_empty() {
            attempt.peer = peer;
        }
        match seen.errno(reading.run) {
            "" if seen.returned() == Some(0) => attempt.connected = Some(seen.id),
            "" | "EINPROGRESS" | "EALREADY" | "EINTR" => {}
            "EISCONN" => attempt.connected = Some(seen.id),
            _ if first || attempt.not_connected.is_none() => attempt.not_connected = Some(seen.id),
            _ => {}
        }
    } else if !seen.hidden_errno().is_empty() {
        attempt.not_connected = Some(seen.id);
    } else if seen.is_connected_check() && attempt.connect.is_some() {
        attempt.connected = Some(seen.id);
    } else if is_write(seen.name) {
        match seen.call.outcome {
            Outcome::Failed(_) if seen.errno(reading.run) != "EAGAIN" => attempt.send_error = Some(seen.id),
            Outcome::Failed(_) => attempt.blocked = Some(seen.id),
            _ => {
                attempt.blocked = taken_in_part(seen).then_some(seen.id);
                if attempt.sent.is_empty() {
                    attempt.request = seen.payload(reading.run);
                }
                attempt.sent.push(seen.id);
            }
        }
    } else if is_read(seen.name) {
        match seen.call.outcome {
            Outcome::Returned(0) => attempt.end_of_stream = Some(attempt.end_of_stream.unwrap_or(seen.id)),
            Outcome::Returned(bytes) => {
                attempt.received_bytes =
                    attempt.received_bytes.saturating_add(u64::try_from(bytes).unwrap_or(0));
                if attempt.received.is_empty() {
                    attempt.first_byte = seen.bytes(reading.run).first().copied();
                }
                attempt.filled = seen.arguments(reading.run).number(2) == Some(bytes);
                if attempt.response.len() < 8192 {
                    attempt.response.push_str(&seen.payload(reading.run));
                }
                attempt.received.push(seen.id);
            }
            Outcome::Failed(_) if seen.errno(reading.run) != "EAGAIN" => {
                attempt.receive_error = Some(seen.id);
            }
            _ => {}
        }
    } else if seen.name == "close" {
        attempt.closed = Some(seen.id);
    }
}

/// A write of a vector that took fewer bytes than its pieces have.
pub fn taken_in_part(seen: &Seen<'_>) -> bool {
    let lengths = seen.args.split("iov_len=").skip(1).filter_map(|rest| {
        let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
        digits.parse::<i64>().ok()
    });
    // strace leaves out pieces behind the first ones.
    seen.name.contains("writev") && seen.returned().is_some_and(|taken| taken < lengths.sum())
}

/// The wait that ended without an event shortly before a connection was given up.
fn expired_wait(reading: &Reading<'_>, closed: EventId) -> Option<EventId> {
    reading
        .own_before(closed)
        .take(8)
        .find(|seen| seen.family() == super::families::Family::Wait)
        .filter(|seen| seen.returned() == Some(0))
        .map(|seen| seen.id)
}

/// The wait that reported an event shortly before.
fn reported(reading: &Reading<'_>, event: EventId) -> Option<EventId> {
    reading
        .own_before(event)
        .take(4)
        .find(|seen| seen.family() == super::families::Family::Wait)
        .filter(|seen| {
            // Of poll, what came about stands behind the result.
            let result = reading.run.trace.str(seen.call.result);
            ["POLLERR", "POLLHUP", "POLLRDHUP"]
                .iter()
                .any(|flag| seen.args.contains(flag) || result.contains(flag))
        })
        .map(|seen| seen.id)
}

/// The status in `HTTP/1.1 502 Bad Gateway`; 0 if there is none.
pub fn status_of(text: &str) -> u16 {
    let Some((_, rest)) = text.split_once("HTTP/") else { return 0 };
    rest.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or(0)
}

fn is_write(name: &str) -> bool {
    matches!(name, "write" | "writev" | "send" | "sendto" | "sendmsg")
}

fn is_read(name: &str) -> bool {
    // A splice from the upstream moves its bytes without showing them.
    matches!(name, "read" | "readv" | "recv" | "recvfrom" | "recvmsg" | "splice")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_read_off_the_status_line() {
        assert_eq!(status_of("HTTP/1.1 502 Bad Gateway\r\n"), 502);
        assert_eq!(status_of("hello"), 0);
        assert_eq!(status_of("HTTP/1.1"), 0);
    }
}
