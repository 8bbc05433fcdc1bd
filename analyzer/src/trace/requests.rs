//! Which events serve which request of a server.
//!
//! What wakes a worker says whom it works for: after `epoll_wait` returned a connection, what follows belongs to the
//! request that owns this connection, until the worker turns to another one or waits again.
//! Descriptors that a request opens are its own; logs and queues belong to nobody.

use super::calls::{Act, Acts};
use super::payload::{self, Exchange};
use super::{DescriptorId, DescriptorRole as Role, ProcessId, Run};
use crate::model::trace::{Call, EventId, EventKind, Outcome};
use crate::order::{Flat, InList, Map, Set};

/// Broken pipe.
const EPIPE: u16 = 32;
/// Connection reset by peer.
const ECONNRESET: u16 = 104;

/// Index of a request.
pub(crate) type RequestId = usize;

/// A request that a server works on.
#[allow(clippy::struct_excessive_bools)] // Independent observations; any of them may come alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// The client's connection.
    pub client: DescriptorId,
    /// Who took it first.
    pub process: ProcessId,
    /// Method and target, if it is HTTP and shown.
    pub line: Option<String>,
    /// What the client speaks, as far as known.
    pub speaks: Option<Exchange>,
    /// Bytes read from the client.
    pub read: u64,
    /// The last final HTTP status that was written to the client; 0 if none was seen.
    pub status: u16,
    /// Bytes written to the client.
    pub written: u64,
    /// The client closed or reset its connection before the first byte was written to it.
    pub left: bool,
    /// Writing to the client failed because it was gone.
    pub broken: bool,
    /// The connection was closed while this was its request.
    pub closed: bool,
    /// A line was written to the access log.
    pub logged: bool,
}

/// Requests and whose events are whose.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    /// In the order in which they begin.
    pub list: Vec<Request>,
    /// For each event, the request it serves.
    pub of: Vec<Option<RequestId>>,
}

/// Finds the requests of a run.
pub(crate) fn find(run: &Run, acts: &Acts) -> Requests {
    let mut finder = Finder {
        run,
        acts,
        found: Requests { list: Vec::new(), of: vec![None; run.trace.events.len()] },
        connections: Map::default(),
        open: Map::default(),
        owners: Map::default(),
        questions: Map::default(),
        current: Map::default(),
        undecided: Map::default(),
    };
    if !run.descriptors.iter().any(|one| one.role == Role::Client) {
        return finder.found;
    }
    // Where strace was attached, the trace may begin within a request.
    for (id, process) in (0..).zip(&run.processes) {
        if process.program.is_empty() && (process.parent.is_none() || process.thread) {
            finder.undecided.insert(id, Undecided::default());
        }
    }
    for (id, event) in (0..).zip(&run.trace.events) {
        let process = run.process_of.get(id as usize).copied().unwrap_or(0);
        match &event.kind {
            EventKind::Call(call) => finder.call(id, process, call),
            EventKind::Note(_) | EventKind::Output(_) => {}
            EventKind::Exited { .. } | EventKind::Killed { .. } => {
                if let Some(request) =
                    finder.current.get(&process).copied().filter(|one| !finder.finished(*one))
                {
                    finder.give(id, request);
                }
            }
            _ => finder.follow(id, process),
        }
    }
    finder.finish()
}

struct Finder<'r> {
    run: &'r Run,
    acts: &'r Acts,
    found: Requests,
    /// The request that a client's connection serves at the moment.
    connections: Map<DescriptorId, RequestId>,
    /// The requests whose connections are open, by table.
    open: Map<usize, Set<RequestId>>,
    /// The request that another descriptor serves at the moment.
    owners: Map<DescriptorId, RequestId>,
    /// Who asked the name server, by descriptor and id of the question.
    questions: Map<(DescriptorId, u16), RequestId>,
    /// What a process or thread works on.
    current: Map<ProcessId, RequestId>,
    /// What is not clear yet whom it was for.
    undecided: Map<ProcessId, Undecided>,
}

