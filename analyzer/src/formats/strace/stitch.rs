//! Which call a `<... resumed>` goes on with.

use crate::model::trace::{EventId, Pid};
use crate::order::Map;

/// Calls that were left unfinished; a process has at most one.
#[derive(Debug, Default)]
pub struct Pending {
    calls: Map<Pid, (u16, EventId)>,
}

impl Pending {
    /// Remembers a call that is `<unfinished ...>`.
    pub fn put(&mut self, pid: Pid, name: u16, event: EventId) {
        self.calls.insert(pid, (name, event));
    }

    /// Takes the call of that name that this process resumes, and says whose it is.
    ///
    /// Where the line names no process, or the process is still known as 0, the only one that has such a call
    /// pending is meant; where several have, nobody can tell.
    pub fn take(&mut self, pid: Pid, name: u16) -> Option<(Pid, EventId)> {
        let owner = if self.calls.get(&pid).is_some_and(|(pending, _)| *pending == name) {
            pid
        } else if pid == 0 {
            let mut fitting = self.calls.iter().filter(|(_, (pending, _))| *pending == name);
            let (Some((only, _)), None) = (fitting.next(), fitting.next()) else { return None };
            *only
        } else {
            return None;
        };
        self.calls.remove(&owner).map(|(_, event)| (owner, event))
    }

    /// What a process has pending.
    pub fn of(&self, pid: Pid) -> Option<(u16, EventId)> {
        self.calls.get(&pid).copied()
    }

    /// Forgets what a process had pending.
    pub fn forget(&mut self, pid: Pid) {
        self.calls.remove(&pid);
    }

    /// A process was known by another number so far.
    pub fn rename(&mut self, from: Pid, to: Pid) {
        if let Some(call) = self.calls.remove(&from) {
            self.calls.insert(to, call);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_line_resumes_the_only_one() {
        let mut pending = Pending::default();
        pending.put(5, 1, 10);
        pending.put(6, 2, 11);
        assert_eq!(pending.take(0, 1), Some((5, 10)));
        assert_eq!(pending.take(5, 2), None);
        assert_eq!(pending.take(6, 2), Some((6, 11)));
        assert_eq!(pending.take(6, 2), None);
    }

    #[test]
    fn nobody_guesses_between_two() {
        let mut pending = Pending::default();
        pending.put(5, 1, 10);
        pending.put(6, 1, 11);
        assert_eq!(pending.take(0, 1), None);
        assert_eq!(pending.take(6, 1), Some((6, 11)));
        assert_eq!(pending.take(0, 1), Some((5, 10)));
    }
}
