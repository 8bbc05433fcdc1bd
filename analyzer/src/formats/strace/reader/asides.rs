//! Everything but calls: signals, ends, strace's own words, stack frames, dumps, tables.

use crate::model::trace::{Detail, DetailKind, EventId, EventKind};

use super::super::aside::coming_or_going;
use super::super::mark::Marked;
use super::super::summary::{Table, TableLine, is_heading};
use super::Reader;
use super::here::Here;

impl Reader {
    pub(super) fn marked(&mut self, here: &Here<'_>, marked: Marked<'_>) {
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
    }

    pub(super) fn note(&mut self, here: &Here<'_>, words: &str) {
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
    }

    pub(super) fn detail(&mut self, here: &Here<'_>, kind: DetailKind) {
        let event = EventId::try_from(self.trace.events.len().saturating_sub(1)).unwrap_or(EventId::MAX);
        self.trace.details.push(Detail { line: here.line.number, event, kind, text: here.line.span });
    }

    pub(super) fn in_table(&mut self, here: &Here<'_>) -> bool {
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
}
