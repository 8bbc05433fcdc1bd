//! The kernel's log: `dmesg`, `dmesg -T`, `journalctl -k`, `/var/log/kern.log`.
//!
//! ```text
//! [12345.678901] Out of memory: Killed process 4242 (java) total-vm:...
//! [Sat Nov 21 01:44:29 2026] Memory cgroup out of memory: Killed process 29 (cart-api) total-vm:...
//! Nov 21 01:44:29 host kernel: nginx[7]: segfault at 0 ip 000055... sp 00007f... error 4 in nginx[55...]
//! ```
//!
//! Sources: `oom_kill_process` (`mm/oom_kill.c`), `show_signal_msg` (`arch/x86/mm/fault.c`).
//! Deliberately absent: what a line means for the request that failed.

use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level, Log, LogEntry, OutOfMemory};
use crate::model::time::{Stamp, month_number};
use crate::order::Change;
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format =
    Format { id: ID, name: "kernel log", sniff, read: |id, source| Content::Log(read(id, source)) };

/// Id of the format.
const ID: &str = "kernel-log";

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if message_at(line).is_some() { Sniff::Certain } else { Sniff::No }
}

/// Reads a source. Never fails: other lines are counted as `not-a-kernel-line`.
fn read(id: SourceId, source: &Source) -> Log {
    let mut log = Log::empty(id, source.text.clone());
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            log.blank += line.covers;
        } else if let Some((at, time)) = message_at(text) {
            log.records += line.covers;
            let (level, kind) = classify(text, at, line.span.start);
            log.entries.push(LogEntry { line: line.number, text: line.span, time, level, kind });
        } else {
            log.unparsed.add_all(crate::model::trace::Unparsed::of(line, "not-a-kernel-line"));
        }
    }
    log
}

/// Where the message begins behind its leader, and the time if it is a date.
fn message_at(line: &str) -> Option<(usize, Option<Stamp>)> {
    if let Some(at) = line.find(" kernel: ") {
        let message = at + " kernel: ".len();
        let inner = line.get(message..)?;
        let uptime = bracketed(inner).filter(|(inside, _)| is_uptime(inside));
        return Some((message + uptime.map_or(0, |(_, len)| len), None));
    }
    let (inside, len) = bracketed(line)?;
    if is_uptime(inside) {
        return Some((len, None));
    }
    Some((len, Some(date(inside)?)))
}

/// `[inside] ` at the start: what is inside, and the length of it all.
fn bracketed(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix('[')?;
    let inside = inside.get(..inside.find(']')?)?;
    let len = inside.len() + 2;
    Some((inside, if text.as_bytes().get(len) == Some(&b' ') { len + 1 } else { len }))
}

/// `   12.345678`: seconds since the start, with six digits behind the point in `dmesg`'s own form.
fn is_uptime(inside: &str) -> bool {
    let Some((seconds, fraction)) = inside.trim_start().split_once('.') else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(seconds) && digits(fraction)
}

/// `Sat Nov 21 01:44:29 2026` (`dmesg -T`).
fn date(inside: &str) -> Option<Stamp> {
    let mut words = inside.split_ascii_whitespace();
    let _weekday = words.next().filter(|day| day.len() == 3)?;
    let month = month_number(words.next()?)?;
    let day = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(str::parse::<u32>);
    let (Some(Ok(hour)), Some(Ok(minute)), Some(Ok(second))) = (clock.next(), clock.next(), clock.next())
    else {
        return None;
    };
    Stamp::of((words.next()?.parse().ok()?, month, day), (hour, minute, second), 0, None)
}

/// What the message at byte `at` is.
fn classify(line: &str, at: usize, base: u32) -> (Level, Entry) {
    let message = line.get(at..).unwrap_or("");
    // Before Linux 4.20 it was "Kill process", and it was killed all the same.
    if let Some(killed) = message.find("Killed process ").map(|found| found + "Killed process ".len()) {
        let rest = message.get(killed..).unwrap_or("");
        let pid = rest.split([' ', ',']).next().and_then(|pid| pid.parse().ok());
        let name = rest.find('(').and_then(|open| Some((open + 1, rest.find(')')?)));
        if let (Some(pid), Some((from, to))) = (pid, name) {
            let program = Span::shifted(base, at + killed + from, at + killed + to);
            let group = message.starts_with("Memory cgroup");
            return (Level::Error, Entry::OutOfMemory(OutOfMemory { program, pid, group }));
        }
    }
    let fault = message.contains("]: segfault at ") || message.contains("] general protection");
    if fault && let Some((name, rest)) = message.trim_start_matches("traps: ").split_once('[') {
        let pid = rest.split(']').next().and_then(|pid| pid.parse().ok()).unwrap_or(0);
        let from = line.find(name).unwrap_or(at);
        return (Level::Error, Entry::Fault { program: Span::shifted(base, from, from + name.len()), pid });
    }
    (Level::None, Entry::Text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("kernel-log"));

    #[test]
    fn knows_who_was_killed_and_by_which_limit() {
        for (sample, name, of_group) in [(SAMPLES[0], "java", false), (SAMPLES[1], "cart-api", true)] {
            let at = message_at(sample).map_or(0, |(at, _)| at);
            match classify(sample, at, 0).1 {
                Entry::OutOfMemory(killed) => {
                    assert_eq!((killed.program.of(sample), killed.group), (name, of_group));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn knows_a_segfault_behind_a_syslog_prefix() {
        let at = message_at(SAMPLES[3]).map_or(0, |(at, _)| at);
        match classify(SAMPLES[3], at, 0).1 {
            Entry::Fault { program, pid } => assert_eq!((program.of(SAMPLES[3]), pid), ("nginx", 7)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn leaves_other_brackets_alone() {
        assert_eq!(sniff("[2026-11-21 01:42:00 +0000] [28] [INFO] Starting gunicorn 21.2.0"), Sniff::No);
        assert_eq!(sniff("[pid  4665] close(3) = 0"), Sniff::No);
        assert_eq!(sniff("[21-Nov-2026 01:40:21] NOTICE: fpm is running, pid 26"), Sniff::No);
    }
}
