//! Reads a source line by line.

use crate::model::trace::{
    Call, Clock, Detail, DetailKind, Event, EventId, EventKind, Outcome, Pid, Trace, Unparsed,
};
use crate::source::{Line, Source, Span};

use super::aside::{coming_or_going, detail, note, note_inside};
use super::call::{Mark, Shape, Tail, name_length, resumed};
use super::clock::Stamps;
use super::colour::Plain;
use super::crowd::Crowd;
use super::leader::Leader;
use super::mark::Marked;
use super::names::Names;
use super::output::{Spliced, spliced};
use super::reasons::{
    BAD_RESUMED, CUT_CALL, FOREIGN_LINE, NO_EVENT, NO_RESULT, Reason, STRAY_HALF, TOO_MANY_NAMES,
};
use super::result::Ending;
use super::stitch::Pending;
use super::summary::{Table, TableLine, is_heading};

/// Reads a source.
pub fn read(source: &Source) -> Trace {
    let plain = Plain::of(source);
    let mut reader = Reader::new(Trace::empty(plain.text.clone()));
    reader.trace.events.reserve(source.lines.len());
    for (index, line) in source.lines.iter().enumerate() {
        let span = plain.span(index, line.span);
        let text = span.of(&plain.text);
        if text.trim_ascii().is_empty() {
            reader.trace.blank += line.covers;
            continue;
        }
        let here = Here { line: *line, offset: span.start, text, leader: Leader::read(text.as_bytes()) };
        match reader.line(&here) {
            Ok(()) => reader.trace.records += line.covers,
            Err(reason) => reader.unparsed(line.number, line.covers, reason),
        }
    }
    reader.finish()
}

/// What is known while reading.
struct Reader<'s> {
    trace: Trace,
    names: Names<'s>,
    stamps: Stamps,
    pending: Pending,
    crowd: Crowd,
    /// Events before this one that name nobody are the first process's, whose number is this.
    first: Option<(usize, Pid)>,
    /// A call whose line ended in its middle.
    open: Option<OpenCall>,
    table: Option<Table>,
    /// Lines that seem to be the traced program's output: event, line, lines covered.
    outputs: Vec<(EventId, u32, u32)>,
    /// strace wrote the numbers of processes bare, so it wrote to a file.
    to_file: bool,
}

/// One line while it is read.
struct Here<'s> {
    line: Line,
    /// Where `text` begins in the trace's text.
    offset: u32,
    text: &'s str,
    leader: Leader,
}

impl<'s> Here<'s> {
    /// What stands behind the leader.
    fn event(&self) -> &'s str {
        self.text.get(self.leader.end..).unwrap_or("")
    }

    /// A span of the trace's text from places in the line.
    fn span(&self, start: usize, end: usize) -> Span {
        let place = |place: usize| self.offset.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
        if start >= end { Span::default() } else { Span { start: place(start), end: place(end) } }
    }

    /// The same without blanks and commas at its end.
    fn arguments(&self, start: usize, end: usize) -> Span {
        let text = self.text.get(start..end).unwrap_or("");
        self.span(start, start + text.trim_ascii_end().len())
    }

    /// The span of a part of the line's own text.
    fn part(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.span(start, start + part.len())
    }
}

/// A call whose line ended in its middle: strace's own words or the program's output came between.
struct OpenCall {
    event: EventId,
    pid: Pid,
    name: u16,
    line: u32,
    covers: u32,
}

impl<'s> Reader<'s> {
    fn new(trace: Trace) -> Self {
        Self {
            trace,
            names: Names::default(),
            stamps: Stamps::default(),
            pending: Pending::default(),
            crowd: Crowd::default(),
            first: None,
            open: None,
            table: None,
            outputs: Vec::new(),
            to_file: false,
        }
    }

    fn unparsed(&mut self, line: u32, covers: u32, reason: Reason) {
        let lines = (0..covers).map(|covered| Unparsed { line: line.saturating_add(covered), reason });
        self.trace.unparsed.extend(lines);
    }

