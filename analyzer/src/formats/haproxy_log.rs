//! HAProxy's log (`option httplog`, `option tcplog`, and what it says of its servers), with or without a prefix.
//!
//! ```text
//! 10.0.0.9:40500 [21/Nov/2026:01:40:47.616] www app/app1 0/0/2/-1/8 502 209 - - SH-- 1/1/0/0/0 0/0 "GET /orders HTTP/1.1"
//! client         date                       frontend backend/server timers status bytes cookies state counts queues request
//! 10.0.1.2:33313 [06/Feb/2009:12:12:51.443] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0
//! client         date                       frontend backend/server timers bytes state counts queues
//! [WARNING] 324/014048 (29) : Server app/app1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", ...
//! ```
//!
//! Source: HAProxy's configuration manual, sections 8.2.2 "TCP log format", 8.2.3 "HTTP log format" and 8.5
//! "Session state at disconnection"; `src/check.c` for servers that go down.
//! Captured headers are passed over.

use super::parts::words::{Word, Words};
use super::parts::{self, Read, dates};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, RequestEntry, Writer};
use crate::model::time::Stamp;
use crate::seek;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "HAProxy log",
    sniff: |line| if read(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id: SourceId, source: &Source| Content::Log(parts::lines(id, source, "not-a-haproxy-line", read)),
};

/// Id of the format.
const ID: &str = "haproxy-log";

/// A whole line, as every format gives it.
fn read(line: &str, base: u32) -> Option<Read> {
    if let Some((time, request)) = entry(line, base) {
        return Some((time, Level::None, Entry::Request(request)));
    }
    let level = notice(line)?;
    Some((dates::without_year(line).map(|(time, _)| time), level, Entry::Text))
}

/// `[ALERT] 324/014048 (29) : ...`, or a line on a server or a backend: how grave it is.
fn notice(line: &str) -> Option<Level> {
    let started = [("[ALERT] ", Level::Critical), ("[WARNING] ", Level::Warning), ("[NOTICE] ", Level::Info)];
    for (name, level) in started {
        if let Some(rest) = line.strip_prefix(name)
            && rest.contains(" : ")
            && rest.trim_start().starts_with(|c: char| c == '(' || c.is_ascii_digit())
        {
            return Some(level);
        }
    }
    let (_, server) = line.split_once("Server ").or_else(|| line.split_once("server "))?;
    let (name, state) = server.split_once(' ')?;
    if !name.contains('/') || name.len() > 200 {
        return None;
    }
    let down = state.starts_with("is DOWN") || state.starts_with("failed, reason:");
    if down {
        return Some(Level::Warning);
    }
    (state.starts_with("is UP") || state.starts_with("is going ") || state.starts_with("is stopping"))
        .then_some(Level::Info)
}

/// A line about a request or a connection; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<(Option<Stamp>, RequestEntry)> {
    let opened = line.find(" [")?;
    let inside = line.get(opened + 2..)?;
    let date = inside.get(..inside.find("] ")?)?;
    let mut words = Words::from(line, opened + 2 + date.len() + 2);
    let _frontend = words.next()?;
    let server = words.next().filter(|word| word.text.contains('/'))?;
    let timers = words.next()?;
    let phases = timers.text.split('/').count();
    let total = timers.text.split('/').next_back()?.trim_start_matches('+').parse::<i64>().ok()?;
    let client_at = line.get(..opened)?.rfind(' ').map_or(0, |at| at + 1);
    let span = |word: Word<'_>| Span::shifted(base, word.from, word.to);
    let mut entry = RequestEntry {
        client: Span::shifted(base, client_at, opened),
        upstreams: vec![span(server)],
        duration: total.checked_mul(1000),
        timers: span(timers),
        writer: Writer::HaProxy,
        ..RequestEntry::default()
    };
    if phases >= 5 {
        // -1 is the status of a request that was never answered.
        let status = words.next()?.text.parse::<i32>().ok()?;
        entry.status = u16::try_from(status).unwrap_or(0);
        entry.bytes = words.next()?.text.trim_start_matches('+').parse().ok();
        let state = words.nth(2).filter(|state| state.text.len() == 4)?;
        entry.termination = span(state);
        let quoted = seek::last(line, " \"").and_then(|at| Words::from(line, at).next());
        entry.request = quoted.map_or(Span::default(), span);
    } else {
        entry.bytes = Some(words.next().filter(|_| phases == 3)?.text.trim_start_matches('+').parse().ok()?);
        let state = words.next().filter(|state| state.text.len() == 2)?;
        entry.termination = span(state);
    }
    Some((dates::day_first(date).map(|(stamp, _)| stamp), entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("haproxy-log"));

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
    fn reads_connections_and_what_is_said_of_servers() {
        let (_, request) = entry(SAMPLES[3], 0).unwrap_or_default();
        assert_eq!((request.bytes, request.termination.of(SAMPLES[3])), (Some(212), "--"));
        assert_eq!(notice(SAMPLES[4]), Some(Level::Warning));
        assert_eq!(notice(SAMPLES[5]), Some(Level::Critical));
        assert_eq!(notice(SAMPLES[6]), Some(Level::Info));
        assert_eq!(notice("Server is DOWN"), None);
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
