//! HAProxy's HTTP log (`option httplog`), with or without a syslog prefix.
//!
//! ```text
//! 10.0.0.9:40500 [21/Nov/2026:01:40:47.616] www app/app1 0/0/2/-1/8 502 209 - - SH-- 1/1/0/0/0 0/0 "GET /orders HTTP/1.1"
//! client         date                       frontend backend/server timers status bytes cookies state counts queues request
//! ```
//!
//! Source: HAProxy's configuration manual, section 8.2.3 "HTTP log format" and 8.5 "Session state at disconnection".
//! Deliberately absent: `option tcplog`, and captured headers, which are passed over.

use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry, RequestEntry};
use crate::model::time::{Stamp, month_number};
use crate::model::trace::Unparsed;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "HAProxy log",
    sniff: |line| if entry(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id, source| Content::Log(read(id, source)),
    samples: SAMPLES,
};

/// Id of the format.
const ID: &str = "haproxy-log";

/// Real lines.
const SAMPLES: &[&str] = &[
    "127.0.0.1:40500 [21/Nov/2026:01:40:47.616] www app/app1 0/0/2/-1/8 502 209 - - SH-- 1/1/0/0/0 0/0 \"GET /orders?page=3 HTTP/1.1\"",
    "127.0.0.1:40516 [21/Nov/2026:01:40:48.380] www app/app1 0/0/-1/-1/3014 503 217 - - SC-- 1/1/0/0/3 0/0 \"GET /orders?page=1 HTTP/1.1\"",
    "Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} \"GET /index.html HTTP/1.1\"",
];

/// Reads a source. Never fails: other lines are counted as `not-a-haproxy-line`.
fn read(id: SourceId, source: &Source) -> Log {
    let mut log = Log::empty(id, source.text.clone());
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            log.blank += line.covers;
        } else if let Some((time, request)) = entry(text, line.span.start) {
            log.records += line.covers;
            let kind = Entry::Request(request);
            log.entries.push(LogEntry { line: line.number, text: line.span, time, level: Level::None, kind });
        } else {
            log.unparsed.extend(Unparsed::of(line, "not-a-haproxy-line"));
        }
    }
    log
}

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<(Option<Stamp>, RequestEntry)> {
    let opened = line.find(" [")?;
    let inside = line.get(opened + 2..)?;
    let date = inside.get(..inside.find("] ")?)?;
    let behind_at = opened + 2 + date.len() + 2;
    let mut words = Words { text: line, at: behind_at };
    let (_frontend, _) = words.next()?;
    let (server, server_at) = words.next().filter(|(name, _)| name.contains('/'))?;
    let (timers, _) = words.next().filter(|(timers, _)| timers.split('/').count() >= 5)?;
    let (status, _) = words.next()?;
    let (bytes, _) = words.next()?;
    words.next()?;
    words.next()?;
    let (state, state_at) = words.next().filter(|(state, _)| state.len() == 4)?;
    let span = |from: usize, to: usize| Span::shifted(base, from, to);
    let client_at = line.get(..opened)?.rfind(' ').map_or(0, |at| at + 1);
    let request = line.rfind(" \"").and_then(|at| {
        let inner = line.get(at + 2..)?;
        Some((at + 2, at + 2 + inner.find('"').unwrap_or(inner.len())))
    });
    let total =
        timers.split('/').next_back().and_then(|total| total.trim_start_matches('+').parse::<i64>().ok());
    // -1 is the status of a request that was never answered.
    let status = status.parse::<i32>().ok()?;
    let entry = RequestEntry {
        client: span(client_at, opened),
        request: request.map_or(Span::default(), |(from, to)| span(from, to)),
        status: u16::try_from(status).unwrap_or(0),
        bytes: bytes.trim_start_matches('+').parse().ok(),
        upstreams: vec![span(server_at, server_at + server.len())],
        upstream_statuses: Vec::new(),
        duration: total.and_then(|millis| millis.checked_mul(1000)),
        termination: span(state_at, state_at + state.len()),
    };
    Some((stamp(date), entry))
}

/// Words between spaces, with their places.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    fn next(&mut self) -> Option<(&'t str, usize)> {
        let rest = self.text.get(self.at..)?;
        let skipped = rest.len() - rest.trim_start_matches(' ').len();
        let word = rest.trim_start_matches(' ').split(' ').next().filter(|word| !word.is_empty())?;
        let at = self.at + skipped;
        self.at = at + word.len();
        Some((word, at))
    }
}

/// `21/Nov/2026:01:40:47.616`, in the proxy's own zone.
fn stamp(date: &str) -> Option<Stamp> {
    let mut parts = date.split(['/', ':', '.']);
    let day = parts.next()?.parse().ok()?;
    let month = month_number(parts.next()?)?;
    let year = parts.next()?.parse().ok()?;
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let second = parts.next()?.parse().ok()?;
    let millis: u32 = parts.next().and_then(|millis| millis.parse().ok()).unwrap_or(0);
    Stamp::of((year, month, day), (hour, minute, second), millis.checked_mul(1000)?, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_state_and_timers() {
        let (_, request) = entry(SAMPLES[0], 0).unwrap_or_default();
        assert_eq!(request.status, 502);
        assert_eq!(request.termination.of(SAMPLES[0]), "SH--");
        assert_eq!(request.duration, Some(8000));
        assert_eq!(request.request.of(SAMPLES[0]), "GET /orders?page=3 HTTP/1.1");
    }

    #[test]
    fn reads_behind_a_syslog_prefix_and_captured_headers() {
        let (time, request) = entry(SAMPLES[2], 0).unwrap_or_default();
        assert_eq!(request.client.of(SAMPLES[2]), "10.0.1.2:33317");
        assert_eq!(request.bytes, Some(2750));
        assert_eq!(time.map(|time| time.local_micros % 1_000_000), Some(655_000));
    }

    #[test]
    fn leaves_access_logs_alone() {
        assert!(
            entry("127.0.0.1 - - [21/Nov/2026:01:32:26 +0000] \"GET / HTTP/1.1\" 502 157 \"-\" \"curl\"", 0)
                .is_none()
        );
        assert!(entry("", 0).is_none());
    }
}