    fn line(&mut self, here: &Here<'s>) -> Result<(), Reason> {
        let event = here.event();
        if let Some(length) = name_length(event.as_bytes()) {
            return match self.call(here, event, length) {
                Err(reason) if self.is_ours(&here.leader) => Err(reason),
                Err(_) => self.foreign(here),
                done => done,
            };
        }
        if let Some(kind) = detail(here.text) {
            return self.detail(here, kind);
        }
        if (self.table.is_some() || here.leader.end == 0) && self.in_table(here) {
            return Ok(());
        }
        if let Some(words) = note(event) {
            return self.note(here, words);
        }
        if let Some(rest) = event.strip_prefix("<... ") {
            return self.resumed(here, rest);
        }
        if let Some(marked) = Marked::read(event) {
            return self.marked(here, marked?);
        }
        if self.is_ours(&here.leader) { Err(NO_EVENT) } else { self.foreign(here) }
    }

    /// True if only strace can have printed the leader. A number may begin any line of a program's output,
    /// so it counts only where other lines of the trace have one too.
    fn is_ours(&self, leader: &Leader) -> bool {
        let bare = leader.time.is_none() && leader.number.is_none() && !leader.bracketed_pid;
        let numbered = leader.bare_pid || leader.since.is_some();
        leader.end > 0 && !(bare && numbered && !self.to_file && self.stamps.clock != Clock::SinceStart)
    }

    /// Adds an event; whose it is, is worked out here.
    fn push(&mut self, here: &Here<'_>, kind: EventKind) -> (EventId, Pid) {
        let id = EventId::try_from(self.trace.events.len()).unwrap_or(EventId::MAX);
        let pid = self.whose(here);
        let (start, end) = here.leader.comm;
        let time = self.stamps.time(&here.leader);
        self.trace.events.push(Event {
            line: here.line.number,
            text: here.line.span,
            pid,
            comm: here.span(start, end),
            time,
            kind,
        });
        (id, pid)
    }

    fn whose(&mut self, here: &Here<'_>) -> Pid {
        let pid = here.leader.pid;
        if here.leader.bare_pid {
            self.to_file = true;
            return pid;
        }
        if pid == 0 {
            return self.crowd.only();
        }
        let creating = self.pending.of(0).is_some_and(|(name, _)| creates(self.names.name(name)));
        if self.crowd.named(pid, creating) {
            self.first = Some((self.trace.events.len(), pid));
            self.pending.rename(0, pid);
        }
        pid
    }

    fn call(&mut self, here: &Here<'s>, event: &'s str, length: usize) -> Result<(), Reason> {
        let from = here.leader.end + length + 1;
        let inside = if self.to_file { None } else { note_inside(here.text) };
        let text = inside.and_then(|at| here.text.get(..at)).unwrap_or(here.text);
        let mut shape = match Shape::read(text, from) {
            // Output of the traced program may have hidden the call's end.
            Err(NO_RESULT) if !self.to_file && spliced(text, event, from).is_some() => {
                Shape { arguments_end: text.len(), tail: Tail::Cut }
            }
            shape => shape?,
        };
        let output = if self.to_file {
            None
        } else {
            spliced(text.get(..shape.arguments_end).unwrap_or(text), event, from)
        };
        if let Some(Spliced { arguments_end, .. }) = output {
            shape.arguments_end = arguments_end;
        }
        let name = self.names.number(event.get(..length).unwrap_or("")).ok_or(TOO_MANY_NAMES)?;
        self.close_open();
        let (outcome, result, ending) = ended(here, shape.tail);
        let call = Call {
            name,
            args: here.arguments(from, shape.arguments_end),
            args_rest: Span::default(),
            outcome,
            result,
            duration: ending.and_then(|ending| ending.duration),
            resumed_line: None,
            number: here.leader.number,
            tampered: ending.is_some_and(|ending| ending.tampered),
        };
        let (id, pid) = self.push(here, EventKind::Call(call));
        self.crowd.runs();
        self.left_or_returned(here, shape.tail, pid, name, id);
        if let Some(Spliced { output: Some((start, end)), .. }) = output {
            self.push(here, EventKind::Output(here.span(start, end)));
        }
        if let Some(words) = inside.and_then(|at| here.text.get(at..)).and_then(note) {
            self.note(here, words)?;
        }
        Ok(())
    }

