//! What to call a phase: what was done, to what, with what result.

use super::super::calls::Act;
use super::super::payload;
use super::super::requests::Request;
use super::super::{DescriptorRole as Role, paths};
use super::gist::{Gist, count, names, returned, size};
use super::{Scene, Stage};
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::order::{InList, Texts};

const CLIENT: [Role; 1] = [Role::Client];
const FAR: [Role; 3] = [Role::Upstream, Role::Peer, Role::Socket];

/// The title of a phase.
pub(super) fn title(scene: Scene<'_>, stage: Stage, events: &[EventId], request: Option<&Request>) -> String {
    let gist = Gist { scene, events };
    let title = done(gist, stage, request);
    let fails = matches!(
        stage,
        Stage::ReadRequest
            | Stage::SendRequest
            | Stage::Store
            | Stage::Relay
            | Stage::WriteFiles
            | Stage::Database
            | Stage::Lock
            | Stage::Listen
            | Stage::Output
    );
    if fails { failed(title, gist.error()) } else { title }
}

/// What was done, without the error that some stages end with.
fn done(gist: Gist<'_>, stage: Stage, request: Option<&Request>) -> String {
    match stage {
        Stage::Accept => with("accept the connection from", &peer(gist, request), "accept connections"),
        Stage::ReadRequest => read_request(gist, request),
        Stage::ClientLeaves => "the client goes away".to_owned(),
        Stage::LookUpCache => format!("look up the cache: {}", found(gist)),
        Stage::Resolve => resolve(gist),
        Stage::Connect => connect(gist),
        Stage::TlsHandshake => on(gist, "TLS handshake with", &FAR, "TLS handshake with the client"),
        Stage::SendRequest => format!("send the request, {}", size(gist.bytes(true, &FAR))),
        Stage::ReadAnswer => read_answer(gist),
        Stage::Store => store(gist),
        Stage::Relay => relay(gist),
        Stage::SendAnswer => send_answer(gist),
        Stage::LogError => "write to the error log".to_owned(),
        Stage::Log => with("write to", log_name(gist), "write to the log"),
        Stage::CleanUp => "clean up".to_owned(),
        Stage::Finish => finish(gist),
        Stage::Start => start(gist),
        Stage::Libraries => libraries(gist),
        Stage::SetUp => "set up memory and signals".to_owned(),
        Stage::Configuration => on(gist, "read", &[Role::ConfigFile], "look for configuration"),
        Stage::Scripts => scripts(gist),
        Stage::ReadFiles => on(gist, "read", &[Role::File, Role::CacheFile], "look at files"),
        Stage::WriteFiles => write_files(gist),
        Stage::Database => on(gist, "work on", &[Role::Database], "look for the database"),
        Stage::Lock => on(gist, "take the lock", &[Role::LockFile], "take a lock"),
        Stage::Listen => on(gist, "listen on", &[Role::Listener], "open a listener"),
        Stage::Exchange => exchange(gist),
        Stage::Pipes => "talk over pipes or socket pairs".to_owned(),
        Stage::Spawn => spawn(gist),
        Stage::WaitChildren => wait_children(gist),
        Stage::Input => format!("read standard input, {}", size(gist.bytes(false, &[Role::StandardInput]))),
        Stage::Output => {
            let bytes = gist.bytes(true, &[Role::StandardOutput, Role::Terminal]);
            format!("write output, {}", size(bytes))
        }
        Stage::Report => {
            let line = gist.first_line(Role::StandardError, 60).unwrap_or_default();
            with("report:", &line, "write to standard error")
        }
        Stage::Wait => wait(gist),
        Stage::Exit => exit(gist),
        Stage::Killed => killed(gist),
        Stage::Work => "work".to_owned(),
    }
}

/// What was done to the targets of descriptors of those roles.
fn on(gist: Gist<'_>, what: &str, roles: &[Role], otherwise: &str) -> String {
    with(what, &names(&gist.targets(roles)), otherwise)
}

fn with(what: &str, name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { format!("{what} {name}") }
}

fn failed(what: String, error: Option<&str>) -> String {
    match error {
        Some(error) => format!("{what}: {error}"),
        None => what,
    }
}

