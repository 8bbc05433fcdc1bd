//! Access logs in the combined form and its relatives, with whatever a `log_format` puts behind it.
//!
//! ```text
//! 127.0.0.1 - - [21/Nov/2026:01:32:26 +0000] "GET /x HTTP/1.1" 502 157 "-" "curl/7.88.1"
//! 127.0.0.1 - [21/Nov/2026:01:33:04 +0000] "GET /r HTTP/1.1" 502 157 upstream=127.0.0.1:9235 ustatus=502 rt=5.011 urt=5.011
//! "GET /r HTTP/1.1" 502 157 rt=0.000 ua="127.0.0.1:9991, 127.0.0.1:9992" us="502, 502" uct=-, - uht=-, - urt=0.000, 0.000
//! 10.0.0.7 - - [21/Nov/2026:01:32:26 +0000] "GET /x HTTP/1.1" 502 150 "-" "curl/8" 90 0.001 [default-web-80] [] 10.1.2.3:80, 10.1.2.4:80 0, 0 0.000, 0.000 502, 502 3f2e
//! [GIN] 2026/11/21 - 01:33:09 | 502 |    1.204ms |   127.0.0.1 | GET      "/orders"
//! ```
//!
//! What decides is a quoted request line with a status behind it. Fields behind are read where they carry a usual
//! name, and without a name where their form tells: addresses with ports, seconds with three digits behind the point.
//! The third kind of tail is that of ingress-nginx (`log-format-upstream`), a further one that of Traefik's
//! common log; nginx, Apache, gunicorn, uvicorn, werkzeug and gin write the rest.

use super::parts::words::{Word, Words};
use super::parts::{self, Read, dates, pairs, request};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, RequestEntry, Writer};
use crate::model::time::Stamp;
use crate::order::{Change, InList};
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "access log",
    sniff: |line| if entry(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id: SourceId, source: &Source| {
        Content::Log(parts::lines(id, source, "not-an-access-log-line", read))
    },
};

/// Id of the format.
const ID: &str = "access-log";

/// A whole line, as every format gives it.
fn read(line: &str, base: u32) -> Option<Read> {
    let (time, request) = entry(line, base)?;
    Some((time, Level::None, Entry::Request(request)))
}

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<(Option<Stamp>, RequestEntry)> {
    if let Some(rest) = line.strip_prefix("[GIN] ") {
        return gin(rest, line.len() - rest.len(), base);
    }
    let opened = line.find('"')?;
    let before = line.get(..opened)?;
    let mut words = Words::from(line, opened);
    let asked = words.next()?;
    let time = date(before);
    let (_, version) = asked.text.rsplit_once(' ').unwrap_or(("", asked.text));
    if asked.text != "-" && !version.starts_with("HTTP/") && time.is_none() {
        return None;
    }
    let status =
        words.next().filter(|word| word.text.len() == 3 && word.quote == b' ')?.text.parse::<u16>().ok()?;
    let mut entry = RequestEntry {
        client: client(before).map(|(from, to)| Span::shifted(base, from, to)).unwrap_or_default(),
        request: Span::shifted(base, asked.from, asked.to),
        status,
        ..RequestEntry::default()
    };
    let tail = words.clone();
    entry.bytes = words.next().and_then(|word| word.text.parse().ok());
    let mut fields = request::Fields::default();
    fields.request = entry;
    let behind = asked.to + 1;
    let mut named = pairs::named(line.get(behind..)?);
    for pair in &mut named {
        pair.from += behind;
    }
    // The status and the bytes stand in their places; fields of these names tell something else.
    named.keep_if(|pair| !matches!(pair.name.as_str(), "status" | "bytes"));
    fields.take(&named, base);
    let mut entry = fields.request;
    if named.is_empty() {
        unnamed(&mut entry, tail.skip(1), base);
    }
    Some((time.or(fields.time), entry))
}

