//! Access logs of AWS's load balancers: application (ALB) and classic (CLB).
//!
//! ```text
//! http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn "Root=1-58" ...
//! type time                        balancer                 client              target      three times       own target received sent request
//! ```
//!
//! A classic one has no type in front. `-` in the place of the target's status: the target sent no answer.
//! Source: "Access logs for your Application Load Balancer" and "… Classic Load Balancer" in AWS's documentation.
//! Deliberately absent: what a pair of statuses means.

use super::parts::words::{Word, Words};
use super::parts::{self, Read, dates, request};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, RequestEntry, Writer};
use crate::order::InList;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "load balancer's access log",
    sniff: |line| if entry(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id: SourceId, source: &Source| {
        Content::Log(parts::lines(id, source, "not-a-balancer-line", entry))
    },
};

/// Id of the format.
const ID: &str = "balancer-log";

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<Read> {
    let words: Vec<Word<'_>> = Words::of(line).take(26).in_list();
    let typed = words
        .first()
        .is_some_and(|word| matches!(word.text, "http" | "https" | "h2" | "grpcs" | "ws" | "wss"));
    let words = words.get(usize::from(typed)..)?;
    let [
        time,
        _balancer,
        client,
        target,
        sent,
        waited,
        answered,
        own,
        theirs,
        _received,
        bytes,
        asked,
        rest @ ..,
    ] = words
    else {
        return None;
    };
    let (time, _) = dates::dated(time.text)?;
    let is_time = |word: &Word<'_>| word.text == "-1" || request::micros(word.text, None).is_some();
    if !(is_time(sent)
        && is_time(waited)
        && is_time(answered)
        && asked.quote == b'"'
        && client.text.contains(':'))
    {
        return None;
    }
    let span = |word: &Word<'_>| {
        if word.text == "-" { Span::default() } else { Span::shifted(base, word.from, word.to) }
    };
    let status = own.text.parse().ok().or_else(|| (own.text == "-").then_some(0))?;
    let times = [sent, waited, answered].map(|word| request::micros(word.text, None));
    // Where a phase never ended, the whole time is what lies between the request's creation and this line.
    let created = rest.get(8).and_then(|word| dates::dated(word.text));
    let since =
        created.map(|(created, _)| time.utc_micros() - created.utc_micros()).filter(|length| *length > 0);
    let whole = times.iter().try_fold(0_i64, |sum, time| sum.checked_add((*time)?));
    let target_at = span(target);
    let read = RequestEntry {
        client: span(client),
        request: span(asked),
        status,
        bytes: bytes.text.parse().ok(),
        upstreams: if target_at.is_empty() { Vec::new() } else { vec![target_at] },
        upstream_statuses: vec![theirs.text.parse().unwrap_or(0)],
        upstream_times: vec![times.get(1).copied().flatten().unwrap_or(-1)],
        duration: whole.or(since),
        timers: Span::shifted(base, sent.from, answered.to),
        agent: rest.first().map(span).unwrap_or_default(),
        id: rest.get(4).map(span).unwrap_or_default(),
        details: rest.get(11).map(span).unwrap_or_default(),
        writer: Writer::CloudBalancer,
        ..RequestEntry::default()
    };
    Some((Some(time), Level::None, Entry::Request(read)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("balancer-log"));

    fn request(line: &str) -> RequestEntry {
        match entry(line, 0) {
            Some((_, _, Entry::Request(request))) => request,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn own_status_and_the_targets() {
        let read = request(SAMPLES[1]);
        assert_eq!((read.status, &read.upstream_statuses[..]), (502, &[0][..]));
        assert_eq!(read.timers.of(SAMPLES[1]), "0.001 0.002 -1");
        assert_eq!(read.asked_for(SAMPLES[1]), ("POST", "/pay"));
        assert_eq!(read.duration, Some(641));
    }

    #[test]
    fn the_classic_form_has_no_type() {
        let read = request(SAMPLES[2]);
        assert_eq!((read.status, read.duration), (200, Some(1178)));
        assert_eq!(read.client.of(SAMPLES[2]), "192.168.131.39:2817");
    }

    #[test]
    fn dated_lines_of_programs_are_left_alone() {
        assert!(entry("2015-05-13T23:39:43.9Z my-app 1.1.1.1:1 x 1 2 3 200 200 0 29 \"GET\"", 0).is_none());
        assert!(entry("http", 0).is_none());
    }
}