    /// Remembers what a call's line leaves to be done.
    fn left_or_returned(&mut self, here: &Here<'_>, tail: Tail, pid: Pid, name: u16, event: EventId) {
        match tail {
            Tail::Left(Mark::Unfinished) => self.pending.put(pid, name, event),
            Tail::Left(Mark::PidChanged(to)) => self.pending.put(to, name, event),
            Tail::Left(Mark::Lost) => self.crowd.left(pid),
            Tail::Cut => {
                self.open =
                    Some(OpenCall { event, pid, name, line: here.line.number, covers: here.line.covers });
            }
            Tail::Ended { ending, .. } => {
                if let Outcome::Returned(child) = ending.outcome
                    && !self.to_file
                    && child > 0
                    && creates(self.names.name(name))
                {
                    self.crowd.came(Pid::try_from(child).unwrap_or(0));
                }
            }
        }
    }

    /// `<... read resumed>"...", 64) = 58`
    fn resumed(&mut self, here: &Here<'s>, rest: &'s str) -> Result<(), Reason> {
        let (name, after) = resumed(rest).ok_or(BAD_RESUMED)?;
        let from = here.text.len() - after.len();
        let shape = Shape::read(here.text, from)?;
        let name = self.names.number(name).ok_or(TOO_MANY_NAMES)?;
        self.close_open();
        let whose = self.whose(here);
        let Some((pid, id)) = self.pending.take(whose, name) else {
            // The trace began in the middle of the call.
            let (id, pid) = self.push(here, EventKind::Call(Call::of(name, here.leader.number)));
            self.second_half(here, shape, from, id);
            self.left_or_returned(here, shape.tail, pid, name, id);
            return Ok(());
        };
        self.stamps.time(&here.leader);
        self.second_half(here, shape, from, id);
        self.left_or_returned(here, shape.tail, pid, name, id);
        Ok(())
    }

    /// Writes what the second half of a call says into its event.
    fn second_half(&mut self, here: &Here<'_>, shape: Shape, from: usize, event: EventId) {
        let (outcome, result, ending) = ended(here, shape.tail);
        let Some(Event { kind: EventKind::Call(call), .. }) = self.trace.events.get_mut(event as usize)
        else {
            return;
        };
        let text = here.text.get(from..shape.arguments_end).unwrap_or("");
        // `<... read resumed> <unfinished ...>) = ?`: the process was killed inside of the call.
        if text.trim_ascii() != "<unfinished ...>" {
            call.args_rest = here.arguments(from, shape.arguments_end);
        }
        call.outcome = outcome;
        call.result = result;
        call.resumed_line = Some(here.line.number);
        if let Some(ending) = ending {
            call.duration = ending.duration;
            call.tampered |= ending.tampered;
        }
    }

    fn marked(&mut self, here: &Here<'_>, marked: Marked<'_>) -> Result<(), Reason> {
        self.close_open();
        let ends = matches!(marked, Marked::Exited(_) | Marked::Killed { .. });
        let kind = match marked {
            Marked::Signal { name, info } => {
                EventKind::Signal { name: here.part(name), info: here.part(info) }
            }
            Marked::Stopped(signal) => EventKind::Stopped { signal: here.part(signal) },
            Marked::Exited(status) => EventKind::Exited { status },
            Marked::Killed { signal, core } => EventKind::Killed { signal: here.part(signal), core },
            Marked::Superseded(by) => EventKind::Superseded { by },
        };
        let (_, pid) = self.push(here, kind);
        if ends {
            self.pending.forget(pid);
            self.crowd.left(pid);
        }
        if let Marked::Superseded(by) = marked {
            self.crowd.left(by);
        }
        Ok(())
    }

    fn note(&mut self, here: &Here<'_>, words: &str) -> Result<(), Reason> {
        let id = EventId::try_from(self.trace.events.len()).unwrap_or(EventId::MAX);
        match coming_or_going(words) {
            Some((pid, true)) => self.crowd.came(pid),
            Some((pid, false)) => self.crowd.left(pid),
            None => {}
        }
        let bare = here.leader.pid == 0;
        self.push(here, EventKind::Note(here.part(words)));
        // strace speaks for itself, not for the process that is left.
        if bare && let Some(event) = self.trace.events.get_mut(id as usize) {
            event.pid = 0;
        }
        Ok(())
    }

