//! nginx's error log.
//!
//! ```text
//! 2026/11/21 01:22:04 [error] 2821#2821: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1, server: , request: "GET /refused HTTP/1.1", upstream: "http://127.0.0.1:9991/refused", host: "127.0.0.1:8080"
//! date       time     level   pid#tid    connection  message                          action                         fields, in this order
//! ```
//!
//! Sources: `ngx_log_error_core` (`src/core/ngx_log.c`) for the head, `ngx_http_log_error_handler`
//! (`src/http/ngx_http_request.c`) for the fields.
//! Deliberately absent: what a message means. Messages that go over several lines (none of nginx's own do).

use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry, NginxMessage};
use crate::model::time::{Stamp, leading_stamp};
use crate::model::trace::Unparsed;
use crate::order::Change;
use crate::seek;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format =
    Format { id: ID, name: "nginx error log", sniff, read: |id, source| Content::Log(read(id, source)) };

/// Id of the format.
const ID: &str = "nginx-error-log";

/// The levels, as nginx prints them (`err_levels` in `src/core/ngx_log.c`).
const LEVELS: &[(&str, Level)] = &[
    ("emerg", Level::Critical),
    ("alert", Level::Critical),
    ("crit", Level::Critical),
    ("error", Level::Error),
    ("warn", Level::Warning),
    ("notice", Level::Info),
    ("info", Level::Info),
    ("debug", Level::Debug),
];

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if claims(line) { Sniff::Certain } else { Sniff::No }
}

/// True if the line is one of nginx's error log.
fn claims(line: &str) -> bool {
    head(line).is_some()
}

/// Reads a source. Never fails: other lines are counted as `not-an-error-log-line`.
fn read(id: SourceId, source: &Source) -> Log {
    let mut log = Log::empty(id, source.text.clone());
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            log.blank += line.covers;
        } else if let Some((time, level, message)) = entry(text, line.span.start) {
            log.records += line.covers;
            let kind = Entry::Nginx(message);
            log.entries.push(LogEntry { line: line.number, text: line.span, time, level, kind });
        } else {
            let covered = (0..line.covers.max(1))
                .map(|n| Unparsed { line: line.number.saturating_add(n), reason: "not-an-error-log-line" });
            log.unparsed.add_all(covered);
        }
    }
    log
}

/// The message of a line that nginx writes, for example as the data of a write in a trace; `None` for other text.
///
/// Its spans count from the start of `line`.
pub fn message(line: &str) -> Option<NginxMessage> {
    entry(line, 0).map(|(_, _, message)| message)
}

/// What nginx begins its lines with while it has no log yet: at start, and for `nginx -t`.
const AT_START: &str = "nginx:";

/// Date and level, and where the part behind them begins.
fn head(line: &str) -> Option<(Option<Stamp>, Level, usize)> {
    let (stamp, end) = if line.starts_with(AT_START) {
        (None, AT_START.len())
    } else if line.as_bytes().get(4) == Some(&b'/') {
        leading_stamp(line).map(|(stamp, end)| (Some(stamp), end))?
    } else {
        return None;
    };
    let rest = line.get(end..)?.strip_prefix(" [")?;
    let (name, _) = rest.split_once("] ")?;
    let level = LEVELS.iter().find(|(known, _)| *known == name)?.1;
    Some((stamp, level, end + name.len() + 4))
}

/// A whole line; spans are shifted by `base`.
fn entry(line: &str, base: u32) -> Option<(Option<Stamp>, Level, NginxMessage)> {
    let (stamp, level, mut at) = head(line)?;
    let mut message = NginxMessage::default();
    let rest = line.get(at..)?;
    if stamp.is_some()
        && let Some((pid, behind)) = rest.split_once('#')
        && let Ok(pid) = pid.parse()
        && let Some((_tid, behind)) = behind.split_once(": ")
    {
        message.pid = pid;
        at = line.len() - behind.len();
        if let Some(numbered) = behind.strip_prefix('*')
            && let Some((connection, behind)) = numbered.split_once(' ')
            && let Ok(connection) = connection.parse()
        {
            message.connection = Some(connection);
            at = line.len() - behind.len();
        }
    }
    let body = line.get(at..)?;
    let fields_at = [", client: ", ", resolver: ", ", server: "]
        .iter()
        .filter_map(|field| body.find(field))
        .min()
        .unwrap_or(body.len());
    let said = body.get(..fields_at)?;
    let span = |from: usize, to: usize| Span::shifted(base, from, to);
    message.message = span(at, at + said.len());
    if let Some(action) = seek::last(said, " while ") {
        message.action = span(at + action + 7, at + said.len());
        message.message = span(at, at + action);
    }
    message.errno = errno(said);
    let fields = line.get(at + fields_at..).unwrap_or("");
    let field = |name: &str, quoted: bool| {
        let Some(found) = fields.find(name) else { return Span::default() };
        let from = at + fields_at + found + name.len();
        let value = line.get(from..).unwrap_or("");
        let len = if quoted { value.find('"') } else { value.find(", ") }.unwrap_or(value.len());
        span(from, from + len)
    };
    message.client = field(", client: ", false);
    message.server = field(", server: ", false);
    message.request = field(", request: \"", true);
    message.upstream = field(", upstream: \"", true);
    message.host = field(", host: \"", true);
    Some((stamp, level, message))
}

/// `(111: Connection refused)`: the number. The last one counts, since names and paths may hold others.
fn errno(message: &str) -> Option<u16> {
    message.rmatch_indices('(').find_map(|(at, _)| {
        let (number, _) = message.get(at + 1..)?.split_once(": ")?;
        number.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("nginx-error-log"));

    #[test]
    fn cuts_a_line_into_its_fields() {
        let line = SAMPLES[0];
        let message = message(line).unwrap_or_default();
        let text = |span: Span| span.of(line);
        assert_eq!(message.pid, 7);
        assert_eq!(message.connection, Some(20));
        assert_eq!(message.errno, Some(28));
        assert_eq!(text(message.action), "reading upstream");
        assert!(text(message.message).starts_with("pwritev() \"/var/cache"));
        assert_eq!(text(message.client), "10.130.0.4");
        assert_eq!(text(message.request), "GET / HTTP/1.1");
        assert_eq!(text(message.upstream), "http://10.20.0.11:80/");
        assert_eq!(text(message.host), "www.example.com");
    }

    #[test]
    fn reads_lines_of_no_request() {
        let message = message(SAMPLES[2]).unwrap_or_default();
        assert_eq!(message.connection, None);
        assert_eq!(message.errno, Some(111));
        assert_eq!(message.action.of(SAMPLES[2]), "resolving");
        assert!(message.client.is_empty());
    }

    #[test]
    fn reads_what_is_written_before_there_is_a_log() {
        let line = SAMPLES[4];
        let (time, level, message) = entry(line, 0).unwrap_or((None, Level::None, NginxMessage::default()));
        assert_eq!((time, level, message.errno, message.pid), (None, Level::Critical, Some(98), 0));
        assert!(message.message.of(line).starts_with("bind() to"));
    }

    #[test]
    fn claims_its_samples_and_no_other_dated_lines() {
        assert!(SAMPLES.iter().all(|line| claims(line)));
        assert!(!claims("2026/11/21 01:20:39 http: panic serving 127.0.0.1:60824: runtime error"));
        assert!(!claims("2026-11-21 01:20:39 [error] 1#1: x"));
        assert!(!claims("nginx: configuration file /etc/nginx/nginx.conf test failed"));
        assert!(!claims(""));
    }
}
