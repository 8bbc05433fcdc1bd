//! Reads a source line by line.

mod asides;
mod calls;
mod here;

use crate::model::trace::{Clock, Event, EventId, EventKind, Pid, Trace, Unparsed};
use crate::source::Source;

use self::here::Here;
use super::aside::{detail, note};
use super::call::name_length;
use super::clock::Stamps;
use super::colour::Plain;
use super::crowd::Crowd;
use super::leader::Leader;
use super::mark::Marked;
use super::names::Names;
use super::reasons::{FOREIGN_LINE, NO_EVENT, Reason};
use super::stitch::Pending;
use super::summary::Table;
use crate::order::Change;

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
struct Reader {
    trace: Trace,
    names: Names,
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

/// A call whose line ended in its middle: strace's own words or the program's output came between.
struct OpenCall {
    event: EventId,
    pid: Pid,
    name: u16,
    line: u32,
    covers: u32,
}

impl Reader {
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
        self.trace.unparsed.add_all(lines);
    }

    fn line(&mut self, here: &Here<'_>) -> Result<(), Reason> {
        let event = here.event();
        if let Some(length) = name_length(event.as_bytes()) {
            return match self.call(here, event, length) {
                Err(reason) if self.is_ours(&here.leader) => Err(reason),
                Err(_) => self.foreign(here),
                done => done,
            };
        }
        if let Some(kind) = detail(here.text) {
            self.detail(here, kind);
            return Ok(());
        }
        if (self.table.is_some() || here.leader.end == 0) && self.in_table(here) {
            return Ok(());
        }
        if let Some(words) = note(event) {
            self.note(here, words);
            return Ok(());
        }
        if let Some(rest) = event.strip_prefix("<... ") {
            return self.resumed(here, rest);
        }
        if let Some(marked) = Marked::read(event) {
            self.marked(here, marked?);
            return Ok(());
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
        crate::order::by_key(&mut self.trace.unparsed, |unparsed| unparsed.line);
        self.trace.clock = self.stamps.clock;
        self.trace.names = self.names.into_list();
        self.trace
    }
}

/// True if the call returns the number of a process that strace then follows.
fn creates(name: &str) -> bool {
    matches!(name, "clone" | "clone3" | "fork" | "vfork" | "clone2")
}
