//! What a stretch of events amounts to: names, counts, bytes, what failed.

use super::super::calls::Act;
use super::super::payload::{self, Question};
use super::super::{Descriptor, DescriptorRole as Role};
use super::Scene;
use super::server::nothing_yet;
use crate::kernel::errno;
use crate::model::trace::{Call, EventId, Outcome};
use crate::order::{InList, Texts};

/// Operation now in progress: a connection that is not there yet.
const EINPROGRESS: u16 = 115;

/// A call with its event, what it does and what it acts on.
pub(super) type Made<'r> = (EventId, &'r Call, Act, Option<&'r Descriptor>);

/// A stretch of events, to be asked about.
#[derive(Clone, Copy)]
pub(super) struct Gist<'r> {
    pub scene: Scene<'r>,
    pub events: &'r [EventId],
}

impl<'r> Gist<'r> {
    /// The calls, with what they act on.
    pub(super) fn calls(self) -> std::vec::IntoIter<Made<'r>> {
        self.acting(&[])
    }

    /// The calls of those acts, or of all if none is named. One list: most titles ask in their own way.
    pub(super) fn acting(self, acts: &[Act]) -> std::vec::IntoIter<Made<'r>> {
        let mut calls = Vec::new();
        for id in self.events {
            if let Some((call, act)) = self.scene.call(*id)
                && (acts.is_empty() || acts.contains(&act))
            {
                calls.push((*id, call, act, self.scene.run.descriptor(*id)));
            }
        }
        calls.into_iter()
    }

    /// Bytes moved by reads (or writes) of descriptors of those roles.
    pub(super) fn bytes(self, write: bool, roles: &[Role]) -> u64 {
        self.calls()
            .filter(|(_, _, act, descriptor)| {
                let moves = if write { matches!(act, Act::Write | Act::SendFile) } else { *act == Act::Read };
                moves && descriptor.is_some_and(|one| roles.contains(&one.role))
            })
            .map(|(_, call, ..)| returned(call))
            .fold(0, u64::saturating_add)
    }

    /// The name of the last error that is not just "not yet": also what `SO_ERROR` says.
    pub(super) fn error(self) -> Option<&'r str> {
        self.calls().rev().find_map(|(_, call, ..)| self.error_of(call))
    }

    /// The last error of calls on descriptors of those roles.
    pub(super) fn error_on(self, roles: &'r [Role]) -> Option<&'r str> {
        let on = self
            .calls()
            .filter(|(_, _, _, descriptor)| descriptor.is_some_and(|one| roles.contains(&one.role)));
        on.rev().find_map(|(_, call, ..)| self.error_of(call))
    }

    fn error_of(self, call: &'r Call) -> Option<&'r str> {
        match call.outcome {
            Outcome::Failed(EINPROGRESS) => None,
            // A lock that somebody else holds is no matter of waiting for data.
            Outcome::Failed(number) if !nothing_yet(call) || locks(self.scene.acts.act(call)) => {
                errno::name_of(number)
            }
            _ => self.socket_error(call).filter(|error| *error != "0"),
        }
    }

    /// What `getsockopt(SO_ERROR)` says: `0` or an errno's name.
    pub(super) fn socket_error(self, call: &'r Call) -> Option<&'r str> {
        let trace = &self.scene.run.trace;
        if trace.name(call) != "getsockopt" {
            return None;
        }
        let (_, rest) = trace.str(call.args).split_once("SO_ERROR, [")?;
        rest.split(']').next()
    }

    /// The targets of the descriptors of those roles, each once, in order.
    pub(super) fn targets(self, roles: &[Role]) -> Vec<&'r str> {
        let mut targets: Vec<&str> = Vec::new();
        let mut seen: Texts<()> = Texts::default();
        for (_, _, _, descriptor) in self.calls() {
            if let Some(one) = descriptor.filter(|one| roles.contains(&one.role) && !one.target.is_empty())
                && seen.insert(&one.target, ())
            {
                targets.push(&one.target);
            }
        }
        targets
    }

    /// Questions and answers of name servers.
    pub(super) fn questions(self) -> Vec<Question> {
        let data = |(_, call, act, _): Made<'r>| {
            let moves = matches!(act, Act::Read | Act::Write);
            moves
                .then(|| self.scene.run.trace.payload(call))
                .flatten()
                .and_then(|data| payload::dns(&data.bytes))
        };
        self.calls().filter_map(data).in_list()
    }

    /// The first line that was written to descriptors of that role, shortened; programs may write it in pieces.
    pub(super) fn first_line(self, role: Role, longest: usize) -> Option<String> {
        let mut text = String::new();
        for (_, call, _, descriptor) in self.acting(&[Act::Write]) {
            if descriptor.is_some_and(|one| one.role == role)
                && let Some(data) = self.scene.run.trace.payload(call)
            {
                text.push_str(&data.text());
                if data.abbreviated || text.trim_start().contains('\n') || text.len() > 4 * longest {
                    break;
                }
            }
        }
        let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
        let mut short: String = line.chars().take(longest).collect();
        if short.len() < line.len() {
            short.push('…');
        }
        Some(short)
    }
}

fn locks(act: Act) -> bool {
    matches!(act, Act::Lock | Act::Fcntl)
}

/// What a call returned, if that is a count.
pub(super) fn returned(call: &Call) -> u64 {
    match call.outcome {
        Outcome::Returned(result) => u64::try_from(result).unwrap_or(0),
        _ => 0,
    }
}

/// Bytes as people say them.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} KB", bytes / 1_000),
        10_000_000..10_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

/// `1 round`, `4 rounds`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// The first of several names, and how many more there are.
pub(super) fn names(all: &[&str]) -> String {
    match all {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}
