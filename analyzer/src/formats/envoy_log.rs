//! Envoy's access log in its own form, and the longer one of Istio's sidecars.
//!
//! ```text
//! [2016-04-15T20:17:00.310Z] "POST /api HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "nsq2http" "cc21" "locations" "tcp://10.0.2.1:80"
//! time                       request            code flags received sent duration upstream-time xff agent id authority upstream
//! [2026-11-21T01:46:29.123Z] "GET /x HTTP/1.1" 503 UF,URX upstream_reset_before_response_started{connection_failure} - "delayed_connect_error:_111" 0 95 3 - "-" "curl" "9f1c" "orders:8080" "10.0.0.5:8080" outbound|8080||orders - 10.0.0.9:8080 10.0.0.7:41000 - default
//! Istio puts the code's details, the end of the connection and the reason of a failed connection behind the flags.
//! ```
//!
//! Sources: Envoy's documentation, "Access logging", "Default format string"; Istio, "Envoy access logs".
//! Deliberately absent: what a flag means. Lines with names (`json_format`) are read as a log of names and values.

use super::parts::words::{Word, Words};
use super::parts::{self, Read, dates, request};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, RequestEntry, Writer};
use crate::order::InList;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Envoy access log",
    sniff: |line| if entry(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id: SourceId, source: &Source| Content::Log(parts::lines(id, source, "not-an-envoy-line", entry)),
};

/// Id of the format.
const ID: &str = "envoy-log";

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<Read> {
    let mut words = Words::of(line);
    let (time, _) = dates::dated(words.next().filter(|word| word.quote == b'[')?.text)?;
    let asked = words.next().filter(|word| word.quote == b'"')?;
    let status = words.next()?.text.parse().ok().filter(|status| *status < 1000)?;
    let flags = words.next().filter(|word| is_flags(word.text))?;
    let span = |word: Word<'_>| {
        if word.text == "-" { Span::default() } else { Span::shifted(base, word.from, word.to) }
    };
    let mut read = RequestEntry {
        request: span(asked),
        status,
        flags: span(flags),
        writer: Writer::Envoy,
        ..RequestEntry::default()
    };
    let mut next = words.next()?;
    if next.text.parse::<u64>().is_err() {
        read.details = span(next);
        let _end_of_connection = words.next()?;
        read.failure = span(words.next()?);
        next = words.next()?;
    }
    let _received: u64 = next.text.parse().ok()?;
    read.bytes = words.next()?.text.parse().ok();
    read.duration = request::micros(words.next()?.text, Some(1_000_000));
    read.upstream_times = request::micros(words.next()?.text, Some(1_000_000)).into_iter().in_list();
    let quoted: Vec<Word<'_>> = words.by_ref().take(5).in_list();
    if let [client, agent, id, _authority, upstream] = quoted.as_slice() {
        (read.client, read.agent, read.id) = (span(*client), span(*agent), span(*id));
        let upstream = span(*upstream);
        read.upstreams = if upstream.is_empty() { Vec::new() } else { vec![upstream] };
    }
    // The peer that is really connected stands behind cluster and two addresses of Envoy's own.
    if let Some(peer) = words.nth(3).filter(|peer| peer.text.contains(':') && read.client.is_empty()) {
        read.client = span(peer);
    }
    Some((Some(time), Level::None, Entry::Request(read)))
}

/// `-`, or names of flags in capitals with commas between them.
fn is_flags(word: &str) -> bool {
    word == "-"
        || (!word.is_empty()
            && word.split(',').all(|flag| {
                (2..=6).contains(&flag.len()) && flag.bytes().all(|byte| byte.is_ascii_uppercase())
            }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("envoy-log"));

    fn request(line: &str) -> RequestEntry {
        match entry(line, 0) {
            Some((_, _, Entry::Request(request))) => request,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_default_form() {
        let read = request(SAMPLES[0]);
        assert_eq!((read.status, read.bytes, read.duration), (204, Some(0), Some(226_000)));
        assert_eq!(read.asked_for(SAMPLES[0]), ("POST", "/api/v1/locations"));
        assert_eq!(read.upstreams[0].of(SAMPLES[0]), "tcp://10.0.2.1:80");
        assert!(read.flags.is_empty() && read.details.is_empty());
    }

    #[test]
    fn istio_says_why() {
        let read = request(SAMPLES[1]);
        assert_eq!(read.flags.of(SAMPLES[1]), "UF,URX");
        assert_eq!(read.failure.of(SAMPLES[1]), "delayed_connect_error:_111");
        assert_eq!(read.client.of(SAMPLES[1]), "10.0.0.7:41000");
        assert!(request(SAMPLES[2]).upstreams.is_empty());
    }

    #[test]
    fn other_access_logs_are_left_alone() {
        assert!(entry("[2026-11-21T01:46:29Z] \"GET / HTTP/1.1\" 200 612 0.001", 0).is_none());
        assert!(entry("127.0.0.1 - - [21/Nov/2026:01:32:26 +0000] \"GET / HTTP/1.1\" 200 1", 0).is_none());
    }
}
