//! From lines to things: processes, descriptors and their roles, units of work and their phases.
//!
//! A [`Run`] is one trace understood. It is built once and then only read.

mod calls;
mod descriptors;
mod epoll;
mod facts;
mod labels;
mod lazy;
mod look;
mod named;
mod objects;
mod paths;
pub(crate) mod payload;
mod phases;
mod processes;
mod requests;
mod roles;
mod tables;
mod threads;
mod units;

use crate::model::trace::{EventId, Trace};
use crate::order::Map;
use crate::source::SourceId;

pub use epoll::{Ready, Wake};

/// Index of a run in the analysis.
pub type RunId = usize;
/// Index of a process in [`Run::processes`].
pub type ProcessId = u32;
/// Index of a descriptor in [`Run::descriptors`].
pub type DescriptorId = u32;

/// One trace understood.
#[derive(Debug, Clone)]
pub struct Run {
    /// The source it was read from.
    pub source: SourceId,
    /// What the lines say.
    pub trace: Trace,
    /// Processes (generations of a pid), in the order in which they appear.
    pub processes: Vec<Process>,
    /// Descriptors (generations of a number in a process), in the order in which they appear.
    pub descriptors: Vec<Descriptor>,
    /// For each event, whose it is.
    pub process_of: Vec<ProcessId>,
    /// For each event, the descriptor that it acts on first, if any.
    pub descriptor_of: Vec<Option<DescriptorId>>,
    /// Units of work, in the order in which they begin.
    pub units: Vec<Unit>,
    /// What each `epoll_wait` reports, ordered by event; see [`Run::wakes`].
    pub wakes: Vec<Wake>,
    /// Which descriptor a number means, see [`Run::descriptor_at`].
    pub lives: Lives,
    /// For each event, which side of an exchange the data that it moved belongs to.
    says: Vec<Option<payload::Exchange>>,
}

/// Which descriptor a number means where.
#[derive(Debug, Clone, Default)]
pub struct Lives {
    /// The descriptor table of each process; threads share one.
    table: Vec<usize>,
    /// The lives of each number in a table, with the event from which on each counts.
    lives: Map<(usize, i32), Vec<(EventId, DescriptorId)>>,
}

/// One process or thread, from its first event to its end.
#[derive(Debug, Clone)]
pub struct Process {
    /// Its number; 0 where the trace prints none.
    pub pid: u32,
    /// Who created it, where the trace shows it.
    pub parent: Option<ProcessId>,
    /// True if it is a thread: it shares memory and descriptors with its parent.
    pub thread: bool,
    /// The program it runs (the last successful execve), empty if unknown.
    pub program: String,
    /// Its first event.
    pub first: EventId,
    /// How it ended.
    pub end: ProcessEnd,
}

/// How a process ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessEnd {
    /// The trace does not show its end.
    Running,
    /// With this status.
    Exited(i32),
    /// By this signal.
    Killed(String),
    /// Replaced by another thread's execve.
    Superseded,
}

/// One life of a descriptor number in a process.
#[derive(Debug, Clone)]
pub struct Descriptor {
    /// The process whose table it stands in.
    pub process: ProcessId,
    /// Its number.
    pub number: i32,
    /// The event that opened it; `None` where it was open before the trace began.
    pub opened: Option<EventId>,
    /// The event that closed it.
    pub closed: Option<EventId>,
    /// What it is a copy of: made by dup and its kin, or inherited over fork.
    pub copy_of: Option<DescriptorId>,
    /// What it is for.
    pub role: DescriptorRole,
    /// Path, peer address or name; empty if nothing is known.
    pub target: String,
    /// Every event that acts on it, in order.
    pub events: Vec<EventId>,
}

/// What a descriptor is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DescriptorRole {
    /// Nothing is known.
    Unknown,
    /// Standard input.
    StandardInput,
    /// Standard output.
    StandardOutput,
    /// Standard error.
    StandardError,
    /// A socket that accepts connections.
    Listener,
    /// A connection that was accepted.
    Client,
    /// A connection that a server opened on behalf of a client.
    Upstream,
    /// A connection that a program opened for itself.
    Peer,
    /// A name server.
    Resolver,
    /// The kernel's routing or audit socket.
    Netlink,
    /// Another socket.
    Socket,
    /// An error or diagnostic log.
    ErrorLog,
    /// A log of requests.
    AccessLog,
    /// A log of any other kind.
    Log,
    /// A file of a cache.
    CacheFile,
    /// A temporary file.
    TempFile,
    /// Configuration.
    ConfigFile,
    /// A shared library or the loader's cache.
    Library,
    /// Code of an interpreted program.
    Script,
    /// A database file or its journal.
    Database,
    /// A lock or pid file.
    LockFile,
    /// Any other file.
    File,
    /// A directory.
    Directory,
    /// A device.
    Device,
    /// A terminal.
    Terminal,
    /// A pipe's end.
    Pipe,
    /// epoll, kqueue: the event queue.
    EventQueue,
    /// eventfd, signalfd, timerfd, inotify, pidfd.
    Notifier,
}

