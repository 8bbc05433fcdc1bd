//! Access logs in the combined form and its relatives, with whatever a `log_format` puts behind it.
//!
//! ```text
//! 127.0.0.1 - - [21/Nov/2026:01:32:26 +0000] "GET /x HTTP/1.1" 502 157 "-" "curl/7.88.1"
//! 127.0.0.1 - [21/Nov/2026:01:33:04 +0000] "GET /r HTTP/1.1" 502 157 upstream=127.0.0.1:9235 ustatus=502 rt=5.011 urt=5.011
//! "GET /r HTTP/1.1" 502 157 rt=0.000 ua="127.0.0.1:9991, 127.0.0.1:9992" us="502, 502" uct=-, - uht=-, - urt=0.000, 0.000
//! ```
//!
//! What decides is a quoted request line with a status behind it. Fields behind are read where they carry a usual name.
//! Deliberately absent: JSON access logs.

use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry, RequestEntry};
use crate::model::time::{Stamp, month_number, zone};
use crate::model::trace::Unparsed;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "access log",
    sniff,
    read: |id, source| Content::Log(read(id, source)),
    samples: SAMPLES,
};

/// Id of the format.
const ID: &str = "access-log";

/// Real lines.
const SAMPLES: &[&str] = &[
    "127.0.0.1 - - [21/Nov/2026:01:32:26 +0000] \"GET /api/screenshot?url=home HTTP/1.1\" 502 157 \"-\" \"curl/7.88.1\"",
    "127.0.0.1 - [21/Nov/2026:01:33:04 +0000] \"GET /report?month=2026-11 HTTP/1.1\" 502 157 upstream=127.0.0.1:9235 ustatus=502 rt=5.011 urt=5.011",
    "\"GET /two HTTP/1.1\" 502 157 rt=0.000 ua=\"127.0.0.1:9991, 127.0.0.1:9992\" us=\"502, 502\" uct=-, - uht=-, - urt=0.000, 0.000 comp=OK",
];

/// Usual names of the field that tells who was asked.
const UPSTREAM: &[&str] = &["upstream", "ua", "up", "upstream_addr", "uaddr"];
/// Usual names of the field that tells what they answered.
const UPSTREAM_STATUS: &[&str] = &["ustatus", "us", "upstatus", "upstream_status"];
/// Usual names of the field that tells how long the request took, in seconds.
const DURATION: &[&str] = &["rt", "request_time", "reqtime"];

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if claims(line) { Sniff::Certain } else { Sniff::No }
}

/// True if the line tells of a request with its status.
fn claims(line: &str) -> bool {
    entry(line, 0).is_some()
}

/// Reads a source. Never fails: other lines are counted as `not-an-access-log-line`.
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
            let covered = (0..line.covers.max(1))
                .map(|n| Unparsed { line: line.number.saturating_add(n), reason: "not-an-access-log-line" });
            log.unparsed.extend(covered);
        }
    }
    log
}

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<(Option<Stamp>, RequestEntry)> {
    let opened = line.find('"')?;
    let before = line.get(..opened)?;
    let request = line.get(opened + 1..)?;
    let request = request.get(..request.find('"')?)?;
    let is_request = request == "-"
        || request.ends_with("HTTP/1.1")
        || request.ends_with("HTTP/1.0")
        || request.ends_with("HTTP/2.0");
    if !is_request {
        return None;
    }
    let behind_at = opened + request.len() + 2;
    let behind = line.get(behind_at..)?;
    let mut words = behind.split_ascii_whitespace();
    let status = words.next().filter(|word| word.len() == 3)?.parse::<u16>().ok()?;
    let span = |from: usize, to: usize| Span::shifted(base, from, to);
    let mut entry = RequestEntry {
        client: span(0, before.find(' ').unwrap_or(0)),
        request: span(opened + 1, opened + 1 + request.len()),
        status,
        bytes: words.next().and_then(|word| word.parse().ok()),
        ..RequestEntry::default()
    };
    for (name, from, to) in named_fields(behind) {
        let value = behind.get(from..to).unwrap_or("");
        if UPSTREAM.contains(&name) {
            entry.upstreams =
                listed(behind, from, to).map(|(a, b)| span(behind_at + a, behind_at + b)).collect();
        } else if UPSTREAM_STATUS.contains(&name) {
            entry.upstream_statuses = listed(behind, from, to)
                .map(|(a, b)| behind.get(a..b).and_then(|v| v.parse().ok()).unwrap_or(0))
                .collect();
        } else if DURATION.contains(&name) {
            entry.duration = micros(value);
        }
    }
    Some((date(before), entry))
}

