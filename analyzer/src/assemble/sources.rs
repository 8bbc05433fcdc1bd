//! What the report says of each source: its role, its counts, and a few words on its content.

use crate::causes::Case;
use crate::model::trace::{Clock, EventKind, Micros, Trace, Unparsed};
use crate::order::{Change, InList};
use crate::report::{SourceReport, UnparsedLine};
use crate::source::{Source, SourceId};
use crate::trace::Run;

/// Every source, in the order of the input.
pub fn all(case: &Case<'_>) -> Vec<SourceReport> {
    let sources = case.sources.iter().enumerate().zip(case.roles);
    let name = |id: SourceId| case.sources.get(id).map_or("", |source| source.name.as_str());
    let report = |((id, source), assigned): ((SourceId, &Source), &crate::roles::Assigned)| {
        let read = Read::of(case, id, source);
        SourceReport {
            name: source.name.clone(),
            role: assigned.role,
            role_from: assigned.from,
            role_reason: assigned.reason.clone(),
            format: source.format.to_string(),
            closest: source.closest.as_ref().map(|(id, _)| (*id).to_string()),
            why: source.closest.as_ref().map(|(_, why)| why.clone()),
            first_line: source.first_line(),
            lines: source.line_count(),
            last_line: source.last_line(),
            records: read.records,
            blank: read.blank,
            summary: read.summary,
            clock: case.clocks.said(id, &name),
            unparsed: read.unparsed,
            mended: source.mended.clone(),
        }
    };
    sources.map(report).in_list()
}

/// What reading a source gave.
struct Read {
    records: u32,
    blank: u32,
    unparsed: Vec<UnparsedLine>,
    summary: String,
}

impl Read {
    fn of(case: &Case<'_>, id: SourceId, source: &Source) -> Self {
        if let Some(run) = case.runs.iter().find(|run| run.source == id) {
            let trace = &run.trace;
            return Self::counted(trace.records, trace.blank, &trace.unparsed, summary(run));
        }
        if let Some(log) = case.logs.iter().find(|log| log.source == id) {
            let words = count(log.entries.len(), "entry", "entries");
            return Self::counted(log.records, log.blank, &log.unparsed, words);
        }
        if let Some(config) = case.configs.iter().find(|config| config.source == id) {
            let words = count(config.directives.len(), "directive", "directives");
            return Self::counted(config.records, config.blank, &config.unparsed, words);
        }
        if let Some(listing) = case.listings.iter().find(|listing| listing.source == id) {
            let words = count(listing.items.len(), "entry", "entries");
            return Self::counted(listing.records, listing.blank, &listing.unparsed, words);
        }
        Self::unread(source)
    }

    fn counted(records: u32, blank: u32, unparsed: &[Unparsed], summary: String) -> Self {
        let line = |one: &Unparsed| UnparsedLine { line: one.line, reason: one.reason.to_string() };
        Self { records, blank, unparsed: unparsed.iter().map(line).collect(), summary }
    }

    /// Text that no format reads: nothing in it is a record, and nothing in it failed to be one.
    fn unread(source: &Source) -> Self {
        let blank =
            (0..source.lines.len()).filter(|index| source.line_text(*index).trim().is_empty()).count();
        let blank = u32::try_from(blank).unwrap_or(u32::MAX);
        let lines = source.line_count() as usize;
        let summary = if lines == 0 { String::new() } else { count(lines, "line", "lines") };
        Self { records: 0, blank, unparsed: Vec::new(), summary }
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// For example `62 calls · pid 3904 · 08:46:33–08:46:41`.
fn summary(run: &Run) -> String {
    let trace = &run.trace;
    let calls = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Call(_))).count();
    let mut parts = Vec::new();
    if calls > 0 || trace.summary.is_empty() {
        parts.push(count(calls, "call", "calls"));
    }
    let rows = trace.summary.iter().filter(|row| row.name != "total").count();
    if rows > 0 {
        parts.push(format!("a -c table of {}", count(rows, "system call", "system calls")));
    }
    parts.add_all(who(run));
    parts.add_all(when(trace));
    parts.join(" · ")
}

/// The process, or how many there are.
fn who(run: &Run) -> Option<String> {
    let mut pids: Vec<u32> =
        run.processes.iter().map(|process| process.pid).filter(|pid| *pid != 0).in_list();
    crate::order::by_key(&mut pids, |pid| *pid);
    pids.dedup();
    match pids.as_slice() {
        [] => None,
        [pid] => Some(format!("pid {pid}")),
        many => Some(format!("{} processes and threads", many.len())),
    }
}

/// The first and last time of day, or how long it took where there is no time of day.
fn when(trace: &Trace) -> Option<String> {
    let mut times = trace.events.iter().filter_map(|event| event.time);
    let first = times.next()?;
    let last = times.next_back().unwrap_or(first);
    match trace.clock {
        Clock::None => None,
        Clock::TimeOfDay => Some(format!("{}–{}", time_of_day(first), time_of_day(last))),
        Clock::Epoch => Some(format!("{}–{} UTC", time_of_day(first), time_of_day(last))),
        Clock::SinceStart => {
            let length = last.saturating_sub(first).max(0);
            Some(format!("{}.{:03} s", length / 1_000_000, length / 1_000 % 1_000))
        }
    }
}

fn time_of_day(time: Micros) -> String {
    let seconds = time.div_euclid(1_000_000).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use crate::source::{Input, Piece};

    fn summary(text: &str) -> String {
        let piece = Piece { name: "t".into(), role: None, bytes: text.as_bytes().to_vec() };
        crate::analyze(&Input { pieces: vec![piece] }).sources[0].summary.clone()
    }

    #[test]
    fn says_calls_process_and_time() {
        let lines = "3904  08:46:33.000001 close(3) = 0\n3904  08:46:41.100000 close(4) = 0\n";
        assert_eq!(summary(lines), "2 calls · pid 3904 · 08:46:33–08:46:41");
        assert_eq!(summary("close(3) = 0\n"), "1 call");
        assert_eq!(
            summary("1531817193.5 close(3) = 0\n1531817201.5 close(4) = 0\n"),
            "2 calls · 08:46:33–08:46:41 UTC"
        );
        assert_eq!(summary("no trace\nat all\n"), "2 lines");
    }
}
