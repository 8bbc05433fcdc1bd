//! Which descriptors `epoll_wait` reports: the data that programs register is followed back to the descriptor.
//!
//! The kernel hands back whatever the program registered with `epoll_ctl`. libuv, `HAProxy` and others register the
//! number itself; nginx registers a pointer whose lowest bit it flips each time the connection is used again
//! (`ngx_epoll_module.c`, `instance`), so that bit is set aside when pointers are compared.

use std::fmt;

use super::calls::{Act, Acts};
use super::descriptors::Descriptors;
use super::{DescriptorId, DescriptorRole, Lives, ProcessId};
use crate::model::arguments::{Argument, Value};
use crate::model::trace::{EventId, EventKind, Outcome, Trace};
use crate::order::Map;

/// What `epoll_wait` says of one descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    /// The `epoll_wait`.
    pub wait: EventId,
    /// The descriptor; `None` where the trace does not show what the data stands for.
    pub descriptor: Option<DescriptorId>,
    /// What is ready.
    pub ready: Ready,
    /// The data that was registered.
    data: u64,
}

/// A set of `EPOLL*` events, as bits of the kernel's `eventpoll.h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ready(u32);

const NAMES: [(&str, u32); 10] = [
    ("EPOLLIN", 0x001),
    ("EPOLLPRI", 0x002),
    ("EPOLLOUT", 0x004),
    ("EPOLLERR", 0x008),
    ("EPOLLHUP", 0x010),
    ("EPOLLRDNORM", 0x040),
    ("EPOLLRDBAND", 0x080),
    ("EPOLLWRNORM", 0x100),
    ("EPOLLWRBAND", 0x200),
    ("EPOLLRDHUP", 0x2000),
];

impl Ready {
    fn read<'t>(flags: impl Iterator<Item = &'t str>) -> Self {
        let bit = |flag| NAMES.iter().find(|(name, _)| *name == flag).map_or(0, |(_, bit)| *bit);
        Self(flags.map(bit).fold(0, |all, bit| all | bit))
    }

    /// True if there is something to read.
    pub fn readable(self) -> bool {
        self.0 & 0x001 != 0
    }

    /// True if it can be written to.
    pub fn writable(self) -> bool {
        self.0 & 0x004 != 0
    }

    /// True if the connection failed.
    pub fn error(self) -> bool {
        self.0 & 0x008 != 0
    }

    /// True if the other side has closed, its direction (`EPOLLRDHUP`) or all of it (`EPOLLHUP`).
    pub fn hung_up(self) -> bool {
        self.0 & 0x2010 != 0
    }
}

impl fmt::Display for Ready {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (name, _) in NAMES.iter().filter(|(_, bit)| self.0 & bit != 0) {
            if !first {
                out.write_str("|")?;
            }
            first = false;
            out.write_str(name)?;
        }
        Ok(())
    }
}

/// Small data is the descriptor's number, large data a pointer.
const LARGEST_NUMBER: u64 = 0xffff;

fn key(data: u64) -> u64 {
    if data > LARGEST_NUMBER { data & !1 } else { data }
}

/// Finds what every `epoll_wait` reports, ordered by event.
pub(crate) fn wakes(
    trace: &Trace,
    acts: &Acts,
    process_of: &[ProcessId],
    descriptors: &Descriptors,
    lives: &Lives,
) -> Vec<Wake> {
    let mut follow = Follow::new(descriptors, lives);
    for ((id, event), &process) in (0..).zip(&trace.events).zip(process_of) {
        let EventKind::Call(call) = &event.kind else { continue };
        match acts.act(call) {
            Act::EpollCtl => {
                let arguments = trace.arguments(call);
                let queue = number(arguments.value(0)).and_then(|queue| lives.at(process, id, queue));
                let target = number(arguments.value(2)).and_then(|target| lives.at(process, id, target));
                let data = data(arguments.value(3).items());
                if let (Some(queue), Some(target), Some(data)) = (queue, target, data) {
                    follow.registered(queue, target, data);
                }
            }
            Act::EpollWait => {
                follow.unsure.remove(&process);
                if !matches!(call.outcome, Outcome::Returned(1..)) {
                    continue;
                }
                let arguments = trace.arguments(call);
                let Some(queue) = number(arguments.value(0)).and_then(|queue| lives.at(process, id, queue))
                else {
                    continue;
                };
                for item in arguments.value(1).items() {
                    follow.reported(id, process, queue, item.value.items());
                }
            }
            _ => {
                if let Some(Some(used)) = descriptors.of.get(id as usize) {
                    follow.used(process, *used);
                }
            }
        }
    }
    follow.finish()
}

