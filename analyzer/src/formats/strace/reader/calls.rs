//! Calls: whole, in two halves, and broken in their middle.

use crate::model::trace::{Call, Event, EventId, EventKind, Outcome, Pid};
use crate::source::Span;

use super::super::aside::{note, note_inside};
use super::super::call::{Mark, Shape, Tail, resumed};
use super::super::leader::Leader;
use super::super::output::{Spliced, spliced};
use super::super::reasons::{BAD_RESUMED, CUT_CALL, NO_RESULT, Reason, STRAY_HALF, TOO_MANY_NAMES};
use super::super::result::Ending;
use super::here::Here;
use super::{OpenCall, Reader, creates};

impl Reader {
    pub(super) fn call(&mut self, here: &Here<'_>, event: &str, length: usize) -> Result<(), Reason> {
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
            duration: ending.and_then(|ending| ending.duration).into(),
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
            self.note(here, words);
        }
        Ok(())
    }

    /// Remembers what a call's line leaves to be done.
    pub(super) fn left_or_returned(
        &mut self,
        here: &Here<'_>,
        tail: Tail,
        pid: Pid,
        name: u16,
        event: EventId,
    ) {
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
                    self.crowd.born(Pid::try_from(child).unwrap_or(0));
                }
            }
        }
    }

    /// `<... read resumed>"...", 64) = 58`
    pub(super) fn resumed(&mut self, here: &Here<'_>, rest: &str) -> Result<(), Reason> {
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
    pub(super) fn second_half(&mut self, here: &Here<'_>, shape: Shape, from: usize, event: EventId) {
        let (outcome, result, ending) = ended(here, shape.tail);
        let text = here.text.get(from..shape.arguments_end).unwrap_or("");
        // `<... read resumed> <unfinished ...>) = ?`: the process was killed inside of the call.
        let killed = text.trim_ascii() == "<unfinished ...>";
        let rest = if killed { Span::default() } else { here.arguments(from, shape.arguments_end) };
        let args = self.trace.call(event).map_or(rest, |call| call.args);
        let args = if rest.is_empty() { args } else { self.trace.join(args, rest) };
        let Some(Event { kind: EventKind::Call(call), .. }) = self.trace.events.get_mut(event as usize)
        else {
            return;
        };
        (call.args, call.args_rest) = (args, rest);
        call.outcome = outcome;
        call.result = result;
        call.resumed_line = Some(here.line.number);
        if let Some(ending) = ending {
            call.duration = ending.duration.into();
            call.tampered |= ending.tampered;
        }
    }

    /// A line that is not strace's: the rest of a call that was broken, or the program's output.
    pub(super) fn foreign(&mut self, here: &Here<'_>) -> Result<(), Reason> {
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
        // What looks like a leader is the program's own text.
        let bare = Here { leader: Leader::default(), ..*here };
        let (id, _) = self.push(&bare, EventKind::Output(here.part(here.text)));
        self.outputs.push((id, here.line.number, here.line.covers));
        Ok(())
    }

    /// Another event began: the broken call gets no second half any more.
    pub(super) fn close_open(&mut self) {
        let Some(open) = self.open.take() else { return };
        if let Some(Event { kind: EventKind::Call(call), .. }) =
            self.trace.events.get_mut(open.event as usize)
        {
            call.outcome = Outcome::Unknown;
        }
        self.trace.records = self.trace.records.saturating_sub(open.covers);
        self.unparsed(open.line, open.covers, CUT_CALL);
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