    fn detail(&mut self, here: &Here<'_>, kind: DetailKind) -> Result<(), Reason> {
        let event = EventId::try_from(self.trace.events.len().saturating_sub(1)).unwrap_or(EventId::MAX);
        self.trace.details.push(Detail { line: here.line.number, event, kind, text: here.line.span });
        Ok(())
    }

    fn in_table(&mut self, here: &Here<'_>) -> bool {
        if let Some(table) = Table::header(here.text) {
            self.table = Some(table);
            return true;
        }
        let Some(table) = &mut self.table else { return is_heading(here.text) };
        match table.line(here.text, here.line.number) {
            Some(TableLine::Rule) => true,
            Some(TableLine::Row(row)) => {
                self.trace.summary.push(row);
                true
            }
            Some(TableLine::Total(row)) => {
                self.trace.summary.push(row);
                self.table = None;
                true
            }
            None => {
                self.table = None;
                is_heading(here.text)
            }
        }
    }

    /// A line that is not strace's: the rest of a call that was broken, or the program's output.
    fn foreign(&mut self, here: &Here<'_>) -> Result<(), Reason> {
        if let Some(open) = self.open.take() {
            let text = here.text.trim_ascii_end();
            let shape = match Mark::at_end(text) {
                Some((_, mark)) => Ok(Shape { arguments_end: 0, tail: Tail::Left(mark) }),
                None => Shape::read(text, 0),
            };
            if let Ok(shape @ Shape { tail: Tail::Ended { .. } | Tail::Left(_), .. }) = shape {
                self.second_half(here, shape, 0, open.event);
                self.left_or_returned(here, shape.tail, open.pid, open.name, open.event);
                return Ok(());
            }
            self.open = Some(open);
        } else if here.text.starts_with([')', ','])
            || Mark::at_end(here.text.trim_ascii()).is_some_and(|(at, _)| at == 0)
        {
            return Err(STRAY_HALF);
        }
        let (id, _) = self.push(here, EventKind::Output(here.part(here.text)));
        self.outputs.push((id, here.line.number, here.line.covers));
        Ok(())
    }

    /// Another event began: the broken call gets no second half any more.
    fn close_open(&mut self) {
        let Some(open) = self.open.take() else { return };
        if let Some(Event { kind: EventKind::Call(call), .. }) =
            self.trace.events.get_mut(open.event as usize)
        {
            call.outcome = Outcome::Unknown;
        }
        self.trace.records = self.trace.records.saturating_sub(open.covers);
        self.unparsed(open.line, open.covers, CUT_CALL);
    }

    fn finish(mut self) -> Trace {
        if let Some((until, pid)) = self.first {
            for event in self.trace.events.iter_mut().take(until) {
                if event.pid == 0 && !matches!(event.kind, EventKind::Note(_)) {
                    event.pid = pid;
                }
            }
        }
        if self.to_file {
            for (_, line, covers) in std::mem::take(&mut self.outputs) {
                self.trace.records = self.trace.records.saturating_sub(covers);
                self.unparsed(line, covers, FOREIGN_LINE);
            }
        }
        self.trace.unparsed.sort_by_key(|unparsed| unparsed.line);
        self.trace.clock = self.stamps.clock;
        self.trace.names = self.names.into_list();
        self.trace
    }
}

/// Outcome, span of the result, and the rest of what the result says.
fn ended(here: &Here<'_>, tail: Tail) -> (Outcome, Span, Option<Ending>) {
    match tail {
        Tail::Ended { ending, start } => {
            (ending.outcome, here.span(start, start + ending.length), Some(ending))
        }
        Tail::Left(_) | Tail::Cut => (Outcome::Unfinished, Span::default(), None),
    }
}

/// True if the call returns the number of a process that strace then follows.
fn creates(name: &str) -> bool {
    matches!(name, "clone" | "clone3" | "fork" | "vfork" | "clone2")
}