fn peer(gist: Gist<'_>, request: Option<&Request>) -> String {
    let client = request.and_then(|request| gist.scene.run.descriptors.get(request.client as usize));
    client.map(|client| client.target.clone()).unwrap_or_default()
}

fn read_request(gist: Gist<'_>, request: Option<&Request>) -> String {
    let line = request.and_then(|request| request.line.as_deref());
    let bytes = gist.bytes(false, &[Role::Client]);
    let kept = gist.bytes(true, &[Role::TempFile]);
    let mut title = with("read the request", line.unwrap_or(""), "read the request");
    if kept > 0 {
        title = format!("{title} with its body, {}", size(bytes));
    }
    title
}

fn found(gist: Gist<'_>) -> String {
    match (gist.error(), gist.targets(&[Role::CacheFile]).as_slice()) {
        (Some("ENOENT"), _) => "nothing there".to_owned(),
        (Some(error), _) => error.to_owned(),
        (None, []) => "nothing opened".to_owned(),
        (None, _) => "an entry is there".to_owned(),
    }
}

fn resolve(gist: Gist<'_>) -> String {
    let questions = gist.questions();
    let mut asked: Vec<&str> = Vec::new();
    for question in &questions {
        if !asked.contains(&question.name.as_str()) {
            asked.push(&question.name);
        }
    }
    let what = with("ask the resolver for", &names(&asked), "look up names");
    let answers: Vec<_> = questions.iter().filter(|question| question.answer).in_list();
    if asked.is_empty() {
        return what;
    }
    let code = answers.iter().map(|answer| answer.code).max();
    match code {
        None => match gist.error() {
            Some(error) => format!("{what}: {error}"),
            None => format!("{what}: no answer"),
        },
        Some(2) => format!("{what}: server failure"),
        Some(3) => format!("{what}: no such name"),
        Some(5) => format!("{what}: refused"),
        Some(0) => {
            let records: usize = answers.iter().map(|answer| usize::from(answer.answers)).sum();
            format!("{what}: {}", count(records, "record"))
        }
        Some(code) => format!("{what}: error {code}"),
    }
}

fn connect(gist: Gist<'_>) -> String {
    let calls = gist.acting(&[Act::Connect]);
    let targets = gist.targets(&FAR);
    let Some((_, call, ..)) = calls.as_slice().last() else {
        let target = names(&targets);
        return failed(
            with("take up the connection to", &target, "take up the kept connection"),
            gist.error(),
        );
    };
    let what = with("connect to", &names(&targets), "connect");
    let at_once = match call.outcome {
        Outcome::Returned(_) => "at once",
        Outcome::Failed(number) => crate::kernel::errno::name_of(number).unwrap_or("failed"),
        Outcome::Unfinished => "not done yet",
        _ => "interrupted",
    };
    let then = gist.calls().rev().find_map(|(_, call, ..)| gist.socket_error(call));
    match then {
        Some(then) => format!("{what}: {at_once}, then SO_ERROR {then}"),
        None => format!("{what}: {at_once}"),
    }
}

fn read_answer(gist: Gist<'_>) -> String {
    let reads: Vec<_> = gist
        .acting(&[Act::Read])
        .filter(|(_, _, _, descriptor)| descriptor.is_some_and(|one| FAR.contains(&one.role)))
        .in_list();
    let bytes: u64 = reads.iter().map(|(_, call, ..)| returned(call)).fold(0, u64::saturating_add);
    let status =
        reads.iter().find_map(|(_, call, ..)| payload::status(&gist.scene.run.trace.payload(call)?.bytes));
    let ends = reads.first().is_some_and(|(_, call, ..)| call.outcome == Outcome::Returned(0));
    let waits = reads.iter().any(|(_, call, ..)| call.outcome == Outcome::Unfinished);
    match (status, gist.error()) {
        (_, Some(error)) if bytes == 0 => format!("read the answer: {error}"),
        (Some(status), _) => format!("read the answer: {status}, {}", size(bytes)),
        _ if bytes > 0 => format!("read the answer, {}", size(bytes)),
        _ if ends => "read the answer: the connection ends before it".to_owned(),
        _ if waits => "wait for the answer".to_owned(),
        _ => "wait for the answer: none comes".to_owned(),
    }
}

