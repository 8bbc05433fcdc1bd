//! Lines of logs about the same request: the server's own message, the line of the access log, the application's words.

use super::Hearing;
use super::marks::Sight;
use crate::causes::logs::messages;
use crate::causes::reasoning::exchange::Exchange;
use crate::model::log::{Entry, Level, Log, LogEntry, RequestEntry};
use crate::model::trace::{EventId, Micros};
use crate::order::Change;
use crate::source::{LineNumber, Role};
use crate::trace::DescriptorRole as Channel;

/// What stands about a request in another log stands so close to it.
const CLOSE: Micros = 2_000_000;
/// A process that stops says so not much earlier than its absence is noticed.
const STOPPED: Micros = 10_000_000;
/// Logs that tell no parts of a second leave the order within it open.
const SECOND: Micros = 1_000_000;
/// A shorter head of a message may belong to any.
const HEAD: usize = 24;

/// What a program, or who watches over it, says when it ends.
const STOPS: &[&str] = &[
    "andling signal",
    "eceived signal",
    "on receipt of SIG",
    "hutting down",
    "exited with",
    "exit status",
    "terminated by signal",
    "Stopping ",
    "Main process exited",
    "killed",
];

/// Hears the logs.
pub fn hear(hearing: &mut Hearing<'_, '_>) {
    let case = hearing.scene.case;
    for log in case.logs {
        if case.roles.get(log.source).is_some_and(|assigned| assigned.role == Role::Normal) {
            continue;
        }
        messages(hearing, log);
        of_requests(hearing, log);
        requests(hearing, log);
        stopped(hearing, log);
        spoken(hearing, log);
    }
    about_the_upstream(hearing);
}

/// The whole text of a message that a trace shows only the beginning of: it takes the place of that line.
fn messages(hearing: &mut Hearing<'_, '_>, log: &Log) {
    let scene = hearing.scene;
    for at in 0..hearing.finding.diagnosis.evidence.len() {
        let Some((source, line)) =
            hearing.finding.diagnosis.evidence.get(at).map(|one| (one.source.clone(), one.line))
        else {
            return;
        };
        let written = scene.failing().find_map(|(_, reading)| {
            let events = &reading.run.trace.events;
            let event = EventId::try_from(events.partition_point(|one| one.line < line)).unwrap_or(0);
            let seen =
                reading.seen(event).filter(|seen| reading.name == source && seen.event.line == line)?;
            let log = matches!(
                reading.role_of(event),
                Channel::ErrorLog
                    | Channel::AccessLog
                    | Channel::Log
                    | Channel::StandardError
                    | Channel::StandardOutput
            );
            (log && seen.name.starts_with("write")).then(|| seen.payload(reading.run))
        });
        let Some(head) =
            written.as_deref().and_then(|text| text.lines().next()).filter(|head| head.len() >= HEAD)
        else {
            continue;
        };
        let mut same = log.entries.iter().filter(|entry| {
            let text = log.str(entry.text);
            text.starts_with(head) && (text.len() == head.len() || about(hearing, log, entry))
        });
        if let Some(entry) = same.next() {
            replace(hearing, at, log, entry);
        }
    }
}

/// The server's messages about the requests that lines are cited of, and about the upstream where none is cited yet.
fn of_requests(hearing: &mut Hearing<'_, '_>, log: &Log) {
    let mut chosen: Vec<LineNumber> = Vec::new();
    for (exchange, _) in &hearing.marks.exchanges {
        let head = exchange.says().lines().next().unwrap_or("");
        let said = log.entries.iter().find(|entry| {
            let text = log.str(entry.text);
            head.len() >= HEAD
                && text.starts_with(head)
                && (text.len() == head.len() || about(hearing, log, entry))
        });
        chosen.add_all(said.map(|entry| entry.line));
    }
    for line in chosen {
        hearing.line(log.source, line, "the server's own line about it");
    }
    let before =
        hearing.also.as_deref().and_then(|text| text.lines().next()).filter(|head| head.len() >= HEAD);
    let before =
        before.and_then(|head| log.entries.iter().find(|entry| log.str(entry.text).starts_with(head)));
    if let Some(line) = before.map(|entry| entry.line) {
        hearing.line(log.source, line, "the server's own line about that other request");
    }
}

