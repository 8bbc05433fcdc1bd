//! Which call a `<... resumed>` goes on with.

use std::collections::BTreeMap;

use crate::model::trace::{EventId, Pid};

/// Calls that were left unfinished; a process has at most one.
#[derive(Debug, Default)]
pub struct Pending {
    calls: BTreeMap<Pid, (u16, EventId)>,
}

impl Pending {
    /// Remembers a call that is `<unfinished ...>`.
    pub fn put(&mut self, pid: Pid, name: u16, event: EventId) {
        self.calls.insert(pid, (name, event));
    }

    /// Takes the call that this process resumes. Where the line names no process, it is the only one that has
    /// such a call pending; where several have, nobody can tell.
    pub fn take(&mut self, pid: Pid, name: u16) -> Option<(Pid, EventId)> {
        if self.calls.get(&pid).is_some_and(|(pending, _)| *pending == name) {
            return self.calls.remove(&pid).map(|(_, event)| (pid, event));
        }
        if pid != 0 {
            return None;
        }
        let mut fitting = self.calls.iter().filter(|(_, (pending, _))| *pending == name);
        let (only, None) = (*fitting.next()?.0, fitting.next()) else { return None };
        self.calls.remove(&only).map(|(_, event)| (only, event))
    }

    /// Forgets what a process had pending.
    pub fn forget(&mut self, pid: Pid) {
        self.calls.remove(&pid);
    }
}
