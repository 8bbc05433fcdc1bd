//! Logs of applications and their servers: dated lines in any usual form, with the stack traces between them.
//!
//! ```text
//! 2026/11/21 01:33:08 GET /orders?page=1                                  Go's log package
//! 2026-11-21T01:32:22.923Z info GET /screenshot begin                      ISO 8601
//! [2026-11-21 01:42:06 +0000] [28] [CRITICAL] WORKER TIMEOUT (pid:36)      gunicorn
//! [21-Nov-2026 01:40:25] WARNING: [pool www] server reached ...            PHP-FPM
//! Nov 21 01:56:37 web-1 dnsmasq[29]: started                               syslog, journald
//! E1121 01:02:03.456789       1 server.go:17] ...                          glog, klog
//! E, [2026-11-21T01:02:03.123456 #1234] ERROR -- : ...                     Ruby's Logger
//! 01:02:03.456 [main] ERROR com.example.Orders - ...                       logback's default
//! 29:M 21 Nov 2026 01:02:03.456 # Server initialized                       Redis
//! fail: Microsoft.AspNetCore.Server.Kestrel[13]                            .NET's console
//! panic: runtime error: index out of range [3] with length 2               Go's runtime, and its stack below
//! ```
//!
//! It stands last in the list, because nearly every log has dated lines.
//! Deliberately absent: what a line means.

use super::parts::{dates, levels};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry};
use crate::model::time::Stamp;
use crate::source::{Source, SourceId};

/// The format.
pub static FORMAT: Format =
    Format { id: ID, name: "application log", sniff, read: |id, source| Content::Log(read(id, source)) };

/// Id of the format.
pub const ID: &str = "app-log";

/// How stack traces and last words without a date begin.
const UNDATED: &[&str] = &[
    // Go: runtime/panic.go, and errors of its net package.
    "panic: ",
    "fatal error: ",
    "goroutine ",
    "[signal SIG",
    "runtime: ",
    "http: panic serving ",
    "write tcp ",
    "read tcp ",
    "dial tcp ",
    "Get \"http",
    "Post \"http",
    // Python, Java, Rust, PHP, Ruby.
    "Traceback (most recent call last):",
    "During handling of the above exception, another exception occurred:",
    "Exception in thread ",
    "Caused by: ",
    "thread '",
    "PHP Fatal error: ",
    "PHP Warning: ",
    "PHP Parse error: ",
    // Node: lib/internal/process, V8.
    "Uncaught ",
    "<--- Last few GCs --->",
    "FATAL ERROR: ",
    "node:internal/",
    "node:events:",
    "UnhandledPromiseRejection",
    "(node:",
    // .NET's console and its unhandled exceptions.
    "Unhandled exception. ",
    "fail: ",
    "crit: ",
    // uWSGI, Rails, systemd's short form.
    "*** uWSGI ",
    "DAMN ! worker ",
    "SIGPIPE: writing to a closed pipe",
    "Started GET ",
    "Started POST ",
    "Completed 5",
];

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if stamp(line).is_some() || is_undated(line) {
        return Sniff::Certain;
    }
    if goes_on(line) { Sniff::Maybe } else { Sniff::No }
}

/// A line that is known without a date.
fn is_undated(line: &str) -> bool {
    if UNDATED.iter().any(|start| line.starts_with(start)) {
        return true;
    }
    let Some((head, said)) = line.split_once(':') else { return false };
    let name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'$');
    if head.is_empty() || head.len() > 120 || !head.bytes().all(name) || said.is_empty() {
        return false;
    }
    // `ERROR:root:…` of Python's logging, `java.net.SocketTimeoutException: …`, `TypeError: …`, `KeyError: 'x'`.
    let level = levels::of(head).is_some() && head.bytes().all(|byte| byte.is_ascii_uppercase());
    let last = head.rsplit(['.', ':', '$']).next().unwrap_or(head);
    let capital = last.starts_with(|c: char| c.is_ascii_uppercase());
    let class = capital && (last.ends_with("Error") || last.ends_with("Exception"));
    (level && !said.starts_with(' ')) || (class && said.starts_with(' '))
}