/// What stands behind the bytes without a name.
fn unnamed<'t>(entry: &mut RequestEntry, tail: impl Iterator<Item = Word<'t>>, base: u32) {
    let words: Vec<Word<'_>> = tail.in_list();
    let span = |word: &Word<'_>| Span::shifted(base, word.from, word.to);
    // The referrer and the client program are the first two in quotes.
    let mut quoted = words.iter().filter(|word| word.quote == b'"');
    if let Some(agent) = quoted.nth(1).filter(|word| word.text != "-") {
        entry.agent = span(agent);
    }
    let router = words
        .last()
        .filter(|word| word.text.ends_with("ms"))
        .and_then(|word| request::micros(word.text, None));
    if let (Some(duration), [.., server, _]) = (router, words.as_slice())
        && server.quote == b'"'
    {
        entry.writer = Writer::Traefik;
        entry.duration = Some(duration);
        if server.text.contains("://") {
            entry.upstreams = vec![span(server)];
        }
        return;
    }
    let mut asked = false;
    for word in &words {
        let text = word.text.trim_end_matches(',');
        if word.quote != b'[' && is_address(text) {
            entry.upstreams.push(Span::shifted(base, word.from, word.from + text.len()));
            entry.writer = Writer::Nginx;
            asked = true;
        } else if let Some(seconds) = seconds(text) {
            if entry.duration.is_none() && !asked {
                entry.duration = Some(seconds);
            } else {
                entry.upstream_times.push(seconds);
            }
        } else if asked && word.quote != b'[' && text.len() == 3 && (text.starts_with(['2', '3', '4', '5'])) {
            // A length of three digits has at most as many fellows as there are upstreams.
            entry.upstream_statuses.add_all(text.parse::<u16>().ok());
        }
    }
    let surplus = entry.upstream_statuses.len().saturating_sub(entry.upstreams.len());
    entry.upstream_statuses.drain(..surplus);
}

/// `10.1.2.3:80`, `[::1]:80` without its bracket, `unix:/run/app.sock`.
fn is_address(word: &str) -> bool {
    if word.starts_with("unix:/") {
        return true;
    }
    let Some((host, port)) = word.rsplit_once(':') else { return false };
    let number = !port.is_empty() && port.len() < 6 && port.bytes().all(|byte| byte.is_ascii_digit());
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    number && host.contains(['.', ':']) && host.bytes().all(plain)
}

/// Seconds as nginx writes them: with three digits behind the point.
fn seconds(word: &str) -> Option<i64> {
    let (whole, fraction) = word.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (fraction.len() == 3 && digits(whole) && digits(fraction)).then(|| request::micros(word, None))?
}

/// `[21/Nov/2026:01:32:26 +0000]` or an ISO date, in the last brackets before the request.
fn date(before: &str) -> Option<Stamp> {
    let inside = before.get(before.rfind('[')? + 1..)?;
    dates::dated(inside).map(|(stamp, _)| stamp)
}

/// Where the client stands: first, unless a virtual host or a level stands before it.
fn client(before: &str) -> Option<(usize, usize)> {
    let mut words = Words::of(before).filter(|word| word.quote == b' ');
    let first = words.next()?;
    let second = words.next();
    let moved = second.filter(|word| {
        word.text != "-"
            && (first.text.ends_with(':') || is_address(first.text))
            && word.text.contains(['.', ':'])
    });
    let client = moved.unwrap_or(first);
    (client.text != "-").then_some((client.from, client.to))
}

