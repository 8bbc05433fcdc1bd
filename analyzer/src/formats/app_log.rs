//! Logs of applications and their servers: dated lines in any usual form, with the stack traces between them.
//!
//! ```text
//! 2026/11/21 01:33:08 GET /orders?page=1                                  Go's log package
//! 2026-11-21T01:32:22.923Z info GET /screenshot begin                      ISO 8601
//! [2026-11-21 01:42:06 +0000] [28] [CRITICAL] WORKER TIMEOUT (pid:36)      gunicorn
//! [21-Nov-2026 01:40:25] WARNING: [pool www] server reached ...            PHP-FPM
//! Nov 21 01:56:37 web-1 dnsmasq[29]: started                               syslog, journald
//! panic: runtime error: index out of range [3] with length 2               Go's runtime, and its stack below
//! ```
//!
//! It stands last in the list, because nearly every log has dated lines.
//! Deliberately absent: what a line means.

use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry};
use crate::model::time::{Stamp, leading_stamp, month_number};
use crate::source::{Source, SourceId};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "application log",
    sniff,
    read: |id, source| Content::Log(read(id, source)),
    samples: SAMPLES,
};

/// Id of the format.
pub const ID: &str = "app-log";

/// Real lines.
const SAMPLES: &[&str] = &[
    "2026/11/21 01:33:06 orders-api pid 29 listening on 127.0.0.1:8145",
    "2026-11-21T01:32:22.923Z info GET /screenshot?url=home begin",
    "[2026-11-21 01:42:06 +0000] [28] [CRITICAL] WORKER TIMEOUT (pid:36)",
    "[21-Nov-2026 01:40:25] WARNING: [pool www] server reached pm.max_children setting (2), consider raising it",
    "Nov 21 01:56:37 dnsmasq[29]: started, version 2.90 cachesize 150",
    "panic: runtime error: index out of range [3] with length 2",
    "Traceback (most recent call last):",
];

/// How stack traces and last words without a date begin.
const UNDATED: &[&str] = &[
    "panic: ",
    "fatal error: ",
    "goroutine ",
    "Traceback (most recent call last):",
    "Exception in thread ",
    "thread '",
    "Caused by: ",
    "*** uWSGI ",
    "DAMN ! worker ",
];

/// Words of levels, in any case.
const LEVELS: &[(&str, Level)] = &[
    ("emerg", Level::Critical),
    ("alert", Level::Critical),
    ("crit", Level::Critical),
    ("critical", Level::Critical),
    ("fatal", Level::Critical),
    ("panic", Level::Critical),
    ("error", Level::Error),
    ("err", Level::Error),
    ("severe", Level::Error),
    ("warning", Level::Warning),
    ("warn", Level::Warning),
    ("notice", Level::Info),
    ("info", Level::Info),
    ("debug", Level::Debug),
    ("trace", Level::Debug),
];

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if stamp(line).is_some() || UNDATED.iter().any(|start| line.starts_with(start)) {
        return Sniff::Certain;
    }
    // Frames of a stack: Go, Java, Python, Node.
    let frame = line.starts_with(['\t', ' ']) || line.starts_with("created by ") || line.ends_with(')');
    if frame { Sniff::Maybe } else { Sniff::No }
}

/// Reads a source. Never fails: a line without a date goes on with the entry above it.
fn read(id: SourceId, source: &Source) -> Log {
    let mut log = Log::empty(id, source.text.clone());
    let mut last: Option<Stamp> = None;
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            log.blank += line.covers;
            continue;
        }
        log.records += line.covers;
        last = stamp(text).or(last);
        let entry = LogEntry {
            line: line.number,
            text: line.span,
            time: last,
            level: level(text),
            kind: Entry::Text,
        };
        log.entries.push(entry);
    }
    log
}

/// The date at the start of a line, bare or in brackets.
fn stamp(line: &str) -> Option<Stamp> {
    let bare = line.strip_prefix('[').unwrap_or(line);
    leading_stamp(bare)
        .map(|(stamp, _)| stamp)
        .or_else(|| bracketed(bare).filter(|_| line.starts_with('[')))
        .or_else(|| syslog(line))
}

/// `21-Nov-2026 01:40:25]`
fn bracketed(text: &str) -> Option<Stamp> {
    let (date, rest) = text.split_once(' ')?;
    let mut parts = date.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = (year.parse().ok()?, month_number(month)?, day.parse().ok()?);
    Stamp::of(date, clock(rest.split(']').next()?)?, 0, None)
}

/// `Nov 21 01:56:37`, without a year: it counts as 1970, and only lines of the same kind can be compared with it.
fn syslog(line: &str) -> Option<Stamp> {
    let month = month_number(line.get(..3)?)?;
    let mut words = line.get(3..)?.split_ascii_whitespace();
    let day = words.next()?.parse().ok()?;
    let time = clock(words.next()?)?;
    // A program's name with a colon behind it follows, at once or behind the host.
    let named = words.take(2).any(|word| word.ends_with(':'));
    if named { Stamp::of((1970, month, day), time, 0, None) } else { None }
}

/// `01:56:37`
fn clock(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split(':').map(str::parse::<u32>);
    let (Some(Ok(hour)), Some(Ok(minute)), Some(Ok(second))) = (parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    Some((hour, minute, second))
}

/// The first word near the start that names a level.
fn level(line: &str) -> Level {
    let head: String = line.chars().take(90).collect();
    head.split(|c: char| !c.is_ascii_alphabetic())
        .find_map(|word| LEVELS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)))
        .map_or(Level::None, |(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_usual_form_of_date() {
        let seconds = |line: &str| stamp(line).map(|stamp| stamp.utc_micros() / 1_000_000 % 86_400);
        assert_eq!(seconds(SAMPLES[0]), Some(5586));
        assert_eq!(seconds(SAMPLES[1]), Some(5542));
        assert_eq!(seconds(SAMPLES[2]), Some(6126));
        assert_eq!(seconds(SAMPLES[3]), Some(6025));
        assert_eq!(seconds(SAMPLES[4]), Some(6997));
        assert_eq!(stamp(SAMPLES[5]), None);
    }

    #[test]
    fn reads_levels_wherever_they_stand() {
        assert_eq!(level(SAMPLES[2]), Level::Critical);
        assert_eq!(level(SAMPLES[3]), Level::Warning);
        assert_eq!(level(SAMPLES[1]), Level::Info);
        assert_eq!(level(SAMPLES[0]), Level::None);
    }

    #[test]
    fn leaves_prose_alone() {
        assert_eq!(sniff("May 3 was a fine day for a walk"), Sniff::No);
        assert_eq!(sniff("the server answers 502"), Sniff::No);
    }
}
