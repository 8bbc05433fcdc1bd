//! Who did it: processes and threads as generations of a pid, their parents, programs and ends.
//!
//! A pid is no identity: it comes back after its process is gone, it changes hands when a thread calls execve,
//! and in captures from stderr it vanishes from the lines while only one process is alive.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::calls::{Act, Acts};
use super::{Process, ProcessEnd, ProcessId};
use crate::model::arguments::{Arguments, Value};
use crate::model::trace::{Call, Event, EventId, EventKind, Outcome, Pid, Trace};
use crate::order::{Flat, Map};
use crate::source::LineNumber;

/// The processes of a trace.
#[derive(Debug, Default)]
pub(crate) struct Processes {
    /// In the order in which they appear.
    pub list: Vec<Process>,
    /// For each event, whose it is.
    pub of: Vec<ProcessId>,
    /// For each process, whether it shares its descriptors with its parent.
    pub shares_files: Vec<bool>,
    /// The process that an event created.
    pub born: Map<EventId, ProcessId>,
}

/// Finds the processes of a trace.
pub(crate) fn find(trace: &Trace, acts: &Acts) -> Processes {
    let mut finder = Finder::new(trace, acts);
    for (id, event) in (0..).zip(&trace.events) {
        finder.event(id, event);
    }
    finder.finish()
}

struct Finder<'t> {
    trace: &'t Trace,
    acts: &'t Acts,
    found: Processes,
    /// The generation that a pid names at the moment.
    current: Map<Pid, ProcessId>,
    /// The last generation of a pid, alive or not.
    latest: Map<Pid, ProcessId>,
    /// Calls of clone and its kin that never returned in the trace: whose they are.
    unborn: Vec<ProcessId>,
    /// True if some lines name a pid and others do not.
    mixed: bool,
    /// The process of the lines without a pid, while its pid is unknown.
    nameless: Option<ProcessId>,
    /// Whose the last event was.
    last: Option<ProcessId>,
    /// Calls of wait under way, by the line on which they return: until then the child lives.
    reaping: BinaryHeap<Reverse<(LineNumber, EventId)>>,
    /// Who called `exit_group`.
    asked: Vec<ProcessId>,
    /// Who ended without a call that ends it.
    unasked: Vec<ProcessId>,
}

impl<'t> Finder<'t> {
    fn new(trace: &'t Trace, acts: &'t Acts) -> Self {
        let tells = |event: &&Event| !matches!(event.kind, EventKind::Note(_) | EventKind::Output(_));
        let named = trace.events.iter().filter(tells).any(|event| event.pid != 0);
        let nameless = trace.events.iter().filter(tells).any(|event| event.pid == 0);
        Self {
            trace,
            acts,
            found: Processes { of: Vec::with_capacity(trace.events.len()), ..Processes::default() },
            current: Map::default(),
            latest: Map::default(),
            unborn: Vec::new(),
            mixed: named && nameless,
            nameless: None,
            last: None,
            reaping: BinaryHeap::new(),
            asked: Vec::new(),
            unasked: Vec::new(),
        }
    }

    fn event(&mut self, id: EventId, event: &Event) {
        self.reap_before(event.line);
        let process = match &event.kind {
            // What comes before the first call is counted with the first process.
            EventKind::Note(_) | EventKind::Output(_) if event.pid == 0 => {
                self.found.of.push(self.last.unwrap_or(0));
                return;
            }
            _ if event.pid == 0 => self.unnamed(id),
            _ => self.named(id, event.pid),
        };
        self.found.of.push(process);
        self.last = Some(process);
        match &event.kind {
            EventKind::Call(call) => self.call(id, process, call),
            EventKind::Exited { status } => {
                if self.found.list.get(process as usize).is_some_and(|one| one.end == ProcessEnd::Running) {
                    self.unasked.push(process);
                }
                self.end(process, ProcessEnd::Exited(*status));
            }
            EventKind::Killed { signal, .. } => {
                self.end(process, ProcessEnd::Killed(self.trace.str(*signal).to_owned()));
            }
            EventKind::Superseded { by } => self.superseded(id, process, *by),
            _ => {}
        }
    }

    /// The process of a line that names a pid.
    fn named(&mut self, id: EventId, pid: Pid) -> ProcessId {
        if let Some(&process) = self.current.get(&pid) {
            return process;
        }
        // The first pid that nobody created is that of the lines before it, which named none.
        if self.mixed
            && self.unborn.is_empty()
            && let Some(process) = self.nameless.take()
        {
            if let Some(known) = self.found.list.get_mut(process as usize) {
                known.pid = pid;
            }
            self.current.remove(&0);
            self.current.insert(pid, process);
            self.latest.insert(pid, process);
            return process;
        }
        let parent = self.unborn.pop();
        self.create(id, pid, parent, false, false)
    }