/// The first message of each kind about the upstream, where nothing of the log is cited yet.
fn about_the_upstream(hearing: &mut Hearing<'_, '_>) {
    let case = hearing.scene.case;
    for log in case.logs {
        let name = case.sources.get(log.source).map_or("", |source| source.name.as_str());
        let normal = case.roles.get(log.source).is_some_and(|assigned| assigned.role == Role::Normal);
        if normal || hearing.finding.diagnosis.evidence.iter().any(|one| one.source == name) {
            continue;
        }
        let mut kinds: Vec<&str> = Vec::new();
        let mut lines: Vec<LineNumber> = Vec::new();
        for entry in &log.entries {
            let Entry::Nginx(message) = &entry.kind else { continue };
            let Some(meaning) = messages::meaning(&case.signs.messages, log, entry, message) else {
                continue;
            };
            let upstream = log.str(message.upstream);
            let ours =
                hearing.marks.names_peer(upstream) || hearing.marks.names_target(log.str(message.request));
            if ours
                && hearing.marks.fits(entry.time, CLOSE, CLOSE)
                && !kinds.contains(&meaning.cause)
                && kinds.len() < 2
            {
                kinds.push(meaning.cause);
                lines.push(entry.line);
            }
        }
        for line in lines {
            hearing.line(log.source, line, "what the proxy says of this upstream");
        }
    }
}

/// An entry that only the beginning of is known has to be about the same address or request where it names any.
fn about(hearing: &Hearing<'_, '_>, log: &Log, entry: &LogEntry) -> bool {
    match &entry.kind {
        Entry::Nginx(message) => {
            let request = log.str(message.request);
            request.is_empty()
                || hearing.marks.targets.is_empty()
                || hearing.marks.names_target(request)
                || request.contains(" / ")
        }
        Entry::Request(request) => {
            let line = log.str(request.request);
            hearing.marks.targets.is_empty() || hearing.marks.names_target(line) || line.contains(" / ")
        }
        _ => true,
    }
}

/// Puts a log's line into the place of a trace's, or drops the trace's where the log's is cited already.
fn replace(hearing: &mut Hearing<'_, '_>, at: usize, log: &Log, entry: &LogEntry) {
    let Some(name) = hearing.scene.case.sources.get(log.source).map(|source| source.name.clone()) else {
        return;
    };
    let diagnosis = &mut hearing.finding.diagnosis;
    let known = diagnosis.evidence.iter().position(|one| one.line == entry.line && one.source == name);
    if let Some(known) = known {
        // Of a program's own words the write stays beside them: it shows which process said so, and when.
        if known == at || matches!(entry.kind, Entry::Text) {
            return;
        }
        diagnosis.evidence.remove(at);
        for place in diagnosis.mechanism_evidence.iter_mut().flatten() {
            if *place == at {
                *place = known;
            }
            if *place > at {
                *place -= 1;
            }
        }
    } else if let Some(one) = diagnosis.evidence.get_mut(at) {
        one.source = name;
        one.line = entry.line;
        one.quote = crate::causes::reasoning::words::shorten(log.str(entry.text), super::QUOTE);
    }
}

