//! Reads a source line by line.

use crate::model::arguments::scan::arguments_end;
use crate::model::trace::{Call, Clock, Event, EventId, EventKind, Micros, Outcome, Trace, Unparsed};
use crate::source::{Line, Source, Span};

use super::leader::Leader;
use super::names::Names;
use super::result::Ending;
use super::stitch::Pending;

/// Half a day: a time of day that falls by more has passed midnight.
const HALF_DAY: Micros = 12 * 3_600 * 1_000_000;
const DAY: Micros = 2 * HALF_DAY;

/// Reads one source.
pub struct Reader<'s> {
    source: &'s Source,
    trace: Trace,
    names: Names<'s>,
    pending: Pending,
    last_time: Micros,
    days: Micros,
}

/// A line did not fit; the name of the reason.
type Reason = &'static str;

/// One line while it is read.
struct Here<'s> {
    line: Line,
    text: &'s str,
    leader: Leader,
    time: Option<Micros>,
}

impl<'s> Reader<'s> {
    /// A reader of that source.
    pub fn new(source: &'s Source) -> Self {
        Self {
            source,
            trace: Trace::empty(source.text.clone()),
            names: Names::default(),
            pending: Pending::default(),
            last_time: 0,
            days: 0,
        }
    }

    /// Reads it.
    pub fn read(mut self) -> Trace {
        for line in &self.source.lines {
            let text = line.span.of(&self.source.text);
            if text.trim_ascii().is_empty() {
                self.trace.blank += line.covers;
                continue;
            }
            match self.line(*line, text) {
                Ok(()) => self.trace.records += line.covers,
                Err(reason) => {
                    for covered in 0..line.covers {
                        self.trace
                            .unparsed
                            .push(Unparsed { line: line.number.saturating_add(covered), reason });
                    }
                }
            }
        }
        self.trace.names = self.names.into_list();
        self.trace
    }

    fn line(&mut self, line: Line, text: &'s str) -> Result<(), Reason> {
        if text.starts_with(" > ")
            || text.starts_with(" | ")
            || text.starts_with(" * ")
            || text.starts_with(" = ")
        {
            return Ok(());
        }
        let leader = Leader::read(text.as_bytes());
        let time = self.time(&leader);
        let here = Here { line, text, leader, time };
        let rest = text.get(leader.end..).unwrap_or("");
        if let Some(mark) = rest.strip_prefix("--- ") {
            return self.signal(&here, mark);
        }
        if let Some(mark) = rest.strip_prefix("+++ ") {
            return self.end(&here, mark);
        }
        if let Some(resumed) = rest.strip_prefix("<... ") {
            return self.resumed(&here, resumed);
        }
        if let Some(note) = rest.strip_prefix("strace: ") {
            self.push(&here, EventKind::Note(span_in(&here, note)));
            return Ok(());
        }
        self.call(&here, rest)
    }

    fn time(&mut self, leader: &Leader) -> Option<Micros> {
        match (leader.time, leader.since) {
            (Some((clock, time)), _) => {
                self.trace.clock = clock;
                if clock == Clock::TimeOfDay && time.saturating_add(HALF_DAY) < self.last_time {
                    self.days = self.days.saturating_add(DAY);
                }
                self.last_time = time;
                Some(time.saturating_add(self.days))
            }
            (None, Some(since)) => {
                self.trace.clock = Clock::SinceStart;
                self.last_time = self.last_time.saturating_add(since);
                Some(self.last_time)
            }
            (None, None) => None,
        }
    }

    fn push(&mut self, here: &Here<'_>, kind: EventKind) -> EventId {
        let id = EventId::try_from(self.trace.events.len()).unwrap_or(EventId::MAX);
        let (start, end) = here.leader.comm;
        self.trace.events.push(Event {
            line: here.line.number,
            text: here.line.span,
            pid: here.leader.pid,
            comm: span(here, start, end),
            time: here.time,
            kind,
        });
        id
    }

    fn call(&mut self, here: &Here<'s>, rest: &'s str) -> Result<(), Reason> {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        if length == 0 || rest.as_bytes().get(length) != Some(&b'(') {
            return Err("no-call");
        }
        let name = self.names.number(rest.get(..length).unwrap_or("")).ok_or("too-many-names")?;
        let from = here.leader.end + length + 1;
        let (args, tail) = tail(here, from)?;
        let (outcome, result, duration, tampered) = tail.parts();
        let id = self.push(
            here,
            EventKind::Call(Call {
                name,
                args,
                args_rest: Span::default(),
                outcome,
                result,
                duration,
                resumed_line: None,
                number: here.leader.number,
                tampered,
            }),
        );
        if matches!(tail, Tail::Unfinished) {
            self.pending.put(here.leader.pid, name, id);
        }
        Ok(())
    }

