//! A run as a cause wants to read it: by call, errno, path, peer and written text.

use std::cell::OnceCell;

use super::dns::Lookup;
use super::families::Family;
pub use super::seen::Seen;
use super::words::display_name;
use crate::causes::Case;
use crate::model::trace::{EventId, EventKind};
use crate::order::{Change, InList, Set};
use crate::source::{LineNumber, Role};
use crate::trace::{
    Descriptor, DescriptorId, DescriptorRole, Process, ProcessEnd, ProcessId, Run, Unit, UnitKind,
};

/// One run with what is asked of it again and again, worked out once.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its source's name, as evidence cites it.
    pub name: &'a str,
    /// What the run is for in the comparison.
    pub role: Role,
    /// For each event, the request that it belongs to, as an index into [`Run::units`].
    request_of: Vec<Option<u32>>,
    /// The requests, as indexes into [`Run::units`].
    requests: Vec<usize>,
    /// For each process, the process whose memory it shares; itself for a process of its own.
    leaders: Vec<ProcessId>,
    /// For each process, the last event of it and its threads.
    lasts: Vec<Option<EventId>>,
    /// For each event, the one before it of the same process with its threads; its own for the first.
    previous: Vec<EventId>,
    /// The processes that accept clients.
    servers: Set<ProcessId>,
    /// For each event, the number of its call's name; [`NO_CALL`] for what is no call.
    names: Vec<u16>,
    /// The calls that failed, in order.
    failed: Vec<EventId>,
    /// What was written to standard error, to a log or to syslog, in order.
    pub reports: Vec<Spoken>,
    /// The queries for names, once somebody has asked for them.
    pub(super) lookups: OnceCell<Vec<Lookup>>,
}

/// The number of no name: a trace has fewer.
const NO_CALL: u16 = u16::MAX;

/// A message that a program wrote.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// The write.
    pub event: EventId,
    /// Whose it is.
    pub leader: ProcessId,
    /// What it says, as far as the trace shows it.
    pub text: String,
    /// Where it was written to.
    pub to: DescriptorRole,
}

impl<'a> Reading<'a> {
    /// Reads a run. Work is linear in its events.
    pub fn of(run: &'a Run, name: &'a str, role: Role) -> Self {
        let mut reading = Self {
            run,
            name,
            role,
            request_of: vec![None; run.trace.events.len()],
            requests: Vec::new(),
            leaders: leaders(&run.processes),
            lasts: vec![None; run.processes.len()],
            previous: Vec::with_capacity(run.process_of.len()),
            servers: Set::default(),
            names: Vec::with_capacity(run.trace.events.len()),
            failed: Vec::new(),
            reports: Vec::new(),
            lookups: OnceCell::new(),
        };
        for (id, event) in (0..).zip(&run.trace.events) {
            let EventKind::Call(call) = &event.kind else {
                reading.names.push(NO_CALL);
                continue;
            };
            reading.names.push(call.name);
            if call.outcome.failed() {
                reading.failed.push(id);
            }
        }
        for descriptor in &run.descriptors {
            if matches!(descriptor.role, DescriptorRole::Listener | DescriptorRole::Client) {
                let leader = reading.leader_of(descriptor.process);
                reading.servers.insert(leader);
            }
        }
        for (index, unit) in run.units.iter().enumerate() {
            if unit.kind == UnitKind::Request {
                reading.requests.push(index);
                for event in &unit.events {
                    if let Some(slot) = reading.request_of.get_mut(*event as usize) {
                        *slot = u32::try_from(index).ok();
                    }
                }
            }
        }
        for (event, process) in (0..).zip(&run.process_of) {
            let leader = reading.leader_of(*process) as usize;
            let last = reading.lasts.get_mut(leader).and_then(|last| last.replace(event));
            reading.previous.push(last.unwrap_or(event));
        }
        reading.reports = reading.find_reports();
        // Who is ended by Ctrl-C says where he was, and that is no failure.
        if let Some(off) = super::waits::called_off(&reading) {
            reading.reports.keep_if(|spoken| spoken.event < off);
        }
        reading
    }

