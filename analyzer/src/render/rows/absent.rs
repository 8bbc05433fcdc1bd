//! What the failing run never did, in a few words.

use super::arguments::{gave, gives};
use super::at::At;
use super::{said, shorten};
use crate::kernel::meaning::{Act, Object, act_of};
use crate::model::trace::{EventId, EventKind};
use crate::trace::{DescriptorRole as Role, Run};

/// So much of a name is shown.
const NAME: usize = 48;
/// So many events of a connection are looked at, the nearest ones and the first ones.
const LOOKS: usize = 64;

/// What a call of the normal run gave that the failing run never got; `None` where the call says nothing to
/// somebody who thinks in requests and files.
pub fn never_did(run: &Run, event: EventId) -> Option<String> {
    if let EventKind::Exited { status: 0 } = run.trace.event(event)?.kind {
        return Some("the orderly end".into());
    }
    let at = At::of(run, event)?;
    if at.failed().is_some() {
        return None;
    }
    let role = at.role();
    let named = |what: &str| match at.path(NAME) {
        Some(path) => format!("{what} {path}"),
        None => what.to_owned(),
    };
    match act_of(at.name, at.object()) {
        Act::Send | Act::Write if gives(at.name) => written(&at, role),
        Act::Receive | Act::Read => read(&at, role),
        Act::Rename if cached(&at) => Some("the entry kept in the cache".into()),
        Act::Rename => Some("the file under its final name".into()),
        Act::Sync if role == Role::Database => Some("the change brought to the disk".into()),
        Act::Connect => Some(match at.run.trace.socket_address(at.call) {
            Some(address) => format!("the connection to {address}"),
            None => "the connection".into(),
        }),
        Act::Accept => Some("the accepted connection".into()),
        Act::Listen => Some("the listening socket".into()),
        Act::Bind => Some("the address of the socket".into()),
        Act::Exec => Some(named("the program")),
        Act::Fork if at.run.trace.str(at.call.args).contains("CLONE_THREAD") => Some("the new thread".into()),
        Act::Fork => Some("the new process".into()),
        Act::Open => opened(&at, role),
        Act::Create => Some(named("the creation of")),
        Act::Lock if at.text(1).contains("LK") || at.name == "flock" => Some("the lock".into()),
        Act::Other if at.name == "exit_group" && at.text(0) == "0" => Some("the orderly end".into()),
        _ => None,
    }
}

fn written(at: &At<'_>, role: Role) -> Option<String> {
    Some(match role {
        Role::Client if said::begins_header(at.run, at.event) => "the header".into(),
        Role::Client => body(at).into(),
        Role::Upstream | Role::Peer if said::is_request(at) => "the request".into(),
        Role::Upstream => "data for the upstream".into(),
        Role::Peer => "data for the peer".into(),
        Role::Resolver => "the question to the name server".into(),
        Role::AccessLog => "the line in the access log".into(),
        Role::ErrorLog => "a line in the error log".into(),
        Role::Log => "a line in the log".into(),
        Role::CacheFile => "a part of the cache entry".into(),
        Role::Database => "the change in the database".into(),
        Role::StandardOutput => "output".into(),
        Role::StandardError => "a message on standard error".into(),
        Role::LockFile => "the entry in the lock file".into(),
        Role::TempFile => "a part of the temporary file".into(),
        Role::Pipe => "data for the pipe".into(),
        Role::File => "a part of the file".into(),
        _ => return None,
    })
}

/// Which part of the body a write to the client is.
fn body(at: &At<'_>) -> &'static str {
    let Some(client) = at.descriptor() else { return "a part of the body" };
    let before = client.events.partition_point(|event| *event < at.event);
    let earlier = client.events.get(..before).unwrap_or(&[]);
    let header =
        |event: &EventId| said::begins_header(at.run, *event) && gave(at.run, *event, client).is_some();
    let last = earlier.iter().rev().take(LOOKS).find(|event| gave(at.run, **event, client).is_some());
    if last.is_some_and(header) {
        "the first part of the body"
    } else if earlier.iter().rev().take(LOOKS).any(header) || earlier.iter().take(LOOKS).any(header) {
        "the rest of the body"
    } else {
        "data for the client"
    }
}

fn read(at: &At<'_>, role: Role) -> Option<String> {
    let end = at.returned() == Some(0);
    Some(match role {
        Role::Upstream | Role::Peer if said::begins_header(at.run, at.event) => "the answer".into(),
        Role::Upstream | Role::Peer if end => "the end of the answer".into(),
        Role::Upstream | Role::Peer => "a part of the answer".into(),
        Role::Resolver => "the name server's answer".into(),
        Role::Client if said::is_request(at) => "the request".into(),
        Role::Client if end => "the client's goodbye".into(),
        _ => return None,
    })
}

fn opened(at: &At<'_>, role: Role) -> Option<String> {
    let path = at.path(NAME)?;
    let name = path.rsplit('/').next().unwrap_or(&path);
    Some(match role {
        Role::ConfigFile => format!("the configuration {}", shorten::middle(name, NAME)),
        Role::Library => format!("the library {}", shorten::middle(name, NAME)),
        Role::Script => format!("the script {}", shorten::middle(name, NAME)),
        Role::Database => format!("the database {}", shorten::middle(name, NAME)),
        Role::Log | Role::ErrorLog | Role::AccessLog => "the log opened".into(),
        _ => return None,
    })
}

/// True if a rename moves into a cache.
fn cached(at: &At<'_>) -> bool {
    at.object() == Object::CacheFile
        || at
            .run
            .trace
            .second_path(at.call)
            .is_some_and(|to| Run::role_of_path(&to.full()) == Role::CacheFile)
}
