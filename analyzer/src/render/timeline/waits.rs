//! What a call of a trace waits for, and how long.

use crate::model::trace::{Call, EventId, EventKind, Micros, Outcome};
use crate::trace::{DescriptorId, DescriptorRole, Run, Unit, UnitKind};

/// What time goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The program's own work, calls that wait for nothing among it.
    Own,
    /// A server that was asked.
    Upstream,
    /// The client.
    Client,
    /// A name server.
    Resolver,
    /// Files.
    Disk,
    /// Locks between threads or processes.
    Lock,
    /// Sleeps, and waits that nothing but time ends.
    Sleep,
    /// Other processes: children, signals, and the other ends of pipes.
    Process,
    /// Something that the trace does not show.
    Unknown,
}

/// Every kind, in the order of [`Whose`].
pub const ALL: [Whose; 9] = [
    Whose::Own,
    Whose::Upstream,
    Whose::Client,
    Whose::Resolver,
    Whose::Disk,
    Whose::Lock,
    Whose::Sleep,
    Whose::Process,
    Whose::Unknown,
];

/// So many events further the next one of the same thread is looked for.
const AHEAD: usize = 256;

/// True for calls that wait for several descriptors at once.
pub fn waits_for_many(name: &str) -> bool {
    matches!(
        name,
        "epoll_wait"
            | "epoll_pwait"
            | "epoll_pwait2"
            | "poll"
            | "ppoll"
            | "select"
            | "pselect6"
            | "_newselect"
    )
}

/// The events of a unit that its time is counted of. Before a request comes, its server waits for any request: that
/// time is nobody's.
pub fn counted<'u>(run: &Run, unit: &'u Unit) -> &'u [EventId] {
    let idle = |id: &EventId| run.trace.call(*id).is_some_and(|call| waits_for_many(run.trace.name(call)));
    let skipped = match unit.kind {
        UnitKind::Request => unit.events.iter().take_while(|id| idle(id)).count(),
        _ => 0,
    };
    unit.events.get(skipped..).unwrap_or_default()
}

/// The descriptor that a call is about: the one that it acts on, or the one that a wait waits for. `before` is the one
/// that the same unit acted on before: a wait that ends with its time waits for that.
pub fn about(run: &Run, id: EventId, before: Option<DescriptorId>) -> Option<DescriptorId> {
    let call = run.trace.call(id)?;
    if !waits_for_many(run.trace.name(call)) {
        return *run.descriptor_of.get(id as usize)?;
    }
    let woken = run.wakes(id).iter().find_map(|wake| wake.descriptor);
    let open = |before: &DescriptorId| {
        let found = run.descriptors.get(*before as usize);
        found.is_some_and(|one| one.closed.is_none_or(|closed| closed >= id))
    };
    woken.or_else(|| polled(run, id, call)).or(before.filter(open))
}

/// The descriptor that answers a `poll`, or the first that it asks about.
fn polled(run: &Run, id: EventId, call: &Call) -> Option<DescriptorId> {
    let text = run.trace.str(call.result);
    let number = |text: &str| {
        let digits = text.split("fd=").nth(1)?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits.get(..end)?.parse::<i32>().ok()
    };
    let number = number(text).or_else(|| number(run.trace.str(call.args)))?;
    run.descriptor_at(id, number)
}

/// What the time of a call goes to.
pub fn whose(run: &Run, id: EventId, about: Option<DescriptorId>) -> Whose {
    let Some(call) = run.trace.call(id) else { return Whose::Own };
    let name = run.trace.name(call);
    let role = about.and_then(|id| run.descriptors.get(id as usize)).map(|one| one.role);
    match name {
        "nanosleep" | "clock_nanosleep" => return Whose::Sleep,
        "futex" | "flock" | "semop" | "semtimedop" => return Whose::Lock,
        "wait4" | "waitpid" | "waitid" | "vfork" | "pause" | "rt_sigsuspend" | "rt_sigtimedwait"
        | "msgrcv" => {
            return Whose::Process;
        }
        "io_getevents" | "io_uring_enter" | "restart_syscall" => return Whose::Unknown,
        "fcntl" if run.trace.str(call.args).contains("F_SETLKW") => return Whose::Lock,
        "fsync" | "fdatasync" | "sync" | "syncfs" | "msync" | "sync_file_range" => return Whose::Disk,
        _ => {}
    }
    let many = waits_for_many(name);
    if !many && !may_wait(name) {
        return Whose::Own;
    }
    match role {
        Some(role) => of_role(role),
        None if many && call.outcome == Outcome::Returned(0) => Whose::Sleep,
        None if many => Whose::Unknown,
        None => of_role(run.role(id)),
    }
}

/// Calls that may wait for what they act on.
fn may_wait(name: &str) -> bool {
    let moves = ["read", "write", "pread", "pwrite", "preadv", "pwritev", "recv", "send", "readv", "writev"];
    moves.iter().any(|prefix| name.starts_with(prefix))
        || matches!(
            name,
            "connect"
                | "accept"
                | "accept4"
                | "open"
                | "openat"
                | "openat2"
                | "stat"
                | "lstat"
                | "newfstatat"
                | "statx"
                | "unlink"
                | "unlinkat"
                | "rename"
                | "renameat"
                | "renameat2"
                | "mkdir"
                | "ftruncate"
                | "getdents"
                | "getdents64"
                | "splice"
                | "access"
                | "fallocate"
        )
}

fn of_role(role: DescriptorRole) -> Whose {
    use DescriptorRole as Role;
    match role {
        Role::Client | Role::Listener => Whose::Client,
        Role::Upstream | Role::Peer => Whose::Upstream,
        Role::Resolver => Whose::Resolver,
        Role::Pipe => Whose::Process,
        Role::LockFile
        | Role::File
        | Role::CacheFile
        | Role::TempFile
        | Role::ConfigFile
        | Role::Library
        | Role::Script
        | Role::Database
        | Role::Directory
        | Role::ErrorLog
        | Role::AccessLog
        | Role::Log
        | Role::Device => Whose::Disk,
        Role::Notifier => Whose::Lock,
        Role::StandardInput | Role::Terminal | Role::Unknown | Role::Socket => Whose::Unknown,
        Role::StandardOutput | Role::StandardError | Role::Netlink | Role::EventQueue => Whose::Own,
    }
}

/// How long a call took: as strace measured it, or until the same thread's next line. `None` without times.
pub fn took(run: &Run, id: EventId) -> Option<Micros> {
    let event = run.trace.event(id)?;
    if let EventKind::Call(call) = &event.kind
        && let Some(duration) = call.duration.get()
    {
        return Some(duration.max(0));
    }
    let begin = event.time?;
    let process = run.process_of.get(id as usize)?;
    let after = (id as usize).saturating_add(1);
    let next =
        (after..after.saturating_add(AHEAD)).find(|next| run.process_of.get(*next) == Some(process))?;
    Some(run.trace.events.get(next)?.time?.saturating_sub(begin).max(0))
}