/// The line of the request that failed.
fn requests(hearing: &mut Hearing<'_, '_>, log: &Log) {
    let name = hearing.scene.case.sources.get(log.source).map_or("", |source| source.name.as_str());
    if hearing.finding.diagnosis.evidence.iter().any(|line| line.source == name) {
        return;
    }
    let mut best: Option<(Micros, u32)> = None;
    for entry in &log.entries {
        let Entry::Request(request) = &entry.kind else { continue };
        let line = log.str(request.request);
        let named =
            hearing.marks.targets.iter().any(|target| line.split(' ').nth(1) == Some(target.as_str()));
        // Where both logs tell nginx's number of the connection, it says more than time and target.
        let connection = request.connection.filter(|_| !hearing.marks.connections.is_empty());
        if connection.is_some_and(|number| !hearing.marks.connections.contains(&number)) {
            continue;
        }
        let fits = hearing.marks.fits(entry.time, CLOSE, CLOSE);
        let outcome = hearing.marks.exchanges.iter().any(|(exchange, _)| same_outcome(exchange, request))
            || hearing.marks.exchanges.is_empty() && failed(request);
        if !(fits && outcome && (named || hearing.marks.targets.is_empty() && hearing.marks.dated())) {
            continue;
        }
        let apart = hearing.marks.apart(entry.time).unwrap_or(0).abs();
        if best.is_none_or(|(old, _)| apart <= old) {
            best = Some((apart, entry.line));
        }
    }
    if let Some((_, line)) = best {
        hearing.line(log.source, line, "the line of this request in the log of requests");
    }
}

/// A request that failed from the side of its reader.
fn failed(request: &RequestEntry) -> bool {
    request.status >= 400 || request.bytes == Some(0) || request.retried_with_success()
}

/// The log tells of the same end of the request as the trace.
fn same_outcome(exchange: &Exchange, request: &RequestEntry) -> bool {
    let left = exchange.client_left.is_some() && request.status == 499;
    let status = exchange.failure.is_some() && exchange.status() == request.status;
    left || status || request.retried_with_success() || exchange.answered_bytes == 0 && failed(request)
}

/// What the application says of the request, of the address or of the name.
fn spoken(hearing: &mut Hearing<'_, '_>, log: &Log) {
    let mut best: Option<(Micros, Level, u32)> = None;
    let mut broken = None;
    let mut time = None;
    for entry in &log.entries {
        if !matches!(entry.kind, Entry::Text) {
            continue;
        }
        // A line without a time belongs to the one above it.
        time = entry.time.or(time);
        if time.is_none() || !hearing.marks.fits(time, CLOSE, CLOSE) {
            continue;
        }
        let text = log.str(entry.text);
        if hearing.marks.names_target(text) {
            let apart = hearing.marks.apart(time).unwrap_or(0).abs();
            let better = |(old, level, _): (Micros, Level, u32)| (apart, level) <= (old, entry.level);
            if best.is_none_or(better) {
                best = Some((apart, entry.level, entry.line));
            }
        }
        let cut = ["broken pipe", "connection reset", "Broken pipe", "Connection reset"];
        if broken.is_none() && cut.iter().any(|words| text.contains(words)) && hearing.marks.names_peer(text)
        {
            broken = Some(entry.line);
        }
    }
    if let Some((_, _, line)) = best {
        hearing.line(log.source, line, "another log speaks of the same request at that time");
    }
    if let Some(line) = broken {
        hearing.line(log.source, line, "the application reports what it saw of it");
    }
}

/// That a process ended before its absence was noticed.
fn stopped(hearing: &mut Hearing<'_, '_>, log: &Log) {
    let gone = matches!(hearing.marks.sight, Sight::Refused | Sight::Closed | Sight::Reset)
        || hearing.is(&["upstream-unix-socket-missing", "upstream-unix-socket-stale", "unix-socket-missing"]);
    if !gone || !hearing.marks.dated() {
        return;
    }
    // What stands behind a line of the same log that is cited already came after it.
    let name = hearing.scene.case.sources.get(log.source).map_or("", |source| source.name.as_str());
    let cited = hearing.finding.diagnosis.evidence.iter().filter(|one| one.source == name);
    let until = cited.map(|one| one.line).min().unwrap_or(LineNumber::MAX);
    let first = log.entries.iter().find(|entry| {
        let apart = hearing.marks.apart(entry.time);
        matches!(entry.kind, Entry::Text)
            && entry.line < until
            && apart.is_some_and(|apart| (-STOPPED..SECOND).contains(&apart))
            && STOPS.iter().any(|words| log.str(entry.text).contains(words))
    });
    if let Some(entry) = first {
        hearing.line(log.source, entry.line, "straight before, a process is ended");
    }
}