/// A piece of work: a request, or a process.
#[derive(Debug, Clone)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// A title such as `GET /?key=testxxxx on connection 11` or `python3 /srv/report.py`.
    pub title: String,
    /// Whose it is.
    pub process: ProcessId,
    /// Its events, in order.
    pub events: Vec<EventId>,
    /// What it does, step by step; covers `events` without gap or overlap.
    pub phases: Vec<Phase>,
    /// How it ended.
    pub ending: Ending,
}

/// The kinds of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// One request on a connection of a server.
    Request,
    /// What a process or thread does.
    Process,
    /// What an event loop does besides its requests.
    EventLoop,
}

/// A named stretch of a unit.
#[derive(Debug, Clone)]
pub struct Phase {
    /// What is done, in an engineer's words.
    pub title: String,
    /// Kebab-case name that does not depend on values, for matching phases of two runs.
    pub kind: &'static str,
    /// Index of the first event in [`Unit::events`].
    pub first: u32,
    /// Number of events.
    pub len: u32,
}

/// How a unit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Nothing is known.
    Unknown,
    /// The client got this status (0 if no status line could be read) and this many bytes.
    Answered {
        /// The HTTP status.
        status: u16,
        /// Bytes written to the client.
        bytes: u64,
    },
    /// The client's connection was closed without a byte written to it.
    ClosedWithoutAnswer,
    /// The client went away first.
    ClientLeft,
    /// The process exited.
    Exited(i32),
    /// The process was killed.
    Killed(String),
    /// The trace ends before the unit does; what it waited in, if it waited.
    TraceEnds {
        /// The call that had not returned.
        pending: Option<EventId>,
    },
}

/// Understands a trace. An empty trace gives an empty run; whatever the trace does not show stays unknown.
pub fn understand(source: SourceId, trace: Trace) -> Run {
    let acts = calls::Acts::of(&trace.names);
    let mut processes = processes::find(&trace, &acts);
    threads::join(&trace, &acts, &mut processes);
    let mut found = descriptors::find(&trace, &acts, &processes);
    roles::decide(&mut found);
    let lives = std::mem::take(&mut found.tables).into_lives();
    let wakes = epoll::wakes(&trace, &acts, &processes.of, &found, &lives);
    let mut run = Run {
        source,
        trace,
        processes: processes.list,
        descriptors: found.list,
        process_of: processes.of,
        descriptor_of: found.of,
        units: Vec::new(),
        wakes,
        lives,
        says: found.says,
    };
    run.units = units::cut(&run, &acts);
    run
}

impl Run {
    /// The process of an event.
    pub fn process(&self, event: EventId) -> Option<&Process> {
        self.processes.get(*self.process_of.get(event as usize)? as usize)
    }

    /// The descriptor that an event acts on first.
    pub fn descriptor(&self, event: EventId) -> Option<&Descriptor> {
        self.descriptors.get((*self.descriptor_of.get(event as usize)?)? as usize)
    }

    /// The descriptor that a number means in an event's arguments or result.
    pub fn descriptor_at(&self, event: EventId, number: i32) -> Option<DescriptorId> {
        self.lives.at(*self.process_of.get(event as usize)?, event, number)
    }

    /// What an `epoll_wait` reports; empty for other events.
    pub fn wakes(&self, wait: EventId) -> &[Wake] {
        wakes_of(&self.wakes, wait)
    }
}

/// The entries of one `epoll_wait`.
fn wakes_of(wakes: &[Wake], wait: EventId) -> &[Wake] {
    let first = wakes.partition_point(|wake| wake.wait < wait);
    let after = wakes.partition_point(|wake| wake.wait <= wait);
    wakes.get(first..after).unwrap_or(&[])
}

impl Lives {
    /// What a number means to a process at an event.
    fn at(&self, process: ProcessId, event: EventId, number: i32) -> Option<DescriptorId> {
        let table = *self.table.get(process as usize)?;
        let lives = self.lives.get(&(table, number))?;
        let after = lives.partition_point(|(since, _)| *since <= event);
        lives.get(after.checked_sub(1)?).map(|(_, descriptor)| *descriptor)
    }
}
