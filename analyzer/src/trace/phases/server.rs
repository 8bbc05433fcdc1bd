//! The stages of a request.

use super::super::calls::Act;
use super::super::payload::Exchange;
use super::super::requests::Request;
use super::super::{DescriptorId, DescriptorRole as Role, Wake, paths};
use super::{Scene, Stage, fill};
use crate::model::trace::{Call, EventId, EventKind, Outcome};
use crate::order::{InList, Set};

/// The stage of each event.
pub(super) fn stages(scene: Scene<'_>, request: &Request, events: &[EventId]) -> Vec<Option<Stage>> {
    let mut course = Course {
        scene,
        client: request.client,
        answered: false,
        failed: false,
        upstream_read: false,
        sent: Set::default(),
        last: None,
    };
    let mut stages: Vec<Option<Stage>> = events.iter().map(|id| course.stage(*id)).in_list();
    let waits = |index: usize| {
        let call = events.get(index).and_then(|id| scene.call(*id));
        call.is_some_and(|(_, act)| matches!(act, Act::EpollWait | Act::Poll | Act::Select))
    };
    // What is waited for at the end never came.
    for index in (0..stages.len()).rev() {
        match stages.get_mut(index) {
            Some(stage @ None) if waits(index) => *stage = Some(Stage::Wait),
            _ => break,
        }
    }
    fill(&mut stages, waits, Stage::Work);
    stages
}

struct Course<'r> {
    scene: Scene<'r>,
    client: DescriptorId,
    /// Something was written to the client.
    answered: bool,
    /// A line was written to the error log.
    failed: bool,
    /// Something was read from an upstream.
    upstream_read: bool,
    /// Upstreams that something was sent to.
    sent: Set<DescriptorId>,
    /// The last stage that an event told.
    last: Option<Stage>,
}

