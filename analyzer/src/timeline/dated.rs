//! Every dated thing of every source, in one form.

use crate::model::listing::{Fact, Listing};
use crate::model::log::{Entry, Level, Log};
use crate::model::time::{DAY, Stamp, leading_stamp};
use crate::model::trace::{Clock, EventKind, Trace};
use crate::source::{LineNumber, SourceId, Span};
use crate::trace::Run;

/// The sources as their formats read them.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The traces.
    pub runs: &'a [Run],
    /// The logs.
    pub logs: &'a [Log],
    /// The listings.
    pub listings: &'a [Listing],
}

/// What the stamps of a line leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Nothing: date, time and zone.
    Zone,
    /// The zone.
    Date,
    /// The zone and the year (syslog): the year counts as 1970.
    NoYear,
    /// The zone and the date: the day counts as 1970-01-01.
    TimeOfDay,
    /// Everything but how much time passed since the trace began.
    SinceStart,
}

/// One dated line.
#[derive(Debug, Clone, Copy)]
pub struct Dated<'a> {
    /// Its source.
    pub source: SourceId,
    /// The line of the piece.
    pub line: LineNumber,
    /// Its source's text, and where in it the logical line stands.
    pub within: (&'a str, Span),
    /// Microseconds, as far as `known` says.
    pub time: i64,
    /// What is known of the time.
    pub known: Known,
    /// The stamp's year; stamps of one source and one year are shifted together.
    pub year: i64,
    /// Every line may be recognised in another source; of a trace only calls that move a request or a message are.
    pub telling: bool,
    /// It tells by itself of something that went wrong.
    pub bad: bool,
    /// It tells by itself of something that went well: a request that was answered.
    pub good: bool,
}

impl<'a> Dated<'a> {
    /// The logical line.
    pub fn text(&self) -> &'a str {
        self.within.1.of(self.within.0)
    }
}

impl Known {
    /// What a stamp of a log or a listing leaves open.
    pub fn of(stamp: Stamp) -> Self {
        match (stamp.offset, stamp.local_micros) {
            (Some(_), _) => Self::Zone,
            (None, time) if time < 2 * DAY => Self::TimeOfDay,
            (None, time) if time < 366 * DAY => Self::NoYear,
            (None, _) => Self::Date,
        }
    }
}

/// Calls every dated line, source by source, in the order of the lines.
pub fn each<'a>(told: &Told<'a>, take: &mut dyn FnMut(Dated<'a>)) {
    for log in told.logs {
        for entry in &log.entries {
            let Some(stamp) = entry.time else { continue };
            let bad = match &entry.kind {
                Entry::Request(request) => !(1..400).contains(&request.status),
                Entry::OutOfMemory(_) | Entry::Fault { .. } => true,
                Entry::Nginx(_) | Entry::Text => entry.level >= Level::Error,
            };
            let good = !bad && matches!(entry.kind, Entry::Request(_));
            take(Dated { bad, good, ..stamped(log.source, entry.line, (&log.text, entry.text), stamp) });
        }
    }
    for listing in told.listings {
        for item in &listing.items {
            let started = match &item.fact {
                Fact::Process(process) => process.started,
                _ => None,
            };
            let Some(stamp) = item.time.or(started) else { continue };
            take(stamped(listing.source, item.line, (&listing.text, item.text), stamp));
        }
    }
    for run in told.runs {
        events(run.source, &run.trace, take);
    }
}

fn stamped(source: SourceId, line: LineNumber, within: (&str, Span), stamp: Stamp) -> Dated<'_> {
    let known = Known::of(stamp);
    let year = year_of(stamp.local_micros);
    Dated {
        source,
        line,
        within,
        time: stamp.utc_micros(),
        known,
        year,
        telling: true,
        bad: false,
        good: false,
    }
}

/// The year that a stamp names.
pub fn year_of(local_micros: i64) -> i64 {
    crate::model::time::civil(local_micros.div_euclid(DAY)).0
}

fn events<'a>(source: SourceId, trace: &'a Trace, take: &mut dyn FnMut(Dated<'a>)) {
    let known = match trace.clock {
        Clock::None => return undated(source, trace, take),
        Clock::Epoch => Known::Zone,
        Clock::TimeOfDay => Known::TimeOfDay,
        Clock::SinceStart => Known::SinceStart,
    };
    for event in &trace.events {
        let Some(time) = event.time else { continue };
        let telling = matches!(event.kind, EventKind::Call(_));
        let year = if known == Known::Zone { year_of(time) } else { 1970 };
        take(Dated {
            source,
            line: event.line,
            within: (&trace.text, event.text),
            time,
            known,
            year,
            telling,
            bad: false,
            good: false,
        });
    }
}

/// A trace without a clock is dated where it writes lines of a log.
fn undated<'a>(source: SourceId, trace: &'a Trace, take: &mut dyn FnMut(Dated<'a>)) {
    for event in &trace.events {
        let Some(stamp) = written(trace, &event.kind) else { continue };
        take(stamped(source, event.line, (&trace.text, event.text), stamp));
    }
}

/// The date of the log line that a call writes, whole enough to be read: `write(4, "2018/07/17 08:46:33 [crit] ...`.
pub fn written(trace: &Trace, kind: &EventKind) -> Option<Stamp> {
    let EventKind::Call(call) = kind else { return None };
    if !matches!(trace.name(call), "write" | "writev" | "pwrite64" | "sendto" | "send" | "sendmsg") {
        return None;
    }
    in_quotes(trace, call.args)
}

fn in_quotes(trace: &Trace, args: Span) -> Option<Stamp> {
    let text = trace.str(args);
    let data = text.get(text.find('"')? + 1..)?;
    // A line of a log begins with its date, or it is an object whose first field is the date.
    let data = data.strip_prefix('[').unwrap_or(data);
    let field = data.starts_with('{').then(|| data.split("\\\"").nth(3)).flatten();
    leading_stamp(field.unwrap_or(data)).map(|(stamp, _)| stamp)
}
