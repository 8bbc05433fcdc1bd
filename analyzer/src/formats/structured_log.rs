//! Logs of names and values: one JSON object a line, logfmt, LTSV.
//!
//! ```text
//! {"time":"2026-11-21T01:19:15+00:00","status":200,"request":"GET / HTTP/1.1","upstream_addr":"10.0.0.1:80"}
//! {"level":"error","ts":1795224746.1,"msg":"dial tcp 10.0.0.1:9000: connect: connection refused"}
//! time=2026-11-21T01:19:15Z level=error msg="query failed" err="context deadline exceeded"
//! time:21/Nov/2026:01:19:15 +0000<TAB>host:10.0.0.9<TAB>req:GET / HTTP/1.1<TAB>status:200
//! ```
//!
//! A line with a status and a request is a request, whoever wrote it: nginx, Traefik, Caddy, Envoy, a cloud's load
//! balancer or a program's own middleware. Any other line with a message, a level or a time is a line of text.
//! Deliberately absent: objects over several lines.

use super::parts::request::Fields;
use super::parts::{self, Read, json, pairs};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Writer};
use crate::source::{Source, SourceId};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "log of names and values",
    sniff: |line| if entry(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id: SourceId, source: &Source| Content::Log(parts::lines(id, source, "no-known-fields", entry)),
};

/// Id of the format.
const ID: &str = "structured-log";

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<Read> {
    let first = *line.trim_start().as_bytes().first()?;
    let mut fields = Fields::default();
    if first == b'{' {
        fields.take(&json::members(line)?, base);
    } else if let Some(pairs) = pairs::tabbed(line) {
        fields.take(&pairs, base);
    } else if starts_with_a_pair(line) {
        fields.take(&pairs::named(line), base);
    } else {
        return None;
    }
    let level = fields.level.unwrap_or(Level::None);
    if fields.is_request() {
        let mut request = fields.request;
        if request.writer == Writer::Caddy && level >= Level::Error {
            request.details = fields.message;
        }
        return Some((fields.time, level, Entry::Request(request)));
    }
    let told = [fields.level.is_some(), fields.time.is_some(), !fields.message.is_empty()];
    (told.iter().filter(|told| **told).count() >= 2).then_some((fields.time, level, Entry::Text))
}

/// `name=`, as every line of logfmt begins.
fn starts_with_a_pair(line: &str) -> bool {
    let name =
        line.bytes().take_while(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'@')).count();
    name > 0 && line.as_bytes().get(name) == Some(&b'=') && line.as_bytes().get(name + 1) != Some(&b' ')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("structured-log"));
    use crate::model::log::RequestEntry;

    fn request(line: &str) -> RequestEntry {
        match entry(line, 0) {
            Some((_, _, Entry::Request(request))) => request,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn nginx_with_names_of_its_own() {
        let read = request(SAMPLES[0]);
        assert_eq!((read.status, read.bytes, read.duration), (200, Some(46_750), Some(19_000)));
        assert_eq!(read.asked_for(SAMPLES[0]), ("GET", "/?key=1"));
        assert_eq!((read.upstream_statuses, read.writer), (vec![200], Writer::Nginx));
    }

    #[test]
    fn caddy_says_why_in_its_error_log() {
        let read = request(SAMPLES[1]);
        assert_eq!((read.status, read.duration, read.asked_for(SAMPLES[1])), (200, Some(929), ("GET", "/")));
        assert_eq!(read.agent.of(SAMPLES[1]), "curl/7.82.0");
        let read = request(SAMPLES[2]);
        assert_eq!(read.details.of(SAMPLES[2]), "dial tcp 127.0.0.1:9000: connect: connection refused");
        assert_eq!((read.status, read.writer), (502, Writer::Caddy));
    }

    #[test]
    fn traefik_tells_both_statuses_and_nanoseconds() {
        let read = request(SAMPLES[3]);
        assert_eq!((read.status, &read.upstream_statuses[..], read.duration), (502, &[502][..], Some(1204)));
        assert_eq!(read.asked_for(SAMPLES[3]), ("GET", "/orders"));
        assert_eq!(read.upstream_times, [1100]);
    }

    #[test]
    fn envoy_tells_flags_and_details() {
        let read = request(SAMPLES[4]);
        assert_eq!(read.flags.of(SAMPLES[4]), "UF,URX");
        assert!(read.details.of(SAMPLES[4]).ends_with("{connection_failure}"));
        assert_eq!(read.upstreams.first().map(|one| one.of(SAMPLES[4])), Some("10.0.0.5:8080"));
    }

    #[test]
    fn other_lines_are_text_with_time_and_level() {
        for at in [5, 6] {
            let (time, level, kind) = entry(SAMPLES[at], 0).unwrap_or((None, Level::None, Entry::Text));
            assert!(time.is_some() && matches!(kind, Entry::Text), "{at}");
            assert_eq!(level, Level::Error);
        }
        assert_eq!(request(SAMPLES[8]).duration, Some(1000));
    }

    #[test]
    fn configuration_and_prose_are_left_alone() {
        for line in
            ["{", "{}", "{ \"a\": 1 }", "x = 1", "PATH=/usr/bin", "vm.swappiness = 60", "time:1", "a=b", ""]
        {
            assert!(entry(line, 0).is_none(), "{line}");
        }
    }
}