/// `2026/11/21 - 01:33:09 | 502 |    1.204ms |   127.0.0.1 | GET      "/orders"` (`logger.go` of gin)
fn gin(line: &str, at: usize, base: u32) -> Option<(Option<Stamp>, RequestEntry)> {
    let mut parts = line.split('|');
    let when = parts.next()?;
    let status = parts.next()?.trim().parse().ok()?;
    let duration = request::micros(parts.next()?, None);
    let client = parts.next()?.trim();
    let asked = parts.next()?.trim_start();
    let span = |text: &str| {
        let from = line.find(text).unwrap_or(0) + at;
        Span::shifted(base, from, from + text.len())
    };
    let (method, path) = asked.split_once(' ')?;
    let path = path.trim().strip_prefix('"')?;
    let path = path.split('"').next().unwrap_or(path);
    let (day, clock) = when.trim().split_once(" - ")?;
    let time = dates::time_of_day(clock).and_then(|(clock, _)| {
        let (day, _) = dates::dated(&format!("{day} 00:00:00"))?;
        Some(Stamp { local_micros: day.local_micros + clock.local_micros, offset: None })
    });
    let entry = RequestEntry {
        client: span(client),
        method: span(method),
        request: span(path),
        status,
        duration,
        ..RequestEntry::default()
    };
    Some((time, entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("access-log"));

    fn read_line(line: &str) -> (Option<Stamp>, RequestEntry) {
        entry(line, 0).unwrap_or_default()
    }

    #[test]
    fn reads_the_combined_form() {
        let (time, request) = read_line(SAMPLES[0]);
        assert_eq!(time.map(Stamp::utc_micros), Some(1_795_224_746_000_000));
        assert_eq!((request.status, request.bytes), (502, Some(157)));
        assert_eq!(request.client.of(SAMPLES[0]), "127.0.0.1");
        assert_eq!(request.agent.of(SAMPLES[0]), "curl/7.88.1");
        assert!(request.upstreams.is_empty());
    }

    #[test]
    fn reads_named_fields_and_lists_of_attempts() {
        let (_, request) = read_line(SAMPLES[1]);
        assert_eq!((request.duration, request.upstream_times), (Some(5_011_000), vec![5_011_000]));
        let (_, request) = read_line(SAMPLES[2]);
        let asked: Vec<_> = request.upstreams.iter().map(|span| span.of(SAMPLES[2])).collect();
        assert_eq!(asked, ["127.0.0.1:9991", "127.0.0.1:9992"]);
        assert_eq!(request.upstream_statuses, [502, 502]);
        assert!(!request.retried_with_success());
    }

    #[test]
    fn reads_unnamed_fields_by_their_form() {
        let (_, request) = read_line(SAMPLES[3]);
        assert_eq!((request.upstreams.len(), &request.upstream_statuses), (2, &vec![502, 502]));
        assert_eq!((request.duration, request.upstream_times), (Some(1000), vec![0, 1000]));
        let line = "10.0.0.7 - - [21/Nov/2026:01:32:26 +0000] \"GET / HTTP/1.1\" 504 160 \"-\" \"curl\" \"-\" \"60.001\" \"60.000\"";
        let (_, request) = read_line(line);
        assert_eq!((request.duration, request.upstream_times), (Some(60_001_000), vec![60_000_000]));
    }

    #[test]
    fn reads_the_forms_of_other_servers() {
        let (_, request) = read_line(SAMPLES[4]);
        assert_eq!((request.writer, request.duration), (Writer::Traefik, Some(12_000)));
        let clients = [SAMPLES[5], SAMPLES[7], SAMPLES[8]].map(|line| read_line(line).1.client.of(line));
        assert_eq!(clients, ["10.0.0.7", "10.0.0.7:51234", "127.0.0.1"]);
        let (time, request) = read_line(SAMPLES[8]);
        assert_eq!((request.status, request.duration), (502, Some(1204)));
        assert_eq!(request.asked_for(SAMPLES[8]), ("GET", "/orders"));
        assert_eq!(time.map(|time| time.local_micros / 1_000_000 % 86_400), Some(5589));
    }

    #[test]
    fn knows_a_retry_that_saved_the_request() {
        let line =
            "\"GET /ka HTTP/1.1\" 200 2 rt=0.005 ua=\"127.0.0.1:9100, 127.0.0.1:9100\" us=\"502, 200\"";
        assert!(read_line(line).1.retried_with_success());
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in [
            "writev(15, [{\"GET / HTTP/1.0\", 219}], 1) = 219",
            "2026/11/21 01:22:04 [error] 1#1: *1 x, request: \"GET / HTTP/1.1\", host: \"h\"",
            "\"GET / HTTP/1.1\"",
            "[GIN] no more",
        ] {
            assert!(entry(line, 0).is_none(), "{line}");
        }
    }
}