    /// The process of a line without a pid: the only one, or the one that is left.
    fn unnamed(&mut self, id: EventId) -> ProcessId {
        if let Some(&process) = self.current.get(&0) {
            return process;
        }
        if self.mixed {
            let mut alive = self.current.values();
            if let (Some(&only), None) = (alive.next(), alive.next()) {
                return only;
            }
            let first = || self.current.values().min().copied();
            if let Some(process) = self.last.filter(|last| self.is_current(*last)).or_else(first) {
                return process;
            }
        }
        let process = self.create(id, 0, None, false, false);
        self.nameless = Some(process);
        process
    }

    /// True if a pid stands for that process at the moment.
    fn is_current(&self, process: ProcessId) -> bool {
        let pid = self.found.list.get(process as usize).map(|one| one.pid);
        pid.is_some_and(|pid| self.current.get(&pid) == Some(&process))
    }

    fn create(
        &mut self,
        id: EventId,
        pid: Pid,
        parent: Option<ProcessId>,
        thread: bool,
        files: bool,
    ) -> ProcessId {
        let process = ProcessId::try_from(self.found.list.len()).unwrap_or(ProcessId::MAX);
        let program =
            parent.and_then(|parent| self.found.list.get(parent as usize)).map(|one| one.program.clone());
        self.found.list.push(Process {
            pid,
            parent,
            thread,
            program: program.unwrap_or_default(),
            first: id,
            end: ProcessEnd::Running,
        });
        self.found.shares_files.push(files);
        self.current.insert(pid, process);
        self.latest.insert(pid, process);
        process
    }

    fn call(&mut self, id: EventId, process: ProcessId, call: &Call) {
        match (self.acts.act(call), call.outcome) {
            (Act::Clone | Act::Fork, Outcome::Returned(child)) => {
                let Some(child) = created_pid(child, self.trace.str(call.result)) else { return };
                let arguments = self.trace.arguments(call);
                let thread = clones_with(&arguments, "CLONE_THREAD");
                let files = clones_with(&arguments, "CLONE_FILES");
                let born = self.create(id, child, Some(process), thread, files);
                self.found.born.insert(id, born);
            }
            (Act::Clone | Act::Fork, Outcome::Unfinished) => self.unborn.push(process),
            (Act::Execute(path), Outcome::Returned(0)) => {
                let program = program(&self.trace.arguments(call), usize::from(path));
                if let Some(one) = self.found.list.get_mut(process as usize) {
                    one.program = program;
                }
            }
            (Act::ExitThread | Act::ExitGroup, _) => {
                if self.acts.act(call) == Act::ExitGroup {
                    self.asked.push(process);
                }
                let status =
                    self.trace.arguments(call).number(0).and_then(|status| i32::try_from(status).ok());
                if let (Some(status), Some(one)) = (status, self.found.list.get_mut(process as usize)) {
                    // The kernel keeps the low byte: exit(-1) is seen as 255.
                    one.end = ProcessEnd::Exited(status & 0xff);
                }
            }
            (Act::Wait, Outcome::Returned(child)) => match call.resumed_line {
                Some(line) => self.reaping.push(Reverse((line, id))),
                None => self.reaped(child, call),
            },
            _ => {}
        }
    }

    fn reap_before(&mut self, line: LineNumber) {
        while let Some(&Reverse((at, id))) = self.reaping.peek() {
            if at > line {
                return;
            }
            self.reaping.pop();
            let trace = self.trace;
            if let Some(call) = trace.call(id)
                && let Outcome::Returned(child) = call.outcome
            {
                self.reaped(child, call);
            }
        }
    }

    /// The parent has seen the end of a child whose own end the trace may not show.
    fn reaped(&mut self, child: i64, call: &Call) {
        let Some(pid) = created_pid(child, self.trace.str(call.result)) else { return };
        let Some(&process) = self.latest.get(&pid) else { return };
        let status = self.trace.str(call.args).split_once('[').map_or("", |(_, status)| status);
        let end = if let Some((_, code)) = status.split_once("WEXITSTATUS(s) == ") {
            let digits: String = code.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok().map(ProcessEnd::Exited)
        } else if let Some((_, signal)) = status.split_once("WTERMSIG(s) == ") {
            let signal: String = signal.chars().take_while(char::is_ascii_alphanumeric).collect();
            Some(ProcessEnd::Killed(signal))
        } else {
            None
        };
        let Some(end) = end else { return };
        if self.found.list.get(process as usize).is_some_and(|one| one.end == ProcessEnd::Running) {
            self.end(process, end);
        } else if self.current.get(&pid) == Some(&process) {
            self.current.remove(&pid);
        }
    }

