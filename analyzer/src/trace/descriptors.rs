//! On what it was done: descriptors as generations of a number in a process.
//!
//! Walks the events once, in the order of their effects: a call that was interrupted in the trace opens its
//! descriptor when it returns, not when it begins.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::calls::{Act, Acts};
use super::facts::{Facts, Origin};
use super::lazy::{Lazy, descriptor};
use super::look;
use super::named::{self, received};
use super::payload::Exchange;
use super::processes::Processes;
use super::tables::{Slot, TableId, Tables};
use super::{Descriptor, DescriptorId, DescriptorRole, ProcessId};
use crate::model::address::SocketAddress;
use crate::model::arguments::Arguments;
use crate::model::trace::{Call, EventId, EventKind, Outcome, Trace};
use crate::source::LineNumber;

/// Bad file descriptor.
const EBADF: u16 = 9;

/// The descriptors of a trace, roles not yet decided.
#[derive(Debug, Default)]
pub(crate) struct Descriptors {
    /// In the order in which they appear.
    pub list: Vec<Descriptor>,
    /// For each descriptor, the one that its facts stand with: copies share them with what they were copied from.
    pub root: Vec<DescriptorId>,
    /// What is known of each; of copies, nothing.
    pub facts: Vec<Facts>,
    /// For each event, the descriptor that it acts on first.
    pub of: Vec<Option<DescriptorId>>,
    /// For each event, which side of an exchange the data that it moved belongs to.
    pub says: Vec<Option<Exchange>>,
    /// The tables as they were left.
    pub tables: Tables,
}

impl Descriptors {
    /// What is known of a descriptor.
    pub(crate) fn facts(&self, id: DescriptorId) -> Option<&Facts> {
        self.facts.get(*self.root.get(id as usize)? as usize)
    }
}

/// Finds the descriptors of a trace.
pub(crate) fn find(trace: &Trace, acts: &Acts, processes: &Processes) -> Descriptors {
    let mut walk = Walk {
        trace,
        acts,
        found: Descriptors {
            of: vec![None; trace.events.len()],
            says: vec![None; trace.events.len()],
            ..Descriptors::default()
        },
        returning: BinaryHeap::new(),
        used: Vec::new(),
        decorated: Vec::new(),
    };
    for (id, event) in (0..).zip(&trace.events) {
        walk.returned_before(event.line, processes);
        let process = processes.of.get(id as usize).copied().unwrap_or(0);
        walk.found.tables.of(process);
        if let Some(&child) = processes.born.get(&id) {
            let shares = processes.shares_files.get(child as usize).copied().unwrap_or(false);
            let parent = processes.list.get(child as usize).and_then(|child| child.parent).unwrap_or(process);
            walk.found.tables.inherit(parent, child, shares);
        }
        if let EventKind::Call(call) = &event.kind {
            let arguments = Lazy::of(trace, call);
            walk.begins(id, process, call, &arguments);
            match call.resumed_line {
                Some(line) => walk.returning.push(Reverse((line, id))),
                None => walk.returns(id, process, call, &arguments),
            }
        }
    }
    walk.returned_before(LineNumber::MAX, processes);
    walk.found
}

struct Walk<'t> {
    trace: &'t Trace,
    acts: &'t Acts,
    found: Descriptors,
    /// Calls under way, by the line on which they return.
    returning: BinaryHeap<Reverse<(LineNumber, EventId)>>,
    /// What the call acts on that is looked at; kept for its room.
    used: Vec<Option<(i32, &'t str)>>,
    /// For each root, the decoration that was taken over last.
    decorated: Vec<&'t str>,
}

impl<'t> Walk<'t> {
    fn returned_before(&mut self, line: LineNumber, processes: &Processes) {
        while let Some(&Reverse((at, id))) = self.returning.peek() {
            if at > line {
                return;
            }
            self.returning.pop();
            let trace = self.trace;
            if let Some(call) = trace.call(id) {
                let process = processes.of.get(id as usize).copied().unwrap_or(0);
                self.returns(id, process, call, &Lazy::of(trace, call));
            }
        }
    }