    /// Reads all runs of a case.
    pub fn all(case: &Case<'a>) -> Vec<Self> {
        let read = |run: &'a Run| {
            let name = case.sources.get(run.source).map_or("", |source| source.name.as_str());
            let role = case.roles.get(run.source).map_or(Role::Context, |assigned| assigned.role);
            let mut reading = Self::of(run, name, role);
            super::said::complete(&mut reading, case);
            reading
        };
        case.runs.iter().map(read).collect()
    }

    /// The call of that event, if it is one.
    pub fn seen(&self, id: EventId) -> Option<Seen<'a>> {
        let event = self.run.trace.event(id)?;
        let EventKind::Call(call) = &event.kind else { return None };
        Some(Seen { id, event, call, name: self.run.trace.name(call), args: self.run.trace.str(call.args) })
    }

    /// True if that event is a call.
    pub fn is_call(&self, id: EventId) -> bool {
        self.names.get(id as usize).is_some_and(|name| *name != NO_CALL)
    }

    /// Every call, in order.
    pub fn calls(&self) -> impl Iterator<Item = Seen<'a>> + '_ {
        let count = u32::try_from(self.run.trace.events.len()).unwrap_or(u32::MAX);
        (0..count).filter_map(|id| self.seen(id))
    }

    /// The calls with such a name, in order; only names are looked at on the way to them.
    pub fn named(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Seen<'a>> + '_ {
        let wanted: Vec<bool> = self.run.trace.names.iter().map(|name| wanted(name)).in_list();
        // Most causes ask for calls that a trace does not have.
        let names = if wanted.contains(&true) { self.names.as_slice() } else { &[] };
        let is_wanted = move |name: u16| wanted.get(usize::from(name)).copied().unwrap_or(false);
        (0..).zip(names).filter(move |(_, name)| is_wanted(**name)).filter_map(|(id, _)| self.seen(id))
    }

    /// The calls of these families, in order.
    pub fn of_families<'f>(&'f self, families: &'f [Family]) -> impl Iterator<Item = Seen<'a>> + 'f {
        self.named(|name| Family::all(name).iter().any(|family| families.contains(family)))
            .filter(|seen| families.contains(&seen.family()))
    }

    /// The calls that failed, in order.
    pub fn failed(&self) -> impl Iterator<Item = Seen<'a>> + '_ {
        self.failed.iter().filter_map(|id| self.seen(*id))
    }

    /// The calls that failed, and those that tell of an earlier failure ([`Seen::hidden_errno`]), in order.
    pub fn failed_or_told(&self) -> impl Iterator<Item = Seen<'a>> + '_ {
        let mut told = self.named(|name| name == "getsockopt").peekable();
        let mut failed = self.failed().peekable();
        std::iter::from_fn(move || {
            let failed_at = failed.peek().map_or(EventId::MAX, |seen| seen.id);
            let told = told.next_if(|seen| seen.id <= failed_at);
            if told.is_none_or(|seen| seen.id == failed_at) { failed.next() } else { told }
        })
    }

    /// The calls behind that event, in order.
    pub fn calls_after(&self, event: EventId) -> impl Iterator<Item = Seen<'a>> + '_ {
        let count = u32::try_from(self.run.trace.events.len()).unwrap_or(u32::MAX);
        (event.saturating_add(1)..count).filter_map(|id| self.seen(id))
    }

    /// The calls before that event, the nearest first.
    pub fn calls_before(&self, event: EventId) -> impl Iterator<Item = Seen<'a>> + '_ {
        (0..event).rev().filter_map(|id| self.seen(id))
    }

    /// The calls of the same process with its threads before that event, the nearest first.
    pub fn own_before(&self, event: EventId) -> impl Iterator<Item = Seen<'a>> + '_ {
        self.own_events(event).skip(1).filter_map(|id| self.seen(id))
    }

    /// That event and all before it of the same process with its threads, the nearest first.
    pub fn own_events(&self, event: EventId) -> impl Iterator<Item = EventId> + '_ {
        let mut at = Some(event);
        std::iter::from_fn(move || {
            let id = at?;
            at = self.previous.get(id as usize).copied().filter(|before| *before != id);
            Some(id)
        })
    }

    /// The line of an event; 1 if there is no such event.
    pub fn line(&self, id: EventId) -> LineNumber {
        self.run.trace.event(id).map_or(1, |event| event.line)
    }

    /// The text of an event's line.
    pub fn text(&self, id: EventId) -> &'a str {
        self.run.trace.event(id).map_or("", |event| self.run.trace.str(event.text))
    }

    /// Whose an event is; threads count as their process.
    pub fn leader(&self, id: EventId) -> ProcessId {
        let process = self.run.process_of.get(id as usize).copied().unwrap_or(0);
        self.leader_of(process)
    }

    /// The process whose memory a process or thread shares.
    pub fn leader_of(&self, process: ProcessId) -> ProcessId {
        self.leaders.get(process as usize).copied().unwrap_or(process)
    }

    /// A process.
    pub fn process(&self, id: ProcessId) -> Option<&'a Process> {
        self.run.processes.get(id as usize)
    }

    /// The program that did an event: its file name without directories; `the program` if it is unknown.
    pub fn program(&self, id: EventId) -> &'a str {
        self.process(self.leader(id))
            .map(|process| display_name(&process.program))
            .filter(|name| !name.is_empty())
            .unwrap_or("the program")
    }

    /// The descriptor that an event acts on.
    pub fn descriptor(&self, id: EventId) -> Option<&'a Descriptor> {
        self.run.descriptors.get(self.descriptor_id(id)? as usize)
    }

    /// The number of the descriptor that an event acts on.
    pub fn descriptor_id(&self, id: EventId) -> Option<DescriptorId> {
        self.run.descriptor_of.get(id as usize).copied().flatten()
    }

    /// The role of the descriptor that an event acts on.
    pub fn role_of(&self, id: EventId) -> DescriptorRole {
        self.descriptor(id).map_or(DescriptorRole::Unknown, |descriptor| descriptor.role)
    }

    /// The call by which a descriptor came to be, through all copies of it; both ends of a pipe have the same.
    pub fn origin(&self, id: DescriptorId) -> Option<EventId> {
        let mut at = id;
        loop {
            let one = self.run.descriptors.get(at as usize)?;
            match one.copy_of.filter(|older| *older < at) {
                Some(older) => at = older,
                None => return one.opened,
            }
        }
    }

    /// True if the descriptor that an event acts on is known to be a pipe's end.
    pub fn is_pipe(&self, id: EventId) -> bool {
        let made = || self.seen(self.origin(self.descriptor_id(id)?)?);
        self.role_of(id) == DescriptorRole::Pipe
            || self.seen(id).is_some_and(|seen| seen.args.contains("<pipe:["))
            || made().is_some_and(|seen| seen.name.starts_with("pipe"))
    }

    /// The request that an event belongs to.
    pub fn request(&self, id: EventId) -> Option<&'a Unit> {
        let index = self.request_of.get(id as usize).copied().flatten()?;
        self.run.units.get(index as usize)
    }

    /// The requests of the run.
    pub fn requests(&self) -> impl Iterator<Item = &'a Unit> + '_ {
        self.requests.iter().filter_map(|index| self.run.units.get(*index))
    }

    /// True if the process of an event accepts clients.
    pub fn serves(&self, id: EventId) -> bool {
        self.servers.contains(&self.leader(id))
    }

    /// True if the trace shows only the beginning of what a call wrote.
    pub fn is_cut(&self, id: EventId) -> bool {
        self.seen(id).is_some_and(|seen| {
            let count = self.reports.binary_search_by_key(&id, |spoken| spoken.event);
            let shown = count.ok().and_then(|at| self.reports.get(at)).map_or(0, |spoken| spoken.text.len());
            seen.args.contains("\"...")
                && seen.returned().is_some_and(|all| usize::try_from(all).is_ok_and(|all| all > shown))
        })
    }

    /// What a program said behind that event, nearest first.
    pub fn said_after(&self, event: EventId) -> impl Iterator<Item = &Spoken> + '_ {
        let leader = self.leader(event);
        let from = self.reports.partition_point(|spoken| spoken.event <= event);
        self.reports.get(from..).unwrap_or_default().iter().filter(move |spoken| spoken.leader == leader)
    }

    /// What was said behind one event and before another.
    pub fn said_between(&self, first: EventId, last: EventId) -> &[Spoken] {
        let from = self.reports.partition_point(|spoken| spoken.event <= first);
        let to = self.reports.partition_point(|spoken| spoken.event < last);
        self.reports.get(from..to).unwrap_or_default()
    }

    /// How a process ended, threads counted as their process.
    pub fn end(&self, leader: ProcessId) -> &'a ProcessEnd {
        self.process(leader).map_or(&ProcessEnd::Running, |process| &process.end)
    }

    /// The last event of a process with all its threads.
    pub fn last_event(&self, leader: ProcessId) -> Option<EventId> {
        self.lasts.get(leader as usize).copied().flatten()
    }

    /// The exit call of a process, or its end as strace reports it.
    pub fn exit_event(&self, leader: ProcessId) -> Option<EventId> {
        let last = self.last_event(leader)?;
        let mut found = Some(last);
        for id in (last.saturating_sub(64)..=last).rev() {
            if self.leader(id) == leader && self.seen(id).is_some_and(|seen| seen.name == "exit_group") {
                found = Some(id);
                break;
            }
        }
        found
    }

    /// The descriptor is a copy of standard error, as a shell makes one for `echo text >&2`.
    fn copies_stderr(&self, id: EventId) -> bool {
        let copied = self.descriptor(id).and_then(|one| self.run.descriptors.get(one.copy_of? as usize));
        copied.is_some_and(|one| one.number == 2)
    }

    /// What is written there nobody is meant to read: the run itself opened /dev/null for it (`2>/dev/null`).
    /// Where everything was started so, as by a supervisor, the words still count.
    fn silenced(&self, id: EventId) -> bool {
        let Some(mut one) = self.descriptor(id).filter(|one| one.target.starts_with("/dev/null")) else {
            return false;
        };
        while let Some(origin) = one.copy_of.and_then(|copied| self.run.descriptors.get(copied as usize)) {
            one = origin;
        }
        one.opened.is_some()
    }

    fn find_reports(&self) -> Vec<Spoken> {
        let mut reports = Vec::new();
        let speaks =
            |name: &str| matches!(name, "write" | "writev" | "sendto" | "sendmsg" | "send" | "pwrite64");
        for seen in self.named(speaks) {
            let to = self.role_of(seen.id);
            if self.silenced(seen.id) {
                continue;
            }
            let told =
                matches!(to, DescriptorRole::StandardError | DescriptorRole::ErrorLog | DescriptorRole::Log)
                    || (seen.name.starts_with("write")
                        && (seen.args.starts_with("2,")
                            || seen.args.starts_with("2<")
                            || self.copies_stderr(seen.id)))
                    || (seen.name.starts_with("send") && seen.args.contains("/dev/log"));
            if told {
                reports.push(Spoken {
                    event: seen.id,
                    leader: self.leader(seen.id),
                    text: seen.payload(self.run),
                    to,
                });
            }
        }
        reports
    }
}