    fn end(&mut self, process: ProcessId, end: ProcessEnd) {
        let Some(one) = self.found.list.get_mut(process as usize) else { return };
        one.end = end;
        if self.current.get(&one.pid) == Some(&process) {
            self.current.remove(&one.pid);
        }
        if self.nameless == Some(process) {
            self.nameless = None;
        }
    }

    /// A thread's execve took over the pid of this process: what goes on under it is that thread's new program.
    fn superseded(&mut self, id: EventId, process: ProcessId, by: Pid) {
        let Some(pid) = self.found.list.get(process as usize).map(|one| one.pid) else { return };
        self.end(process, ProcessEnd::Superseded);
        let heir = self.current.remove(&by);
        let program = heir.and_then(|heir| self.found.list.get_mut(heir as usize)).map(|heir| {
            heir.end = ProcessEnd::Superseded;
            heir.program.clone()
        });
        let next = self.create(id, pid, Some(process), false, true);
        self.found.born.insert(id, next);
        if let (Some(program), Some(one)) = (program, self.found.list.get_mut(next as usize)) {
            one.program = program;
        }
    }

    fn finish(mut self) -> Processes {
        self.reap_before(LineNumber::MAX);
        if self.found.list.is_empty() && !self.found.of.is_empty() {
            self.create(0, 0, None, false, false);
        }
        if let Some(first) = self.found.list.first_mut() {
            first.first = 0;
        }
        self.name_from_attach();
        self.threads_without_birth();
        self.found
    }

    /// Of a trace without `clone`, as `-e trace=file` makes it: a process ends by its own `exit_group`, so who is gone
    /// without one is a thread of the only one that called it.
    fn threads_without_birth(&mut self) {
        let [leader] = *self.asked.as_slice() else { return };
        let Some(program) = self.found.list.get(leader as usize).map(|one| one.program.clone()) else {
            return;
        };
        for process in &self.unasked {
            let Some(one) = self.found.list.get_mut(*process as usize) else { continue };
            if *process > leader && one.parent.is_none() && one.program.is_empty() {
                (one.parent, one.thread) = (Some(leader), true);
                one.program.clone_from(&program);
            }
        }
    }

    /// A trace without pids that begins with `Process N attached` is that of N.
    fn name_from_attach(&mut self) {
        let [only] = self.found.list.as_mut_slice() else { return };
        if only.pid != 0 {
            return;
        }
        let mut attached = self.trace.events.iter().filter_map(|event| match &event.kind {
            EventKind::Note(text) => self.trace.str(*text).strip_prefix("Process ")?.split_once(" attached"),
            _ => None,
        });
        if let (Some((pid, _)), None) = (attached.next(), attached.next()) {
            only.pid = pid.trim().parse().unwrap_or(0);
        }
    }
}

/// The pid of a new or reaped process as strace's lines name it: with another pid namespace the result says both,
/// `4 /* 18005 in strace's PID ns */`.
fn created_pid(result: i64, text: &str) -> Option<Pid> {
    let outside = text
        .split_once("/* ")
        .filter(|(_, comment)| comment.contains("in strace's PID ns"))
        .and_then(|(_, comment)| comment.split_once(' '))
        .and_then(|(pid, _)| pid.parse().ok());
    outside.or_else(|| Pid::try_from(result).ok()).filter(|pid| *pid != 0)
}

fn clones_with(arguments: &Arguments<'_>, flag: &str) -> bool {
    let first = match arguments.value(0) {
        Value::Change(before, _) => before,
        other => other,
    };
    arguments.has_flag(flag) || first.field("flags").is_some_and(|flags| flags.flags().any(|one| one == flag))
}