    /// What a call acts on, and what it does as soon as it begins.
    fn begins(&mut self, id: EventId, process: ProcessId, call: &Call, lazy: &Lazy<'t>) {
        let act = self.acts.act(call);
        let table = self.found.tables.of(process);
        let mut used = std::mem::take(&mut self.used);
        used.clear();
        named::used(act, self.trace, call, lazy, &mut used);
        let missing = call.outcome == Outcome::Failed(EBADF);
        let mut first = None;
        for (number, decoration) in used.iter().flatten().copied() {
            if missing && self.found.tables.get(table, number).is_none() {
                continue;
            }
            let Some(descriptor) = self.used(table, number, id) else { continue };
            self.decorate(descriptor, decoration);
            first.get_or_insert(descriptor);
        }
        if let Some(of) = self.found.of.get_mut(id as usize) {
            *of = first;
        }
        match act {
            Act::Close if !missing => {
                if let Some((number, _)) = used.first().copied().flatten() {
                    self.close(table, number, id);
                }
            }
            Act::CloseRange if !call.outcome.failed() && !lazy.all().has_flag("CLOSE_RANGE_CLOEXEC") => {
                let arguments = lazy.all();
                let (first, last) = (lazy.first().map(|(number, _)| number), arguments.number(1));
                let last = last
                    .and_then(|last| i32::try_from(last).ok())
                    .filter(|last| *last >= 0)
                    .unwrap_or(i32::MAX);
                for number in self.found.tables.range(table, first.unwrap_or(0), last) {
                    if self.used(table, number, id).is_some() {
                        self.close(table, number, id);
                    }
                }
            }
            _ => {}
        }
        if let Some(first) = first {
            let second =
                used.get(1).copied().flatten().and_then(|(number, _)| self.found.tables.get(table, number));
            self.learn(id, act, first, second.map(|slot| slot.id), call, lazy);
        }
        self.used = used;
    }

    /// Takes over what strace prints behind a number; most often that is the same as the last time.
    fn decorate(&mut self, descriptor: DescriptorId, decoration: &'t str) {
        let root = self.found.root.get(descriptor as usize).copied().unwrap_or(descriptor) as usize;
        if decoration.is_empty() || self.decorated.get(root).is_some_and(|before| *before == decoration) {
            return;
        }
        if self.decorated.len() <= root {
            self.decorated.resize(root + 1, "");
        }
        if let Some(before) = self.decorated.get_mut(root) {
            *before = decoration;
        }
        self.know(descriptor, |facts| facts.decorate(decoration));
    }

    /// Addresses are about to be learned from elsewhere: the next decoration counts again, also if it is the same.
    fn forget_decoration(&mut self, descriptor: DescriptorId) {
        let root = self.found.root.get(descriptor as usize).copied().unwrap_or(descriptor);
        if let Some(before) = self.decorated.get_mut(root as usize) {
            *before = "";
        }
    }

    /// What use tells of a descriptor.
    fn learn(
        &mut self,
        id: EventId,
        act: Act,
        first: DescriptorId,
        second: Option<DescriptorId>,
        call: &Call,
        lazy: &Lazy<'_>,
    ) {
        let trace = self.trace;
        match act {
            // Listed as (target, queue).
            Act::EpollCtl => {
                if let Some(queue) = second {
                    self.know(queue, |facts| facts.queue = true);
                }
            }
            Act::EpollWait => self.know(first, |facts| facts.queue = true),
            Act::Accept | Act::Listen => self.know(first, |facts| {
                facts.socket = true;
                facts.listens = true;
            }),
            Act::SocketOption => self.know(first, |facts| facts.socket = true),
            Act::List => self.know(first, |facts| facts.directory = true),
            Act::Lock => self.know(first, |facts| facts.locked = true),
            Act::Fcntl => {
                let command = lazy.all().list.get(1).map_or("", |command| command.text);
                if command.starts_with("F_SETLK") || command.starts_with("F_OFD_SETLK") {
                    self.know(first, |facts| facts.locked = true);
                }
            }
            Act::Bind => {
                self.forget_decoration(first);
                if let Some(address) = trace.socket_address(call) {
                    self.know(first, |facts| {
                        facts.socket = true;
                        facts.local = address.to_string();
                    });
                }
            }
            Act::Connect => {
                self.forget_decoration(first);
                let address = trace.socket_address(call);
                self.know(first, |facts| {
                    facts.socket = true;
                    facts.connects = true;
                    if let Some(address) = address {
                        facts.dns |= look::is_name_service(&address);
                        facts.peer = address.to_string();
                    }
                });
            }
            Act::OnDescriptor | Act::AtPath => {
                let text = trace.str(call.args);
                let failed = call.outcome.failed();
                self.know(first, |facts| look::at_status(facts, text, failed));
            }
            Act::Read | Act::Write => {
                let root = self.found.root.get(first as usize).copied().unwrap_or(first);
                if let Some(facts) = self.found.facts.get_mut(root as usize) {
                    let says = look::at_data(facts, trace, call, lazy, act == Act::Write);
                    if let Some(entry) = self.found.says.get_mut(id as usize) {
                        *entry = says;
                    }
                }
            }
            _ => {}
        }
    }