/// Frames of a stack (Go, Java, Python, Node), and what a program prints of a request in the middle of a dump.
fn goes_on(line: &str) -> bool {
    if line.starts_with(['\t', ' ']) || line.starts_with("created by ") || line.ends_with(')') {
        return true;
    }
    if line.starts_with('/') && (line.contains(".go:") || line.contains(".rb:") || line.contains(".php:")) {
        return true;
    }
    // `Content-Length: 185`
    let Some((name, value)) = line.split_once(": ") else { return false };
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && (name.contains('-')
            || matches!(name, "Host" | "Connection" | "Accept" | "Cookie" | "Origin" | "Referer"))
        && !value.is_empty()
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

/// How far into a line a date can begin behind a level or a priority.
const HEAD: usize = 40;

/// The date at the start of a line: bare, in brackets, behind a level or behind syslog's priority.
fn stamp(line: &str) -> Option<Stamp> {
    let bare = behind_priority(line);
    let inside = bare.strip_prefix('[').unwrap_or(bare);
    // A date alone is no entry: it is what `ps -o lstart` and `date` print.
    let says = |end: usize| {
        inside.get(end..).is_some_and(|rest| rest.bytes().any(|byte| byte.is_ascii_alphanumeric()))
    };
    let read = dates::dated(inside)
        .filter(|(_, end)| says(*end))
        .or_else(|| {
            dates::lettered(bare).filter(|(_, end)| bare.get(*end..).is_some_and(|rest| rest.contains("] ")))
        })
        .or_else(|| dates::without_year(bare).filter(|(_, end)| is_named(bare.get(*end..).unwrap_or(""))))
        .or_else(|| dates::time_of_day(inside).filter(|(_, end)| has_level(inside.get(*end..).unwrap_or(""))))
        .or_else(|| behind_level(bare))
        .or_else(|| dates::dated(behind_role(bare)?));
    read.map(|(stamp, _)| stamp)
}

/// A line without `<34>` and `<34>1 ` (RFC 3164, RFC 5424).
fn behind_priority(line: &str) -> &str {
    let Some((number, rest)) = line.strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
        return line;
    };
    if number.is_empty() || number.len() > 3 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return line;
    }
    rest.strip_prefix("1 ").unwrap_or(rest)
}

/// A program's name with a colon follows, at once or behind the host.
fn is_named(rest: &str) -> bool {
    rest.split_ascii_whitespace().take(2).any(|word| word.ends_with(':'))
}

/// A word of a level in capitals follows among the first few.
fn has_level(rest: &str) -> bool {
    let mut words = rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(6);
    words.any(|word| {
        word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase()) && levels::of(word).is_some()
    })
}

/// A line of Redis without process and role (`29:M `, `server.c`, function serverLogRaw).
fn behind_role(line: &str) -> Option<&str> {
    let (pid, rest) = line.split_once(':')?;
    let number = !pid.is_empty() && pid.len() < 9 && pid.bytes().all(|byte| byte.is_ascii_digit());
    let role = rest.get(..1).is_some_and(|role| "MSCX".contains(role));
    rest.get(1..)?.strip_prefix(' ').filter(|_| number && role)
}

/// A date behind words that all name levels: `ERROR 2026-…`, `[ERROR] 2026/…`, `E, [2026-…`.
fn behind_level(line: &str) -> Option<(Stamp, usize)> {
    let digit = line.bytes().take(HEAD).position(|byte| byte.is_ascii_digit())?;
    let head = line.get(..digit)?;
    let letter = matches!(head.trim_end_matches([' ', '[']), "F," | "E," | "W," | "I," | "D,");
    let mut words = head.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let levels_only = words.peek().is_some() && words.all(|word| levels::of(word).is_some());
    if letter || levels_only { dates::dated(line.get(digit..)?) } else { None }
}

/// How grave a line is: a word near the start, or the letter of glog and Ruby's Logger.
fn level(line: &str) -> Level {
    if let Some(level) = levels::near_start(line) {
        return level;
    }
    let lettered = dates::lettered(line).is_some() || line.get(1..4) == Some(", [");
    match line.as_bytes().first() {
        _ if !lettered => Level::None,
        Some(b'F') => Level::Critical,
        Some(b'E') => Level::Error,
        Some(b'W') => Level::Warning,
        _ => Level::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("app-log"));

    #[test]
    fn reads_every_usual_form_of_date() {
        let seconds = |line: &str| stamp(line).map(|stamp| stamp.utc_micros() / 1_000_000 % 86_400);
        for (at, wanted) in [(0, 5586), (1, 5542), (2, 6126), (3, 6025), (4, 6997)] {
            assert_eq!(seconds(SAMPLES[at]), Some(wanted));
        }
        assert_eq!(stamp(SAMPLES[5]), None);
        for sample in
            SAMPLES.iter().filter(|sample| sample.contains("01:02:03") || sample.contains(" 1:02:03"))
        {
            assert_eq!(seconds(sample), Some(3723), "{sample}");
        }
    }

    #[test]
    fn reads_levels_wherever_they_stand() {
        assert_eq!(level(SAMPLES[2]), Level::Critical);
        assert_eq!(level(SAMPLES[3]), Level::Warning);
        assert_eq!(level(SAMPLES[1]), Level::Info);
        assert_eq!(level(SAMPLES[0]), Level::None);
        assert_eq!(level("E1121 01:02:03.456789       1 reflector.go:140] x"), Level::Error);
    }

    #[test]
    fn a_dump_goes_on_over_its_frames_and_headers() {
        for line in [
            "\t/home/go/src/runtime/panic.go:502 +0x229",
            "/home/go/src/runtime/debug/stack.go:24 +0xa7",
            "    at Object.<anonymous> (/app/index.js:3:7)",
            "X-Forwarded-For: 10.0.0.140",
            "Host: www.example.com",
            "panic(0xb07500, 0xc42588d310)",
        ] {
            assert_eq!(sniff(line), Sniff::Maybe, "{line}");
        }
    }

    #[test]
    fn leaves_prose_alone() {
        for line in [
            "May 3 was a fine day for a walk",
            "the server answers 502",
            "Note: this is prose",
            "12:30:00 we met",
            "Error handling: see below",
            "INFO: see below",
        ] {
            assert_eq!(sniff(line), Sniff::No, "{line}");
        }
    }
}
