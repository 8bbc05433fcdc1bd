//! Whose a line is that names nobody.
//!
//! On stderr strace prints `[pid N]` only while it traces more than one process. A bare line therefore belongs to
//! the only process that is left, which is not always the first one: it may have ended before its children.

use crate::model::trace::Pid;
use crate::order::Set;

/// The processes that are being traced.
#[derive(Debug)]
pub struct Crowd {
    /// 0 stands for the first process while nothing has shown its number.
    alive: Set<Pid>,
    /// Created while the recording ran. Whether strace follows them shows only when it names them.
    children: Set<Pid>,
    /// A call has been seen, so whoever is attached from now on is a child.
    running: bool,
}

impl Default for Crowd {
    fn default() -> Self {
        Self { alive: Set::from_iter([0]), children: Set::default(), running: false }
    }
}

impl Crowd {
    /// Whose a bare line is; 0 for the first process if its number is unknown, and where nobody can tell.
    pub fn only(&self) -> Pid {
        self.alive.only().unwrap_or(0)
    }

    /// Anybody's line was seen: the recording runs.
    pub fn runs(&mut self) {
        self.running = true;
    }

    /// A line names a process. True if it is the first process, whose number was unknown so far.
    ///
    /// `creating` says that the first process is inside of a call that creates one: then the number may be the child's.
    pub fn named(&mut self, pid: Pid, creating: bool) -> bool {
        let known = self.alive.contains(&pid) || self.children.contains(&pid);
        let first = !creating && !known && self.alive.remove(&0);
        self.alive.insert(pid);
        first
    }

    /// A call returned the number of a new process.
    pub fn born(&mut self, pid: Pid) {
        self.children.insert(pid);
    }

    /// strace says that it attached to a process.
    pub fn came(&mut self, pid: Pid) {
        if self.running {
            self.children.insert(pid);
        } else {
            // `strace -p 3904`: what it attaches to before anything else is what it was asked to trace.
            self.alive.remove(&0);
        }
        self.alive.insert(pid);
    }

    /// A process ended, or strace let go of it.
    pub fn left(&mut self, pid: Pid) {
        // The last one stays: what is still printed is its.
        if self.alive.len() > 1 {
            self.alive.remove(&pid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_survivor_need_not_be_the_first() {
        let mut crowd = Crowd::default();
        crowd.runs();
        assert_eq!(crowd.only(), 0);
        crowd.came(8);
        assert!(crowd.named(7, false), "7 was never created, so it was there from the start");
        assert!(!crowd.named(8, false));
        assert_eq!(crowd.only(), 0, "two are alive: nobody can tell");
        crowd.left(7);
        assert_eq!(crowd.only(), 8);
        crowd.left(8);
        assert_eq!(crowd.only(), 8);
    }

    #[test]
    fn a_child_that_is_not_followed_changes_nothing() {
        let mut crowd = Crowd::default();
        crowd.came(3904);
        crowd.runs();
        crowd.born(3905);
        assert_eq!(crowd.only(), 3904);
        crowd.left(3904);
        assert_eq!(crowd.only(), 3904);
    }

    #[test]
    fn attached_to_one() {
        let mut crowd = Crowd::default();
        crowd.came(3904);
        crowd.runs();
        assert_eq!(crowd.only(), 3904);
    }

    #[test]
    fn the_first_number_met_inside_of_a_fork_is_the_child() {
        let mut crowd = Crowd::default();
        crowd.runs();
        assert!(!crowd.named(8, true));
        crowd.left(8);
        assert_eq!(crowd.only(), 0);
    }
}