    /// What a call does when it returns: opens and copies.
    fn returns(&mut self, id: EventId, process: ProcessId, call: &Call, lazy: &Lazy<'_>) {
        let table = self.found.tables.of(process);
        let act = self.acts.act(call);
        let Outcome::Returned(result) = call.outcome else { return };
        let receives = || act == Act::Read && self.trace.str(call.args).contains("SCM_RIGHTS");
        if !opens(act) && !receives() {
            return;
        }
        let arguments = lazy.all();
        let opened = i32::try_from(result).ok().filter(|number| *number >= 0);
        let close_on_exec = || {
            arguments.list.iter().any(|argument| argument.value.flags().any(|flag| flag.ends_with("CLOEXEC")))
        };
        let facts = match act {
            Act::Open => {
                let mut facts = Facts::from(Origin::Path);
                if let Some(path) = self.trace.path(call) {
                    facts.path = path.full();
                }
                look::at_open_flags(&mut facts, arguments, self.trace.name(call) == "creat");
                facts
            }
            Act::Socket => {
                let mut facts = Facts::from(Origin::Socket);
                look::at_socket(&mut facts, arguments);
                facts
            }
            Act::Accept => {
                let mut facts = Facts { socket: true, ..Facts::from(Origin::Accepted) };
                if let Some(address) = SocketAddress::of(arguments.value(1)) {
                    facts.peer = address.to_string();
                }
                facts
            }
            Act::EpollCreate => Facts::from(Origin::EventQueue),
            Act::Notifier => Facts::from(Origin::Notifier),
            Act::MemoryFile => Facts::from(Origin::Memory),
            _ => return self.changes(id, process, call, arguments, opened, close_on_exec()),
        };
        let Some(number) = opened else { return };
        let listener = self.found.of.get(id as usize).copied().flatten();
        let created = self.open(table, number, id, facts, close_on_exec(), call);
        // `accept` acts on the listener first.
        if let (Act::Accept, Some(of)) = (act, self.found.of.get_mut(id as usize)) {
            *of = listener.or(Some(created));
        }
    }

    /// What a call does when it returns that opens not just the one descriptor that it returns.
    fn changes(
        &mut self,
        id: EventId,
        process: ProcessId,
        call: &Call,
        arguments: &Arguments<'_>,
        opened: Option<i32>,
        close_on_exec: bool,
    ) {
        let table = self.found.tables.of(process);
        match self.acts.act(call) {
            Act::Pair(place) => {
                let origin = if place == 0 { Origin::Pipe } else { Origin::SocketPair };
                let first = self.found.of.get(id as usize).copied().flatten();
                for item in arguments.value(usize::from(place)).items() {
                    if let Some((number, decoration)) = descriptor(&item.value) {
                        let socket = origin == Origin::SocketPair;
                        let mut facts = Facts { socket, ..Facts::from(origin) };
                        facts.decorate(decoration);
                        self.open(table, number, id, facts, close_on_exec, call);
                    }
                }
                if let (Some(of), Some(first)) = (self.found.of.get_mut(id as usize), first) {
                    *of = Some(first);
                }
            }
            Act::Duplicate => {
                if let (Some((from, _)), Some(to)) = (descriptor(arguments.value(0)), opened) {
                    self.duplicate(table, from, to, id, close_on_exec);
                }
            }
            Act::Fcntl => {
                let command = arguments.list.get(1).map_or("", |command| command.text);
                let Some((number, _)) = descriptor(arguments.value(0)) else { return };
                if let (true, Some(to)) = (command.starts_with("F_DUPFD"), opened) {
                    self.duplicate(table, number, to, id, command.ends_with("CLOEXEC"));
                } else if command == "F_SETFD" {
                    let close = arguments.has_flag("FD_CLOEXEC") || arguments.number(2) == Some(1);
                    self.found.tables.set_close_on_exec(table, number, close);
                }
            }
            Act::Execute(_) => {
                for closed in self.found.tables.execute(process) {
                    if let Some(descriptor) = self.found.list.get_mut(closed as usize) {
                        descriptor.closed = Some(id);
                    }
                }
            }
            Act::Read => {
                for number in received(arguments) {
                    let before = self.found.of.get(id as usize).copied().flatten();
                    self.open(table, number, id, Facts::from(Origin::Received), false, call);
                    if let Some(of) = self.found.of.get_mut(id as usize) {
                        *of = before;
                    }
                }
            }
            _ => {}
        }
    }