fn store(gist: Gist<'_>) -> String {
    let cache = gist
        .targets(&[Role::TempFile])
        .first()
        .is_some_and(|path| paths::role(path, false, false) != Role::TempFile);
    let renames = gist
        .acting(&[Act::ChangePath])
        .any(|(_, call, ..)| gist.scene.run.trace.name(call).starts_with("rename"));
    let bytes = gist.bytes(true, &[Role::TempFile, Role::CacheFile]);
    let fails = bytes == 0 && gist.error().is_some();
    match (cache || renames, bytes) {
        (_, 0) if renames => "put it into the cache".to_owned(),
        (true, _) if fails => "store in the cache".to_owned(),
        (false, _) if fails => "put the answer into a temporary file".to_owned(),
        (true, bytes) => format!("store in the cache, {}", size(bytes)),
        (false, bytes) => format!("put the answer into a temporary file, {}", size(bytes)),
    }
}

fn relay(gist: Gist<'_>) -> String {
    let to_client = [Role::Client];
    let rounds = gist
        .acting(&[Act::Write, Act::SendFile])
        .filter(|(_, _, _, descriptor)| descriptor.is_some_and(|one| to_client.contains(&one.role)))
        .count();
    let bytes = gist.bytes(true, &to_client);
    format!("relay the body, {}, {}", count(rounds, "round"), size(bytes))
}

fn send_answer(gist: Gist<'_>) -> String {
    let status = gist
        .acting(&[Act::Write])
        .rev()
        .find_map(|(_, call, ..)| payload::status(&gist.scene.run.trace.payload(call)?.bytes));
    let bytes = size(gist.bytes(true, &[Role::Client]));
    let what = match status {
        Some(status) => format!("send the answer: {status}, {bytes}"),
        None => format!("send the answer, {bytes}"),
    };
    failed(what, gist.error_on(&CLIENT))
}

