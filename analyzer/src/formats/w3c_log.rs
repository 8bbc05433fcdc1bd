//! Logs in the W3C extended form, as Internet Information Services and other servers write them.
//!
//! ```text
//! #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) sc-status time-taken
//! 2026-11-21 01:33:08 10.0.0.1 GET /orders - 80 10.0.0.7 curl/7.88.1 502 15
//! ```
//!
//! The line `#Fields:` names the columns of those below it; without one the usual columns of IIS are taken.
//! Source: "Extended Log File Format", W3C working draft 960323; IIS documentation, "W3C logging".

use super::parts::pairs::Pair;
use super::parts::request::Fields;
use super::parts::words::{Word, Words};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry, RequestEntry, Writer};
use crate::model::time::{Stamp, leading_stamp};
use crate::model::trace::Unparsed;
use crate::order::{Change, InList};
use crate::source::{Source, SourceId};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "W3C extended log",
    sniff: |line| if is_directive(line) || is_row(line) { Sniff::Certain } else { Sniff::No },
    read: |id, source| Content::Log(read(id, source)),
};

/// Id of the format.
const ID: &str = "w3c-log";

/// The columns of IIS, where no line names them.
const USUAL: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/// Reads a source. Never fails: other lines are counted as `not-a-w3c-line`.
fn read(id: SourceId, source: &Source) -> Log {
    let mut log = Log::empty(id, source.text.clone());
    let mut columns: Vec<&str> = USUAL.split(' ').in_list();
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            log.blank += line.covers;
        } else if is_directive(text) {
            log.records += line.covers;
            if let Some(names) = text.strip_prefix("#Fields:") {
                columns = names.split_ascii_whitespace().in_list();
            }
        } else if let Some((time, request)) = row(text, line.span.start, &columns) {
            log.records += line.covers;
            let kind = Entry::Request(request);
            log.entries.push(LogEntry { line: line.number, text: line.span, time, level: Level::None, kind });
        } else {
            log.unparsed.add_all(Unparsed::of(line, "not-a-w3c-line"));
        }
    }
    log
}

/// `#Fields:`, `#Version:`, ...
fn is_directive(line: &str) -> bool {
    ["#Software:", "#Version:", "#Fields: ", "#Start-Date:", "#Date: "]
        .iter()
        .any(|name| line.starts_with(name))
}

/// A date, a time, and among the next words a method with a path behind it; the last word is a number.
fn is_row(line: &str) -> bool {
    let dated = line.as_bytes().get(4) == Some(&b'-') && leading_stamp(line).is_some();
    let mut method = false;
    let asked = line.split(' ').skip(2).take(7).any(|word| {
        let path = method && word.starts_with('/');
        method = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        path
    });
    let ends_in_number = line.rsplit(' ').next().is_some_and(|word| word.parse::<u64>().is_ok());
    dated && asked && ends_in_number && line.split(' ').count() >= 9
}

/// A row under its columns; spans are shifted by `base`.
fn row(line: &str, base: u32, columns: &[&str]) -> Option<(Option<Stamp>, RequestEntry)> {
    let words: Vec<Word<'_>> = Words::of(line).in_list();
    if words.len() < columns.len().min(4) {
        return None;
    }
    let mut pairs = Vec::new();
    for (name, word) in columns.iter().zip(&words) {
        // The date and the time of day are read together, and `cs(User-Agent)` is a name with its header inside.
        let name = name.strip_prefix("cs(").map_or(*name, |header| header.trim_end_matches(')'));
        if !matches!(name, "date" | "time") {
            pairs.push(Pair { name: name.to_string(), value: word.text, from: word.from });
        }
    }
    let mut fields = Fields::default();
    fields.take(&pairs, base);
    let request = RequestEntry { writer: Writer::Iis, ..fields.request.clone() };
    fields.is_request().then_some((leading_stamp(line).map(|(stamp, _)| stamp), request))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("w3c-log"));

    #[test]
    fn reads_a_row_under_its_columns() {
        let columns: Vec<&str> = USUAL.split(' ').collect();
        let (time, request) = row(SAMPLES[2], 0, &columns).unwrap_or_default();
        assert_eq!((request.status, request.duration), (502, Some(15_000)));
        assert_eq!(request.asked_for(SAMPLES[2]), ("GET", "/orders"));
        assert_eq!(request.client.of(SAMPLES[2]), "10.0.0.7");
        assert!(time.is_some());
    }

    #[test]
    fn other_dated_lines_are_left_alone() {
        assert!(!is_row("2026/11/21 01:33:08 GET /orders?page=1"));
        assert!(!is_row("2026-11-21 01:33:08 GET /orders took 15"));
    }
}