    fn resumed(&mut self, here: &Here<'s>, rest: &'s str) -> Result<(), Reason> {
        let length = rest.find(' ').ok_or("bad-resumed")?;
        let after =
            rest.get(length..).and_then(|rest| rest.strip_prefix(" resumed>")).ok_or("bad-resumed")?;
        let name = self.names.number(rest.get(..length).unwrap_or("")).ok_or("too-many-names")?;
        let from = here.text.len() - after.len();
        let (args, tail) = tail(here, from)?;
        let (outcome, result, duration, tampered) = tail.parts();
        if let Some((pid, id)) = self.pending.take(here.leader.pid, name)
            && let Some(Event { kind: EventKind::Call(call), .. }) = self.trace.events.get_mut(id as usize)
        {
            call.args_rest = args;
            call.outcome = outcome;
            call.result = result;
            call.duration = duration;
            call.tampered |= tampered;
            call.resumed_line = Some(here.line.number);
            if matches!(tail, Tail::Unfinished) {
                self.pending.put(pid, name, id);
            }
            return Ok(());
        }
        self.push(
            here,
            EventKind::Call(Call {
                name,
                args: Span::default(),
                args_rest: args,
                outcome,
                result,
                duration,
                resumed_line: Some(here.line.number),
                number: here.leader.number,
                tampered,
            }),
        );
        Ok(())
    }

    fn signal(&mut self, here: &Here<'_>, mark: &str) -> Result<(), Reason> {
        let body = mark.trim_end().strip_suffix("---").ok_or("bad-signal")?.trim_end();
        let kind = if let Some(signal) = body.strip_prefix("stopped by ") {
            EventKind::Stopped { signal: span_in(here, signal) }
        } else {
            let (name, info) = body.split_once(' ').unwrap_or((body, ""));
            let info = info.strip_prefix('{').and_then(|info| info.strip_suffix('}')).unwrap_or("");
            EventKind::Signal { name: span_in(here, name), info: span_in(here, info) }
        };
        self.push(here, kind);
        Ok(())
    }

    fn end(&mut self, here: &Here<'_>, mark: &str) -> Result<(), Reason> {
        let body = mark.trim_end().strip_suffix("+++").ok_or("bad-exit")?.trim_end();
        let kind = if let Some(status) = body.strip_prefix("exited with ") {
            EventKind::Exited { status: status.parse().map_err(|_| "bad-exit")? }
        } else if let Some(signal) = body.strip_prefix("killed by ") {
            let core = signal.ends_with(" (core dumped)");
            let signal = signal.split(' ').next().unwrap_or("");
            EventKind::Killed { signal: span_in(here, signal), core }
        } else if let Some(by) = body.strip_prefix("superseded by execve in pid ") {
            EventKind::Superseded { by: by.parse().map_err(|_| "bad-exit")? }
        } else {
            return Err("bad-exit");
        };
        self.pending.forget(here.leader.pid);
        self.push(here, kind);
        Ok(())
    }
}

/// What follows a call's arguments.
#[derive(Debug, Clone, Copy)]
enum Tail {
    /// `= ...`
    Ended(Ending, Span),
    /// ` <unfinished ...>`
    Unfinished,
    /// The text ends.
    Cut,
}

impl Tail {
    fn parts(self) -> (Outcome, Span, Option<Micros>, bool) {
        match self {
            Self::Ended(ending, span) => (ending.outcome, span, ending.duration, ending.tampered),
            Self::Unfinished | Self::Cut => (Outcome::Unfinished, Span::default(), None, false),
        }
    }
}

/// Splits the text from `from` on into arguments and what follows them.
fn tail(here: &Here<'_>, from: usize) -> Result<(Span, Tail), Reason> {
    let text = here.text;
    for mark in ["<unfinished ...>", "<detached ...>"] {
        if let Some(before) = text.trim_end().strip_suffix(mark) {
            let end = before.trim_end().len().max(from);
            return Ok((span(here, from, end), Tail::Unfinished));
        }
    }
    let end = match arguments_end(text.as_bytes(), from) {
        Ok(end) => end,
        Err(_) => text.rfind(") = ").filter(|end| *end >= from).ok_or("unclosed")?,
    };
    let args = span(here, from, end);
    let after = text.get(end + 1..).unwrap_or("").trim_start();
    let Some(result) = after.strip_prefix('=') else {
        return if after.is_empty() { Ok((args, Tail::Cut)) } else { Err("no-result") };
    };
    let result = result.trim_start();
    let ending = Ending::read(result).ok_or("bad-result")?;
    let start = text.len() - result.len();
    Ok((args, Tail::Ended(ending, span(here, start, start + ending.length))))
}

/// A span of the source from offsets into the line.
fn span(here: &Here<'_>, start: usize, end: usize) -> Span {
    let offset = |place: usize| here.line.span.start.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
    if start >= end { Span::default() } else { Span { start: offset(start), end: offset(end) } }
}

/// The span of a part of the line's own text.
fn span_in(here: &Here<'_>, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(here.text.as_ptr() as usize);
    span(here, start, start + part.len())
}