/// A program's arguments joined shortly: `python3 /srv/report.py`.
fn program(arguments: &Arguments<'_>, path: usize) -> String {
    const LONGEST: usize = 96;
    let path_text = arguments.value(path).quoted().map(|path| path.text()).unwrap_or_default();
    let base = |text: &str| text.rsplit('/').find(|part| !part.is_empty()).unwrap_or(text).to_owned();
    let mut words = Vec::new();
    for (index, argument) in arguments.value(path + 1).items().iter().enumerate() {
        match argument.value.quoted() {
            // A name that strace cut short ends anywhere; the path's does not.
            Some(word) if index == 0 && word.abbreviated => words.push(base(&path_text)),
            Some(word) if index == 0 => words.push(base(&word.text())),
            Some(word) => words.push(word.text().replace(['\n', '\t'], " ")),
            None => {}
        }
    }
    if words.first().is_none_or(String::is_empty) {
        words.clear();
        words.push(base(&path_text));
    }
    let mut joined = words.join(" ");
    if joined.chars().count() > LONGEST {
        joined = joined.chars().take(LONGEST - 1).with(std::iter::once('…')).collect();
    }
    joined
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;

    use crate::formats::strace;
    use crate::source::{Line, Source, Span};

    fn processes(text: &str) -> Processes {
        let mut lines = Vec::new();
        let mut start = 0u32;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let end = start + u32::try_from(line.len()).unwrap();
            lines.push(Line { span: Span { start, end: end - 1 }, number, covers: 1 });
            start = end;
        }
        let trace = strace::read(&Source {
            name: "t".into(),
            piece: 0,
            role: None,
            format: strace::ID,
            closest: None,
            text: std::sync::Arc::new(text.into()),
            lines,
            mended: Vec::new(),
            given: Vec::new(),
        });
        let acts = Acts::of(&trace.names);
        find(&trace, &acts)
    }

    #[test]
    fn lines_without_a_pid_belong_to_whoever_is_left() {
        let found = processes(
            "execve(\"/bin/sh\", [\"sh\"], 0x7f /* 1 var */) = 0\n\
             vfork()                                 = 12\n\
             [pid    12] getpid()                    = 12\n\
             [pid    10] getpid()                    = 10\n\
             [pid    10] exit_group(0)               = ?\n\
             [pid    10] +++ exited with 0 +++\n\
             getppid()                               = 1\n\
             +++ exited with 3 +++\n",
        );
        assert_eq!(found.of, [0, 0, 1, 0, 0, 0, 1, 1]);
        assert_eq!(
            (found.list[0].pid, found.list[1].pid),
            (10, 12),
            "the first pid nobody created is the root's"
        );
        assert_eq!(found.list[0].end, ProcessEnd::Exited(0));
        assert_eq!(found.list[1].end, ProcessEnd::Exited(3));
    }

    #[test]
    fn an_attached_process_is_known_by_the_note() {
        let found = processes("strace: Process 3904 attached\ngetpid()            = 7\n");
        assert_eq!((found.list.len(), found.list[0].pid), (1, 3904));
        assert_eq!(found.of, [0, 0]);
    }

    #[test]
    fn a_thread_that_calls_execve_takes_over_the_pid() {
        let found = processes(
            "10 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD, exit_signal=0}, 88) = 11\n\
             11 execve(\"/bin/true\", [\"true\"], 0x7f /* 2 vars */ <pid changed to 10 ...>\n\
             10 +++ superseded by execve in pid 11 +++\n\
             10 <... execve resumed>) = 0\n\
             10 exit_group(0)     = ?\n\
             10 +++ exited with 0 +++\n",
        );
        let last = found.list.last().unwrap();
        assert_eq!((last.pid, last.program.as_str(), &last.end), (10, "true", &ProcessEnd::Exited(0)));
        assert_eq!(found.list[0].end, ProcessEnd::Superseded);
        assert!(found.list[1].thread);
    }

    #[test]
    fn pids_of_another_name_space_are_translated() {
        assert_eq!(created_pid(4, "4 /* 18005 in strace's PID ns */"), Some(18005));
        assert_eq!(created_pid(4, "4"), Some(4));
        assert_eq!(created_pid(0, "0"), None);
    }

    #[test]
    fn programs_are_named_shortly() {
        let name = |args: &str| program(&Arguments::read(args), 0);
        assert_eq!(
            name("\"/usr/bin/python3\", [\"/usr/bin/python3\", \"/srv/a.py\"], 0x7f"),
            "python3 /srv/a.py"
        );
        assert_eq!(name("\"/bin/x\", 0x7ffe, 0x7f"), "x");
        assert_eq!(name(""), "");
        assert!(name(&format!("\"/bin/x\", [\"x\", \"{}\"], 0x7f", "y".repeat(500))).chars().count() <= 96);
    }
}
