//! What a descriptor is for: decided from everything that the trace shows of it.

use super::descriptors::Descriptors;
use super::facts::{Facts, Origin};
use super::payload::{Exchange, LogKind};
use super::{DescriptorId, DescriptorRole as Role, ProcessId, paths};
use crate::order::{Set, Texts};

/// Decides the roles and targets of all descriptors.
pub(crate) fn decide(descriptors: &mut Descriptors) {
    clients_by_address(descriptors);
    let servers = servers(descriptors);
    let mut decided = Vec::with_capacity(descriptors.list.len());
    let mut known = Known::default();
    for (id, descriptor) in (0..).zip(&descriptors.list) {
        let Some(facts) = descriptors.facts(id) else { continue };
        let number = descriptor.number;
        let opened_here = facts.origin != Origin::Before || descriptor.copy_of.is_some();
        let server = servers.contains(&descriptor.process);
        let role = role(facts, number, descriptor.copy_of.is_some(), opened_here, server, &mut known);
        decided.push((role, target(facts, role)));
    }
    for (descriptor, (role, target)) in descriptors.list.iter_mut().zip(decided) {
        descriptor.role = role;
        descriptor.target = target;
    }
}

/// What paths say of files that were there before: most are opened again and again.
type Known = Texts<Role>;

/// Where `-yy` shows addresses: a connection whose own address is a listener's came in through it,
/// also if it did so before the trace began.
fn clients_by_address(descriptors: &mut Descriptors) {
    let listens = |facts: &&Facts| facts.listens && !facts.local.is_empty();
    let listeners: Texts<()> =
        descriptors.facts.iter().filter(listens).map(|one| one.local.clone()).collect();
    for facts in &mut descriptors.facts {
        let connected = facts.origin == Origin::Before && !facts.peer.is_empty() && !facts.connects;
        if !connected || facts.listens {
            continue;
        }
        let port = facts.local.rsplit(':').next().unwrap_or("");
        let anywhere = [format!("0.0.0.0:{port}"), format!("[::]:{port}")];
        let listened = listeners.contains(&facts.local) || anywhere.iter().any(|one| listeners.contains(one));
        if listened {
            facts.origin = Origin::Accepted;
        }
    }
}

/// The processes that serve clients.
fn servers(descriptors: &Descriptors) -> Set<ProcessId> {
    let serves = |(id, _): &(DescriptorId, _)| descriptors.facts(*id).is_some_and(is_client);
    (0..).zip(&descriptors.list).filter(serves).map(|(_, descriptor)| descriptor.process).collect()
}

/// True if requests come in over it.
fn is_client(facts: &Facts) -> bool {
    if facts.listens || facts.connects || facts.dns || facts.pipe {
        return false;
    }
    if facts.origin == Origin::Accepted {
        return true;
    }
    let unknown = matches!(facts.origin, Origin::Before | Origin::Received);
    unknown
        && (facts.read == Some(Exchange::Request)
            || (facts.read.is_none() && facts.written == Some(Exchange::Answer)))
}

fn role(
    facts: &Facts,
    number: i32,
    copied: bool,
    opened_here: bool,
    server: bool,
    known: &mut Known,
) -> Role {
    if facts.queue || facts.origin == Origin::EventQueue {
        return Role::EventQueue;
    }
    if facts.notifier || facts.origin == Origin::Notifier {
        return Role::Notifier;
    }
    if let Some(role) = socket(facts, server) {
        return role;
    }
    match facts.log {
        Some(LogKind::Error) => return Role::ErrorLog,
        Some(LogKind::Access) => return Role::AccessLog,
        Some(LogKind::Record) if server && !(0..=2).contains(&number) => return Role::AccessLog,
        _ => {}
    }
    // Numbers 0 to 2 are what the program reads and writes, wherever that leads.
    let standard = (0..=2).contains(&number)
        && (!opened_here || copied || facts.device || facts.path.starts_with("/dev/") || facts.pipe);
    if standard {
        return match number {
            0 => Role::StandardInput,
            1 => Role::StandardOutput,
            _ => Role::StandardError,
        };
    }
    if facts.pipe || facts.origin == Origin::Pipe {
        return Role::Pipe;
    }
    if facts.origin == Origin::Memory {
        return Role::TempFile;
    }
    file(facts, known)
}

fn socket(facts: &Facts, server: bool) -> Option<Role> {
    if facts.netlink {
        return Some(Role::Netlink);
    }
    if facts.listens {
        return Some(Role::Listener);
    }
    if is_client(facts) {
        return Some(Role::Client);
    }
    if facts.dns {
        return Some(Role::Resolver);
    }
    let opened = if server { Role::Upstream } else { Role::Peer };
    let asks = facts.written == Some(Exchange::Request) || facts.read == Some(Exchange::Answer);
    let talks = facts.socket || asks;
    if !talks {
        return None;
    }
    if facts.unix && is_log_socket(&facts.peer) {
        return Some(Role::Log);
    }
    if facts.connects || asks {
        return Some(opened);
    }
    let connected = !facts.peer.is_empty() && !facts.unix;
    match facts.origin {
        // -yy shows the other side of a connection that was there before.
        Origin::Before | Origin::Received if connected => Some(opened),
        Origin::Path => None,
        _ => Some(Role::Socket),
    }
}

/// Where syslog and the journal take their messages.
fn is_log_socket(peer: &str) -> bool {
    peer.ends_with("/dev/log") || peer.contains("/run/systemd/journal/")
}

fn file(facts: &Facts, known: &mut Known) -> Role {
    if facts.path.is_empty() {
        return match () {
            () if facts.terminal => Role::Terminal,
            () if facts.directory => Role::Directory,
            () if facts.device => Role::Device,
            () if facts.database => Role::Database,
            () if facts.log.is_some() => Role::Log,
            () => Role::Unknown,
        };
    }
    let role = if facts.exclusive || facts.directory {
        paths::role(&facts.path, facts.exclusive, facts.directory)
    } else if let Some(role) = known.get(&facts.path) {
        *role
    } else {
        let role = paths::role(&facts.path, false, false);
        known.insert(&facts.path, role);
        role
    };
    match role {
        Role::File | Role::ConfigFile if facts.database => Role::Database,
        Role::File if facts.log.is_some() => Role::Log,
        Role::File if facts.device => Role::Device,
        Role::File if facts.locked && facts.writable => Role::LockFile,
        role => role,
    }
}

fn target(facts: &Facts, role: Role) -> String {
    match role {
        Role::Listener => facts.local.clone(),
        Role::Resolver if !facts.peer.is_empty() => facts.peer.clone(),
        Role::Resolver => facts.asked.clone(),
        _ if !facts.path.is_empty() => facts.path.clone(),
        _ if !facts.peer.is_empty() => facts.peer.clone(),
        _ => facts.local.clone(),
    }
}