/// The last component of a path.
pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path without its last component: `/` for a file in the root, `.` for a bare name.
pub fn directory(path: &str) -> &str {
    match path.trim_end_matches('/').rfind('/') {
        Some(0) => "/",
        Some(at) => path.get(..at).unwrap_or("/"),
        None => ".",
    }
}

/// The peer that a `connect`, `bind` or `sendto` names: `10.0.0.1:80`, `[::1]:80` or `unix:/run/x.sock`; empty if none.
pub fn peer(arguments: &str) -> String {
    if let Some(path) = between(arguments, "sun_path=\"", "\"") {
        return format!("unix:{path}");
    }
    if let Some(name) = between(arguments, "sun_path=@\"", "\"") {
        return format!("unix:@{name}");
    }
    let port =
        between(arguments, "sin_port=htons(", ")").or_else(|| between(arguments, "sin6_port=htons(", ")"));
    let Some(port) = port else { return String::new() };
    if let Some(address) = between(arguments, "inet_addr(\"", "\"") {
        return format!("{address}:{port}");
    }
    if let Some(address) = between(arguments, "inet_pton(AF_INET6, \"", "\"") {
        return format!("[{address}]:{port}");
    }
    String::new()
}

/// What stands between two marks.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(inside, _)| inside)
}

fn leaders(processes: &[Process]) -> Vec<ProcessId> {
    let mut leaders: Vec<ProcessId> = Vec::with_capacity(processes.len());
    for (index, process) in processes.iter().enumerate() {
        let own = ProcessId::try_from(index).unwrap_or(ProcessId::MAX);
        // Parents come before their threads, so the parent's leader is already known.
        let leader = match process.parent {
            Some(parent) if process.thread => leaders.get(parent as usize).copied().unwrap_or(parent),
            _ => own,
        };
        leaders.push(leader);
    }
    leaders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_read_in_every_family() {
        assert_eq!(
            peer("3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"10.0.0.1\")}, 16"),
            "10.0.0.1:80"
        );
        assert_eq!(peer("3, {sa_family=AF_UNIX, sun_path=\"/run/x.sock\"}, 110"), "unix:/run/x.sock");
        assert_eq!(peer("3, NULL, NULL"), "");
    }

    #[test]
    fn directories_and_names_of_paths() {
        assert_eq!(directory("/a/b/c"), "/a/b");
        assert_eq!(directory("/c"), "/");
        assert_eq!(directory("c"), ".");
        assert_eq!(base_name("/a/b/c"), "c");
    }
}