/// `[21/Nov/2026:01:32:26 +0000]`, anywhere in `text`.
fn date(text: &str) -> Option<Stamp> {
    let inside = text.get(text.find('[')? + 1..)?;
    let (day, rest) = inside.split_once('/')?;
    let (month, rest) = rest.split_once('/')?;
    let (year, rest) = rest.split_once(':')?;
    let (clock, rest) = rest.split_once(' ')?;
    let mut parts = clock.split(':').map(str::parse::<u32>);
    let (Some(Ok(hour)), Some(Ok(minute)), Some(Ok(second))) = (parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let day = day.parse().ok()?;
    Stamp::of((year.parse().ok()?, month_number(month)?, day), (hour, minute, second), 0, zone(rest).0)
}

/// `name=value` and `name="value"`, with the value's place in `text`. An unquoted list goes on over `, `.
fn named_fields(text: &str) -> Vec<(&str, usize, usize)> {
    let mut fields = Vec::new();
    for (equals, _) in text.match_indices('=') {
        let before = text.get(..equals).unwrap_or("");
        let name_at = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        let starts_a_word = name_at == 0 || text.as_bytes().get(name_at - 1) == Some(&b' ');
        let Some(name) = text.get(name_at..equals).filter(|name| !name.is_empty() && starts_a_word) else {
            continue;
        };
        let value = text.get(equals + 1..).unwrap_or("");
        let (from, len) = match value.strip_prefix('"') {
            Some(quoted) => (equals + 2, quoted.find('"').unwrap_or(quoted.len())),
            None => (equals + 1, list_len(value)),
        };
        fields.push((name, from, from + len));
    }
    fields
}

/// Length of an unquoted value: up to a space that does not follow a comma.
fn list_len(value: &str) -> usize {
    let bytes = value.as_bytes();
    value
        .match_indices(' ')
        .map(|(at, _)| at)
        .find(|&at| at == 0 || bytes.get(at - 1) != Some(&b','))
        .unwrap_or(value.len())
}

/// The places of the parts of a list (`a, b` and, over an internal redirect, `a : b`); none for an empty one or `-`.
fn listed(text: &str, from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
    let value = text.get(from..to).unwrap_or("");
    let mut at = from;
    let mut parts = Vec::new();
    for part in value.split(", ").flat_map(|part| part.split(" : ")) {
        let end = at + part.len();
        if !part.is_empty() && value != "-" {
            parts.push((at, end));
        }
        at = if text.get(end..end + 3) == Some(" : ") { end + 3 } else { end + 2 };
    }
    parts.into_iter()
}

/// Seconds with a fraction, as microseconds.
fn micros(value: &str) -> Option<i64> {
    let (seconds, fraction) = value.split_once('.').unwrap_or((value, ""));
    let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
    seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(six.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> (Option<Stamp>, RequestEntry) {
        entry(line, 0).unwrap_or_default()
    }

    #[test]
    fn reads_the_combined_form() {
        let (time, request) = read_line(SAMPLES[0]);
        assert_eq!(time.map(Stamp::utc_micros), Some(1_795_224_746_000_000));
        assert_eq!((request.status, request.bytes), (502, Some(157)));
        assert_eq!(request.client.of(SAMPLES[0]), "127.0.0.1");
        assert!(request.upstreams.is_empty());
    }

    #[test]
    fn reads_named_fields_and_lists_of_attempts() {
        let (_, request) = read_line(SAMPLES[1]);
        assert_eq!(request.duration, Some(5_011_000));
        let (_, request) = read_line(SAMPLES[2]);
        let asked: Vec<_> = request.upstreams.iter().map(|span| span.of(SAMPLES[2])).collect();
        assert_eq!(asked, ["127.0.0.1:9991", "127.0.0.1:9992"]);
        assert_eq!(request.upstream_statuses, [502, 502]);
        assert!(!request.retried_with_success());
    }

    #[test]
    fn knows_a_retry_that_saved_the_request() {
        let line =
            "\"GET /ka HTTP/1.1\" 200 2 rt=0.005 ua=\"127.0.0.1:9100, 127.0.0.1:9100\" us=\"502, 200\"";
        assert!(read_line(line).1.retried_with_success());
    }

    #[test]
    fn leaves_other_lines_alone() {
        assert!(SAMPLES.iter().all(|line| claims(line)));
        assert!(!claims("writev(15, [{\"GET / HTTP/1.0\", 219}], 1) = 219"));
        assert!(!claims("2026/11/21 01:22:04 [error] 1#1: *1 x, request: \"GET / HTTP/1.1\", host: \"h\""));
        assert!(!claims("\"GET / HTTP/1.1\""));
    }
}