    /// A number begins a life of its own.
    fn open(
        &mut self,
        table: TableId,
        number: i32,
        id: EventId,
        mut facts: Facts,
        close_on_exec: bool,
        call: &Call,
    ) -> DescriptorId {
        let result = self.trace.str(call.result);
        if result.contains('<')
            && let Some((_, decoration)) =
                Arguments::read(result).list.first().and_then(|one| descriptor(&one.value))
        {
            facts.decorate(decoration);
        }
        let created = self.create(table, number, Some(id), None, facts);
        self.found.tables.set(table, number, Slot { id: created, own: true, close_on_exec }, id);
        self.add_event(created, id);
        if let Some(of) = self.found.of.get_mut(id as usize) {
            *of = Some(created);
        }
        created
    }

    fn duplicate(&mut self, table: TableId, from: i32, to: i32, id: EventId, close_on_exec: bool) {
        let Some(source) = self.used(table, from, id) else { return };
        if from == to {
            return;
        }
        let created = self.create(table, to, Some(id), Some(source), Facts::default());
        self.found.tables.set(table, to, Slot { id: created, own: true, close_on_exec }, id);
        self.add_event(created, id);
    }

    /// The descriptor that a number stands for, which this event uses.
    fn used(&mut self, table: TableId, number: i32, id: EventId) -> Option<DescriptorId> {
        if number < 0 {
            return None;
        }
        let descriptor = match self.found.tables.get(table, number) {
            Some(slot) if slot.own => slot.id,
            before => {
                let inherited = before.map(|slot| slot.id);
                let close_on_exec = before.is_some_and(|slot| slot.close_on_exec);
                let created = self.create(table, number, None, inherited, Facts::default());
                self.found.tables.set(table, number, Slot { id: created, own: true, close_on_exec }, id);
                created
            }
        };
        self.add_event(descriptor, id);
        Some(descriptor)
    }

    fn create(
        &mut self,
        table: TableId,
        number: i32,
        opened: Option<EventId>,
        copied: Option<DescriptorId>,
        facts: Facts,
    ) -> DescriptorId {
        let id = DescriptorId::try_from(self.found.list.len()).unwrap_or(DescriptorId::MAX);
        self.found.list.push(Descriptor {
            process: self.found.tables.owner(table),
            number,
            opened,
            closed: None,
            copy_of: copied,
            role: DescriptorRole::Unknown,
            target: String::new(),
            events: Vec::new(),
        });
        let root = copied.and_then(|copied| self.found.root.get(copied as usize).copied()).unwrap_or(id);
        self.found.root.push(root);
        self.found.facts.push(facts);
        id
    }

    fn close(&mut self, table: TableId, number: i32, id: EventId) {
        if let Some(slot) = self.found.tables.remove(table, number)
            && let Some(descriptor) = self.found.list.get_mut(slot.id as usize)
        {
            descriptor.closed = Some(id);
        }
    }

    fn add_event(&mut self, descriptor: DescriptorId, id: EventId) {
        if let Some(descriptor) = self.found.list.get_mut(descriptor as usize)
            && descriptor.events.last().is_none_or(|last| *last < id)
        {
            descriptor.events.push(id);
        }
    }

    fn know(&mut self, descriptor: DescriptorId, learn: impl FnOnce(&mut Facts)) {
        let root = self.found.root.get(descriptor as usize).copied().unwrap_or(descriptor);
        if let Some(facts) = self.found.facts.get_mut(root as usize) {
            learn(facts);
        }
    }
}

/// True for acts that change a table when they return.
fn opens(act: Act) -> bool {
    matches!(
        act,
        Act::Open
            | Act::Socket
            | Act::Accept
            | Act::EpollCreate
            | Act::Notifier
            | Act::MemoryFile
            | Act::Pair(_)
            | Act::Duplicate
            | Act::Fcntl
            | Act::Execute(_)
    )
}