impl Course<'_> {
    fn stage(&mut self, id: EventId) -> Option<Stage> {
        let event = self.scene.run.trace.event(id)?;
        let stage = match &event.kind {
            EventKind::Call(call) => self.call(id, call),
            EventKind::Exited { .. } => Some(Stage::Exit),
            EventKind::Killed { .. } => Some(Stage::Killed),
            _ => None,
        };
        if stage.is_some() {
            self.last = stage;
        }
        stage
    }

    fn call(&mut self, id: EventId, call: &Call) -> Option<Stage> {
        let act = self.scene.acts.act(call);
        let descriptor = self.scene.run.descriptor_of.get(id as usize).copied().flatten();
        match act {
            Act::Accept => return (!matches!(call.outcome, Outcome::Failed(_))).then_some(Stage::Accept),
            Act::EpollWait | Act::Poll | Act::Select => return self.waited(id, call),
            Act::ExitThread | Act::ExitGroup => return Some(Stage::Exit),
            Act::Execute(_) | Act::Clone | Act::Fork => return Some(Stage::Spawn),
            Act::Wait => return Some(Stage::WaitChildren),
            Act::Sleep => return Some(Stage::Wait),
            Act::Path | Act::AtPath if descriptor.is_none() => return self.path(call),
            Act::ChangePath => return self.change(call),
            _ => {}
        }
        let descriptor = descriptor?;
        match self.scene.run.descriptors.get(descriptor as usize)?.role {
            Role::Client => self.client(id, descriptor, call, act),
            Role::Upstream | Role::Peer | Role::Socket => self.upstream(id, descriptor, call, act),
            Role::Resolver => (!nothing_yet(call)).then_some(Stage::Resolve),
            Role::CacheFile => match act {
                Act::Close => self.failed.then_some(Stage::CleanUp),
                Act::Write => Some(Stage::Store),
                _ if self.upstream_read || self.answered => None,
                _ => Some(Stage::LookUpCache),
            },
            Role::TempFile => self.temporary(act),
            Role::File | Role::Script | Role::ConfigFile | Role::LockFile | Role::Directory => match act {
                Act::Close => None,
                Act::Write => Some(Stage::WriteFiles),
                _ if self.answered => None,
                _ => Some(Stage::ReadFiles),
            },
            Role::Database => Some(Stage::Database),
            Role::ErrorLog | Role::StandardError if act == Act::Write => {
                self.failed = true;
                Some(Stage::LogError)
            }
            Role::AccessLog | Role::Log | Role::StandardOutput if act == Act::Write => Some(Stage::Log),
            _ => None,
        }
    }

    /// A wait that ran out was for what the last step began; a wait may also bring the end of the client.
    fn waited(&self, id: EventId, call: &Call) -> Option<Stage> {
        let gone = |wake: &Wake| wake.ready.hung_up() && wake.descriptor == Some(self.client);
        if !self.answered && self.last != Some(Stage::Accept) && self.scene.run.wakes(id).iter().any(gone) {
            return Some(Stage::ClientLeaves);
        }
        let ran_out = call.outcome == Outcome::Returned(0);
        ran_out.then_some(match self.last {
            Some(Stage::SendRequest) => Stage::ReadAnswer,
            Some(Stage::Accept) | None => Stage::ReadRequest,
            Some(last) => last,
        })
    }

    fn client(&mut self, id: EventId, descriptor: DescriptorId, call: &Call, act: Act) -> Option<Stage> {
        let ends =
            matches!(call.outcome, Outcome::Returned(0)) || (call.outcome.failed() && !nothing_yet(call));
        match act {
            Act::Read if nothing_yet(call) => None,
            Act::Read if ends && self.answered => Some(Stage::Finish),
            Act::Read if ends => Some(Stage::ClientLeaves),
            Act::Read | Act::Write if self.handshake(id) => Some(Stage::TlsHandshake),
            Act::Read => Some(Stage::ReadRequest),
            Act::Write | Act::SendFile => {
                self.answered |= descriptor == self.client;
                Some(if self.last == Some(Stage::Relay) { Stage::Relay } else { Stage::SendAnswer })
            }
            Act::Close => Some(Stage::Finish),
            Act::SocketOption | Act::EpollCtl if self.answered && self.last != Some(Stage::Relay) => {
                Some(Stage::Finish)
            }
            _ => None,
        }
    }

    fn upstream(&mut self, id: EventId, descriptor: DescriptorId, call: &Call, act: Act) -> Option<Stage> {
        match act {
            Act::Read if nothing_yet(call) => None,
            Act::Read | Act::Write if self.handshake(id) => Some(Stage::TlsHandshake),
            Act::Write | Act::SendFile => {
                self.sent.insert(descriptor);
                Some(Stage::SendRequest)
            }
            Act::Read => {
                self.upstream_read = true;
                let more = matches!(call.outcome, Outcome::Returned(1..));
                match self.last {
                    _ if self.answered && !more => None,
                    _ if self.answered => Some(Stage::Relay),
                    _ => Some(Stage::ReadAnswer),
                }
            }
            Act::Close => self.failed.then_some(Stage::CleanUp),
            Act::Poll | Act::Select => None,
            _ if self.sent.contains(&descriptor) && act != Act::Connect => match act {
                // Before each use of a kept connection nginx asks for a pending error.
                Act::SocketOption if self.last == Some(Stage::ReadRequest) => Some(Stage::Connect),
                _ => None,
            },
            _ => Some(Stage::Connect),
        }
    }

    fn temporary(&mut self, act: Act) -> Option<Stage> {
        match act {
            Act::Close => self.failed.then_some(Stage::CleanUp),
            // The body of the request, put aside and taken up again.
            Act::Read if !self.upstream_read => Some(Stage::SendRequest),
            _ if !self.upstream_read && !self.answered => Some(Stage::ReadRequest),
            _ if self.last == Some(Stage::Relay) => Some(Stage::Relay),
            _ => Some(Stage::Store),
        }
    }

    fn path(&self, call: &Call) -> Option<Stage> {
        if self.answered || self.upstream_read {
            return None;
        }
        let path = self.scene.run.trace.path(call)?;
        Some(match paths::role(&path.path, false, false) {
            Role::CacheFile => Stage::LookUpCache,
            _ => Stage::ReadFiles,
        })
    }

    fn change(&self, call: &Call) -> Option<Stage> {
        let removes = self.scene.run.trace.name(call).starts_with("unlink");
        match (removes, self.failed) {
            (true, true) => Some(Stage::CleanUp),
            (true, false) => None,
            _ if self.upstream_read => Some(Stage::Store),
            _ => Some(Stage::WriteFiles),
        }
    }

    fn handshake(&self, id: EventId) -> bool {
        self.scene.run.says.get(id as usize) == Some(&Some(Exchange::Handshake))
    }
}

/// True if there was nothing to read or no room to write: `EAGAIN`.
pub(super) fn nothing_yet(call: &Call) -> bool {
    const EAGAIN: u16 = 11;
    call.outcome == Outcome::Failed(EAGAIN)
}