fn log_name(gist: Gist<'_>) -> &'static str {
    let role = gist.acting(&[Act::Write]).find_map(|(_, _, _, descriptor)| descriptor.map(|one| one.role));
    match role {
        Some(Role::AccessLog) => "the access log",
        Some(Role::ErrorLog) => "the error log",
        Some(Role::StandardOutput) => "standard output",
        _ => "",
    }
}

fn finish(gist: Gist<'_>) -> String {
    let closes = gist
        .acting(&[Act::Close])
        .any(|(_, _, _, descriptor)| descriptor.is_some_and(|one| one.role == Role::Client));
    let left = gist.acting(&[Act::Read]).any(|(_, call, ..)| call.outcome == Outcome::Returned(0));
    match (left, closes) {
        (true, _) => "the client closes the connection",
        (false, true) => "close the connection",
        (false, false) => "keep the connection open",
    }
    .to_owned()
}

fn start(gist: Gist<'_>) -> String {
    let calls: Vec<_> = gist.calls().filter(|(_, _, act, _)| matches!(act, Act::Execute(_))).in_list();
    let Some((_, call, ..)) = calls.iter().find(|(_, call, ..)| !call.outcome.failed()).or(calls.last())
    else {
        return "start the program".to_owned();
    };
    let path = gist.scene.run.trace.path(call).map(|path| path.path).unwrap_or_default();
    failed(with("start", &path, "start the program"), gist.error().filter(|_| call.outcome.failed()))
}

fn libraries(gist: Gist<'_>) -> String {
    let targets = gist.targets(&[Role::Library]);
    let name = |path: &&str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let libraries: Texts<()> = targets.iter().map(name).filter(|name| !name.starts_with("ld.so.")).collect();
    match libraries.len() {
        0 => "look for libraries".to_owned(),
        1 => format!("load {}", libraries.iter().next().map_or("", |(name, ())| name)),
        number => format!("load {number} libraries"),
    }
}

fn scripts(gist: Gist<'_>) -> String {
    match gist.targets(&[Role::Script]).as_slice() {
        [] => "look for modules".to_owned(),
        [only] => format!("read {only}"),
        several => format!("read {} scripts and modules", several.len()),
    }
}

fn write_files(gist: Gist<'_>) -> String {
    let files = [Role::File, Role::TempFile, Role::CacheFile, Role::ConfigFile];
    let bytes = gist.bytes(true, &files);
    let targets = names(&gist.targets(&files));
    if bytes > 0 && !targets.is_empty() {
        format!("write {targets}, {}", size(bytes))
    } else {
        let changed = gist.acting(&[Act::ChangePath]).find_map(|(_, call, ..)| {
            Some(format!("{} {}", gist.scene.run.trace.name(call), gist.scene.run.trace.path(call)?.path))
        });
        changed.unwrap_or_else(|| with("write", &targets, "change files"))
    }
}

fn exchange(gist: Gist<'_>) -> String {
    const ROLES: [Role; 4] = [Role::Peer, Role::Upstream, Role::Socket, Role::Client];
    let roles = ROLES;
    let (out, back) = (gist.bytes(true, &roles), gist.bytes(false, &roles));
    let what = with("talk to", &names(&gist.targets(&roles)), "talk over a socket");
    failed(format!("{what}: {} out, {} back", size(out), size(back)), gist.error_on(&ROLES))
}

fn spawn(gist: Gist<'_>) -> String {
    let born = gist.acting(&[Act::Clone, Act::Fork]);
    let born = born.as_slice();
    let threads = born
        .iter()
        .filter(|(_, call, ..)| gist.scene.run.trace.str(call.args).contains("CLONE_THREAD"))
        .count();
    let error = born.iter().rev().find_map(|(_, call, ..)| match call.outcome {
        Outcome::Failed(number) => crate::kernel::errno::name_of(number),
        _ => None,
    });
    let children = born.len() - threads.min(born.len());
    let children = match children {
        0 => String::new(),
        1 => "a child process".to_owned(),
        several => format!("{several} child processes"),
    };
    let what = match (children.is_empty(), threads) {
        (true, threads) => format!("start {}", count(threads, "thread")),
        (false, 0) => format!("start {children}"),
        (false, threads) => format!("start {children} and {}", count(threads, "thread")),
    };
    failed(what, error)
}

fn wait_children(gist: Gist<'_>) -> String {
    let bad = gist.acting(&[Act::Wait]).find_map(|(_, call, ..)| {
        let trace = &gist.scene.run.trace;
        let told = |text: &str| {
            let word = |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
            if let Some((_, signal)) = text.split_once("WTERMSIG(s) == ") {
                return Some(format!("one is killed by {}", word(signal)));
            }
            let status = text.split_once("WEXITSTATUS(s) == ").map(|(_, status)| word(status))?;
            (status != "0").then(|| format!("one exits with {status}"))
        };
        told(trace.str(call.args))
    });
    failed("wait for children".to_owned(), bad.as_deref())
}

fn wait(gist: Gist<'_>) -> String {
    let last = gist.calls().next_back();
    let Some((_, call, act, descriptor)) = last else { return "wait".to_owned() };
    let what = match act {
        Act::EpollWait | Act::Poll | Act::Select => "wait for events".to_owned(),
        Act::Futex => "wait for another thread".to_owned(),
        Act::Sleep => "sleep".to_owned(),
        _ => match descriptor {
            Some(one) => format!("wait for {}", one.label()),
            None => "wait".to_owned(),
        },
    };
    if call.outcome == Outcome::Unfinished { format!("{what} until the trace ends") } else { what }
}

fn exit(gist: Gist<'_>) -> String {
    let status = gist.events.iter().rev().find_map(|id| match &gist.scene.run.trace.event(*id)?.kind {
        EventKind::Exited { status } => Some(i64::from(*status)),
        EventKind::Call(call) => gist.scene.run.trace.arguments(call).number(0),
        _ => None,
    });
    match status {
        Some(status) => format!("exit with {status}"),
        None => "exit".to_owned(),
    }
}

fn killed(gist: Gist<'_>) -> String {
    let signal = gist.events.iter().rev().find_map(|id| match &gist.scene.run.trace.event(*id)?.kind {
        EventKind::Killed { signal, .. } => Some(gist.scene.run.trace.str(*signal)),
        _ => None,
    });
    with("killed by", signal.unwrap_or(""), "killed")
}
