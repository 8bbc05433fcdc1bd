//! Traces without times, put where they belong: at the line of a log that they write, or that tells of their request.

use super::{Entry, EventKind, SECOND, Stamp};
use crate::Analysis;
use crate::model::log;
use crate::model::trace::{Clock, Outcome};
use crate::order::{Change, InList, Pick};
use crate::source::LineNumber;
use crate::timeline::request;
use crate::trace::{Ending, Run, UnitKind};

/// What a trace writes within so long is one moment.
const MOMENT: i64 = 2 * SECOND;

/// Where a trace without times belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Index of the trace's source.
    pub source: u32,
    /// When it begins, as far as known.
    pub from: i64,
    /// When it ends, as far as known.
    pub to: i64,
    /// First line of what is placed.
    pub first_line: LineNumber,
    /// Last line of what is placed.
    pub last_line: LineNumber,
    /// Why it belongs there.
    pub by: PlacedBy,
    /// Index of the source that says so: the trace itself, or a log.
    pub because: u32,
    /// The line there that says so.
    pub line: LineNumber,
}

/// Why a trace belongs where it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlacedBy {
    /// It writes a line of a log, with its date.
    Writes,
    /// A log has one line alone that tells of its request and of how it ended.
    OnlyRequest,
}

/// Every trace without times that can be placed.
/// `entries` are the dated lines, source by source.
pub fn all(analysis: &Analysis, entries: &[Entry]) -> Vec<Placed> {
    let untimed = analysis.runs.iter().filter(|run| run.trace.clock == Clock::None);
    let found = untimed.filter_map(|run| {
        let source = u32::try_from(run.source).ok()?;
        if entries.iter().any(|entry| entry.source == source) {
            written(analysis, entries, run, source)
        } else {
            only(analysis, run)
        }
    });
    let mut placed = found.in_list();
    crate::order::by_key(&mut placed, |one| (one.from, one.source));
    placed
}

/// First and last line of a run.
fn lines(run: &Run) -> (LineNumber, LineNumber) {
    let line = |event: Option<&crate::model::trace::Event>| event.map_or(0, |event| event.line);
    (line(run.trace.events.first()), line(run.trace.events.last()))
}

/// A trace that writes dated lines of logs within a moment. One that writes them for longer has a lane of its own.
fn written(analysis: &Analysis, entries: &[Entry], run: &Run, source: u32) -> Option<Placed> {
    let writes = || entries.iter().filter(|entry| entry.source == source);
    let (first, last) = (writes().least(|entry| entry.at)?, writes().greatest(|entry| entry.at)?);
    if last.at.saturating_sub(first.at) > MOMENT {
        return None;
    }
    let (first_line, last_line) = lines(run);
    let said = logged(analysis, run, first.line);
    let (because, line) = said.unwrap_or((source, first.line));
    let by = PlacedBy::Writes;
    Some(Placed { source, from: first.at, to: last.at, first_line, last_line, by, because, line })
}

/// The line of a log that a call of a trace writes: as long as the trace shows of it, letter by letter.
fn logged(analysis: &Analysis, run: &Run, line: LineNumber) -> Option<(u32, LineNumber)> {
    let place = run.trace.events.partition_point(|event| event.line < line);
    let EventKind::Call(call) = &run.trace.events.get(place)?.kind else { return None };
    let written = match call.outcome {
        Outcome::Returned(count) => Some(count),
        _ => None,
    };
    let text = run.trace.str(call.args);
    let data = text.get(text.find('"')? + 1..)?;
    let shown = data.get(..data.rfind('"')?)?.replace("\\\"", "\"");
    let shown = shown.split("\\n").next().filter(|shown| shown.len() >= 24)?;
    // Of several lines that begin alike it is the one that tells of the trace's own request.
    let asked = run.units.iter().find_map(|unit| request(&unit.title));
    let told = |log: &log::Log, entry: &log::LogEntry| match &entry.kind {
        log::Entry::Request(told) => {
            asked.and_then(|asked| asked.split_once(' ')) == Some(told.asked_for(&log.text))
        }
        _ => false,
    };
    let mut found = analysis.logs.iter().filter_map(|log| {
        let begins = |entry: &&log::LogEntry| log.str(entry.text).starts_with(shown);
        let mut same = log.entries.iter().filter(begins).in_list();
        // Whoever writes whole lines writes their ends too.
        let long = |entry: &&log::LogEntry| i64::try_from(log.str(entry.text).len() + 1).ok() == written;
        if same.iter().any(long) {
            same.keep_if(long);
        }
        let entry = match same.as_slice() {
            [only] => only,
            several => {
                let mut own = several.iter().filter(|entry| told(log, entry));
                own.next().filter(|_| own.next().is_none())?
            }
        };
        Some((u32::try_from(log.source).ok()?, entry.line))
    });
    found.next()
}

/// A trace of one request of which one line of a log alone can tell.
fn only(analysis: &Analysis, run: &Run) -> Option<Placed> {
    let mut units = run.units.iter().filter(|unit| unit.kind == UnitKind::Request);
    let unit = units.next().filter(|_| units.next().is_none())?;
    let asked = request(&unit.title)?;
    let Ending::Answered { status, .. } = unit.ending else { return None };
    let mut found: Vec<(u32, LineNumber, Stamp, i64)> = Vec::new();
    for log in &analysis.logs {
        for entry in &log.entries {
            let (log::Entry::Request(told), Some(stamp)) = (&entry.kind, entry.time) else { continue };
            let (method, path) = told.asked_for(&log.text);
            let same = asked.split_once(' ') == Some((method, path)) && told.status == status;
            if same {
                let source = u32::try_from(log.source).unwrap_or(u32::MAX);
                found.add_all([(source, entry.line, stamp, told.duration.unwrap_or(0))]);
            }
        }
    }
    let [(because, line, stamp, duration)] = found.as_slice() else { return None };
    let at = analysis.clocks.at(*because as usize, *stamp)?;
    let (first_line, last_line) = lines(run);
    Some(Placed {
        source: u32::try_from(run.source).ok()?,
        from: at.saturating_sub((*duration).clamp(0, 3600 * SECOND)),
        to: at,
        first_line,
        last_line,
        by: PlacedBy::OnlyRequest,
        because: *because,
        line: *line,
    })
}