/// What a process did since it last waited, while it is not clear for whom.
#[derive(Debug, Default)]
struct Undecided {
    /// The wait, if it is not known to serve several requests.
    wait: Option<EventId>,
    /// What followed.
    after: Vec<EventId>,
}

impl Finder<'_> {
    fn call(&mut self, id: EventId, process: ProcessId, call: &Call) {
        let act = self.acts.act(call);
        let descriptor = self.run.descriptor_of.get(id as usize).copied().flatten();
        let role = descriptor.and_then(|one| self.run.descriptors.get(one as usize)).map(|one| one.role);
        match act {
            Act::EpollWait => return self.wait(id, process),
            // Also waits, unless they are for a descriptor of a request.
            Act::Poll | Act::Select => {
                self.release(process);
                match descriptor.and_then(|one| self.owner(one)) {
                    Some(request) if !self.finished(request) => self.serve(id, process, request),
                    _ => {
                        self.undecided.insert(process, Undecided { wait: Some(id), after: Vec::new() });
                    }
                }
                return;
            }
            Act::Accept => return self.accept(id, process, call),
            _ => {}
        }
        match (descriptor, role) {
            (Some(client), Some(Role::Client)) => self.client(id, process, client, act, call),
            (Some(_), Some(Role::AccessLog)) => {
                let current = self.current.get(&process).copied();
                if let Some(request) = current.and_then(|current| self.found.list.get_mut(current)) {
                    request.logged |= act == Act::Write;
                }
                self.follow(id, process);
            }
            (Some(descriptor), Some(role)) if is_owned(role) => {
                self.owned(id, process, descriptor, role, act, call);
            }
            _ => self.follow(id, process),
        }
    }

    /// An event that says nothing by itself belongs to what the process works on, or will turn out to work on.
    fn follow(&mut self, id: EventId, process: ProcessId) {
        /// More than this never happens between a wait and the descriptor that it was for.
        const MOST: usize = 32;
        if let Some(request) = self.current.get(&process).copied() {
            self.give(id, request);
        } else if let Some(undecided) = self.undecided.get_mut(&process) {
            undecided.after.push(id);
            if undecided.after.len() > MOST {
                self.undecided.remove(&process);
            }
        }
    }

    fn wait(&mut self, id: EventId, process: ProcessId) {
        self.release(process);
        let mut request = None;
        let mut others = false;
        for wake in self.run.wakes(id) {
            match wake.descriptor.and_then(|one| self.owner(one)) {
                // What comes on a connection that was answered may be the next request.
                Some(owner) if self.finished(owner) => others = true,
                Some(owner) => {
                    others |= request.is_some_and(|request| request != owner);
                    request = Some(owner);
                    if wake.ready.hung_up() {
                        self.hung_up(owner, wake.descriptor);
                    }
                }
                None => others = true,
            }
        }
        match request {
            Some(request) if !others => self.serve(id, process, request),
            // Several are served: a part of the loop.
            Some(_) => {
                self.undecided.insert(process, Undecided::default());
            }
            None => {
                self.undecided.insert(process, Undecided { wait: Some(id), after: Vec::new() });
            }
        }
    }

    fn accept(&mut self, id: EventId, process: ProcessId, call: &Call) {
        let opened = match call.outcome {
            Outcome::Returned(number) => {
                i32::try_from(number).ok().and_then(|number| self.run.descriptor_at(id, number))
            }
            _ => None,
        };
        let opened = opened.filter(|one| self.role(*one) == Some(Role::Client));
        match opened {
            Some(client) => {
                let request = self.begin(client, process);
                self.serve(id, process, request);
            }
            None => match self.current.get(&process).copied() {
                Some(request) => self.give(id, request),
                // Nobody came: what follows is nobody's.
                None => {
                    self.undecided.remove(&process);
                }
            },
        }
    }

    fn client(&mut self, id: EventId, process: ProcessId, client: DescriptorId, act: Act, call: &Call) {
        let result = match call.outcome {
            Outcome::Returned(result) => u64::try_from(result).unwrap_or(0),
            _ => 0,
        };
        let says = self.run.says.get(id as usize).copied().flatten();
        let request = match self.connections.get(&client).copied() {
            Some(request) if act == Act::Read && result > 0 && self.finished(request) => {
                let logged = self.found.list.get(request).is_some_and(|one| one.logged);
                let hidden = || self.run.trace.payload(call).is_none_or(|data| data.bytes.is_empty());
                if says == Some(Exchange::Request) || (logged && (says.is_some() || hidden())) {
                    self.begin(client, process)
                } else {
                    request
                }
            }
            Some(request) => request,
            None => self.begin(client, process),
        };
        let tells = matches!(says, Some(Exchange::Request | Exchange::Answer));
        let bytes = if tells { self.run.trace.payload(call).map(|data| data.bytes) } else { None }
            .unwrap_or_default();
        if let Some(one) = self.found.list.get_mut(request) {
            match act {
                Act::Read => {
                    if result > 0 && one.read == 0 {
                        one.line = payload::request_line(&bytes);
                        one.speaks = says;
                    }
                    one.read = one.read.saturating_add(result);
                    let end =
                        call.outcome == Outcome::Returned(0) || call.outcome == Outcome::Failed(ECONNRESET);
                    one.left |= end && one.written == 0;
                }
                Act::Write | Act::SendFile => {
                    if let Some(status) = payload::status(&bytes).filter(|_| result > 0) {
                        one.status = status;
                    }
                    one.written = one.written.saturating_add(result);
                    one.broken |= matches!(call.outcome, Outcome::Failed(EPIPE | ECONNRESET));
                }
                Act::Close => one.closed = true,
                _ => {}
            }
        }
        if act == Act::Close
            && let Some(open) = self.open.get_mut(&self.table(process))
        {
            open.remove(&request);
        }
        self.serve(id, process, request);
    }

    fn owned(
        &mut self,
        id: EventId,
        process: ProcessId,
        descriptor: DescriptorId,
        role: Role,
        act: Act,
        call: &Call,
    ) {
        let opens = self.run.descriptors.get(descriptor as usize).is_some_and(|one| one.opened == Some(id));
        let current = self.current.get(&process).copied();
        let asked = (role == Role::Resolver && act == Act::Read)
            .then(|| self.question(call))
            .flatten()
            .and_then(|question| self.questions.get(&(descriptor, question)).copied());
        let owner = match (asked, self.owners.get(&descriptor).copied()) {
            _ if opens => current,
            (Some(asked), _) => Some(asked),
            // A name server's socket serves whoever asks.
            (None, owner) if role == Role::Resolver && act == Act::Write => current.or(owner),
            // A connection that was kept open serves the next request.
            (None, Some(owner)) if self.finished(owner) => {
                current.filter(|current| !self.finished(*current)).or(Some(owner))
            }
            (None, owner) => owner.or(current),
        };
        let Some(owner) = owner else { return self.follow(id, process) };
        self.owners.insert(descriptor, owner);
        if role == Role::Resolver
            && act == Act::Write
            && let Some(question) = self.question(call)
        {
            self.questions.insert((descriptor, question), owner);
        }
        self.serve(id, process, owner);
    }

    fn question(&self, call: &Call) -> Option<u16> {
        payload::dns(&self.run.trace.payload(call)?.bytes).map(|question| question.id)
    }

    fn begin(&mut self, client: DescriptorId, process: ProcessId) -> RequestId {
        let request = self.found.list.len();
        self.found.list.push(Request { client, process, ..Request::default() });
        let before = self.connections.insert(client, request);
        self.open.change(self.table(process), |open| {
            if let Some(before) = before {
                open.remove(&before);
            }
            open.insert(request);
        });
        request
    }

    /// The process works on that request now, and this event is part of it; so was the wait before it.
    fn serve(&mut self, id: EventId, process: ProcessId, request: RequestId) {
        if let Some(before) = self.undecided.remove(&process) {
            before.wait.into_iter().with(before.after).for_each(|before| self.give(before, request));
        }
        self.current.insert(process, request);
        self.give(id, request);
    }

    fn give(&mut self, id: EventId, request: RequestId) {
        if let Some(of) = self.found.of.get_mut(id as usize) {
            *of = Some(request);
        }
    }

    /// The process waits: what it worked on is over for now.
    fn release(&mut self, process: ProcessId) {
        self.current.remove(&process);
        if let Some(wait) = self.undecided.remove(&process).and_then(|undecided| undecided.wait) {
            self.give_to_only(wait, process);
        }
    }

    /// A wait that led to nothing, as when a timer runs out, serves the request under way if it is the only one.
    fn give_to_only(&mut self, wait: EventId, process: ProcessId) {
        let only = self.open.get(&self.table(process)).and_then(Set::only);
        if let Some(request) = only {
            self.give(wait, request);
        }
    }

    fn table(&self, process: ProcessId) -> usize {
        self.run.lives.table.get(process as usize).copied().unwrap_or(usize::MAX)
    }

    fn hung_up(&mut self, request: RequestId, descriptor: Option<DescriptorId>) {
        if let Some(one) = self.found.list.get_mut(request)
            && Some(one.client) == descriptor
            && one.written == 0
        {
            one.left = true;
        }
    }

    fn role(&self, descriptor: DescriptorId) -> Option<Role> {
        self.run.descriptors.get(descriptor as usize).map(|one| one.role)
    }

    /// The request that a descriptor serves.
    fn owner(&self, descriptor: DescriptorId) -> Option<RequestId> {
        self.connections.get(&descriptor).or_else(|| self.owners.get(&descriptor)).copied()
    }

    /// True if an answer was written.
    fn finished(&self, request: RequestId) -> bool {
        self.found.list.get(request).is_some_and(|one| one.written > 0 || one.closed)
    }

    fn finish(mut self) -> Requests {
        let waiting: Vec<ProcessId> = self.undecided.iter().map(|(process, _)| *process).in_list();
        for process in waiting {
            self.release(process);
        }
        self.forget_handed_over();
        self.place_notes();
        self.found
    }

    /// What strace says itself goes with what stands beside it.
    fn place_notes(&mut self) {
        let events = &self.run.trace.events;
        let note = |index: usize| {
            matches!(events.get(index).map(|one| &one.kind), Some(EventKind::Note(_) | EventKind::Output(_)))
        };
        let attaches = |index: usize| match events.get(index).map(|one| &one.kind) {
            Some(EventKind::Note(text)) => self.run.trace.str(*text).contains(" attached"),
            _ => index == 0,
        };
        let of = &mut self.found.of;
        for index in (0..of.len()).rev().filter(|index| note(*index)) {
            if attaches(index) {
                let next = of.get(index + 1).copied().flatten();
                if let Some(of) = of.get_mut(index) {
                    *of = next;
                }
            }
        }
        for index in (1..of.len()).filter(|index| note(*index)) {
            let before = of.get(index - 1).copied().flatten();
            if let Some(of) = of.get_mut(index).filter(|of| of.is_none()) {
                *of = before;
            }
        }
    }

    /// A connection that was accepted and given to a child is the child's to serve.
    fn forget_handed_over(&mut self) {
        let handed: Set<DescriptorId> = self.run.descriptors.iter().filter_map(|one| one.copy_of).collect();
        let unused: Vec<bool> = self
            .found
            .list
            .iter()
            .map(|one| one.read == 0 && one.written == 0 && !one.broken && handed.contains(&one.client))
            .in_list();
        for of in &mut self.found.of {
            if of.is_some_and(|request| unused.get(request).copied().unwrap_or(false)) {
                *of = None;
            }
        }
    }
}

/// True for what a request opens or borrows, as opposed to what all share.
fn is_owned(role: Role) -> bool {
    matches!(
        role,
        Role::Upstream
            | Role::Peer
            | Role::Resolver
            | Role::Socket
            | Role::CacheFile
            | Role::TempFile
            | Role::File
            | Role::Script
            | Role::ConfigFile
            | Role::Database
            | Role::LockFile
            | Role::Directory
    )
}