struct Follow<'r> {
    descriptors: &'r Descriptors,
    lives: &'r Lives,
    /// What data stands for at the moment, per queue.
    known: Map<(DescriptorId, u64), DescriptorId>,
    /// What data stood for since before the trace began.
    always: Map<(DescriptorId, u64), DescriptorId>,
    found: Vec<Wake>,
    /// The queue of each entry of `found`.
    queues: Vec<DescriptorId>,
    /// The entry of a process's last wait whose data is unknown, if it is only one.
    unsure: Map<ProcessId, Option<usize>>,
}

impl<'r> Follow<'r> {
    fn new(descriptors: &'r Descriptors, lives: &'r Lives) -> Self {
        Self {
            descriptors,
            lives,
            known: Map::default(),
            always: Map::default(),
            found: Vec::new(),
            queues: Vec::new(),
            unsure: Map::default(),
        }
    }

    /// Copies of a queue are the same queue.
    fn root(&self, queue: DescriptorId) -> DescriptorId {
        self.descriptors.root.get(queue as usize).copied().unwrap_or(queue)
    }

    fn registered(&mut self, queue: DescriptorId, target: DescriptorId, data: u64) {
        let entry = (self.root(queue), key(data));
        self.known.insert(entry, target);
        if self.descriptors.list.get(target as usize).is_some_and(|one| one.opened.is_none()) {
            self.always.keep(entry, target);
        }
    }

    fn reported(&mut self, wait: EventId, process: ProcessId, queue: DescriptorId, fields: &[Argument<'_>]) {
        let Some(data) = data(fields) else { return };
        let ready = fields.first().map_or(Ready::default(), |events| Ready::read(events.value.flags()));
        let queue = self.root(queue);
        let by_number = || {
            let number = i32::try_from(data).ok().filter(|_| data <= LARGEST_NUMBER)?;
            self.lives.at(process, wait, number)
        };
        let descriptor = self.known.get(&(queue, key(data))).copied().or_else(by_number);
        if descriptor.is_none() {
            let only = self.unsure.contains_key(&process);
            self.unsure.insert(process, (!only).then_some(self.found.len()));
        }
        self.found.push(Wake { wait, descriptor, ready, data });
        self.queues.push(queue);
    }

    /// A process turns to a descriptor after its wait: the one whose data was unknown, if no other explains it.
    fn used(&mut self, process: ProcessId, used: DescriptorId) {
        let Some(Some(index)) = self.unsure.get(&process).copied() else { return };
        let (Some(wake), Some(queue)) = (self.found.get(index).copied(), self.queues.get(index).copied())
        else {
            return;
        };
        let Some(descriptor) = self.descriptors.list.get(used as usize) else { return };
        let waited_for = matches!(
            descriptor.role,
            DescriptorRole::Listener
                | DescriptorRole::Client
                | DescriptorRole::Upstream
                | DescriptorRole::Peer
                | DescriptorRole::Resolver
                | DescriptorRole::Socket
                | DescriptorRole::Notifier
                | DescriptorRole::Pipe
        );
        let opened_before = descriptor.opened.is_none_or(|opened| opened < wake.wait);
        let explained = self
            .found
            .iter()
            .rev()
            .take_while(|one| one.wait == wake.wait)
            .any(|one| one.descriptor == Some(used));
        if explained || !waited_for {
            return;
        }
        self.unsure.remove(&process);
        if opened_before {
            self.known.insert((queue, key(wake.data)), used);
            if descriptor.opened.is_none() {
                self.always.keep((queue, key(wake.data)), used);
            }
            if let Some(wake) = self.found.get_mut(index) {
                wake.descriptor = Some(used);
            }
        }
    }

    fn finish(mut self) -> Vec<Wake> {
        for (wake, queue) in self.found.iter_mut().zip(&self.queues) {
            if wake.descriptor.is_none() {
                wake.descriptor = self.always.get(&(*queue, key(wake.data))).copied();
            }
        }
        self.found
    }
}

fn number(value: &Value<'_>) -> Option<i32> {
    value.number().and_then(|number| i32::try_from(number).ok())
}

/// The data of an event: `{events=..., data={u32=5, u64=5}}`, in old straces `{..., {u32=5, u64=5}}`.
fn data(fields: &[Argument<'_>]) -> Option<u64> {
    let data = fields.get(1)?;
    let number =
        data.value.field("u64").or_else(|| data.value.field("u32")).unwrap_or(&data.value).number()?;
    Some(number.cast_unsigned())
}
