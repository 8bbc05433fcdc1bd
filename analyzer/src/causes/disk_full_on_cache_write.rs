//! A proxy cannot write its cache or temporary file, because the file system is full, and drops the client's response.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::taken_in_part;
use super::reasoning::families::Family;
use super::reasoning::reading::{Reading, directory};
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;
use crate::trace::{DescriptorId, DescriptorRole, Ending, Unit};

const ID: &str = "disk-full-on-cache-write";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// The write that the file system had no room for.
struct Fault {
    run: usize,
    event: EventId,
    /// The file.
    name: String,
    score: i32,
    /// It took a part of its bytes instead of failing.
    short: bool,
}

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let fault = failed(scene).or_else(|| short(scene))?;
    let Fault { run, event, score, short, .. } = fault;
    let reading = scene.reading(run)?;
    let unit = reading.request(event)?;
    let request = Request::of(reading, unit, event);
    let path = request.path(reading, &fault.name);
    let dir = directory(&path);
    let cut = request.written_before;
    let program = server_name(reading, event);

    let mut claim = Claim::new(scene, ID, Confidence::Proven, score.max(90))
        .blames(run, event)
        .hop(program.as_str())
        .mark("program", program)
        .mark("dir", dir)
        .variant("short", short)
        .variant("cut", cut);
    if short || !request.came_to_nothing(unit) {
        claim = claim.confidence(Confidence::Likely);
    }
    claim.cite(run, event, "fault");
    claim.cites("close", run, request.client_close);
    claim.cites("log", run, request.log);
    claim.cites("given-up", run, request.upstream_close);
    claim.cites("unlinked", run, request.unlink);
    claim.cites("answered", run, request.upstream_answer);
    claim.cites("logged", run, request.access_log);
    if !cut {
        claim = claim.never("answer", normal_answer(scene, run, event));
    }
    // The upstream's answer tells more than the connection, where both were seen.
    let alive = request.upstream_answer.or(request.connected);
    claim
        .not("upstream", run, alive)
        .not("inode", run, request.created)
        .not("client", run, request.client_close)
        .done()
}

/// Files that hold what is relayed.
const KEPT: &[DescriptorRole] = &[DescriptorRole::CacheFile, DescriptorRole::TempFile, DescriptorRole::File];

/// A write that failed.
fn failed(scene: &Scene<'_>) -> Option<Fault> {
    let suspect = scene.suspects.iter().find(|suspect| {
        suspect.is(&[Family::Write], &["ENOSPC"])
            && KEPT.contains(&suspect.object.role)
            && scene.reading(suspect.run).is_some_and(|reading| {
                reading
                    .request(suspect.event)
                    .is_some_and(|unit| holds_a_response(reading, unit, suspect.event))
            })
    })?;
    let name = suspect.object.name.clone();
    Some(Fault { run: suspect.run, event: suspect.event, name, score: suspect.score, short: false })
}

/// The last write of the file took a part of its bytes (write(2): no room for the rest), and the request was given up.
fn short(scene: &Scene<'_>) -> Option<Fault> {
    scene.failing().find_map(|(run, reading)| {
        reading.requests().find_map(|unit| {
            let kept = |id: &EventId| {
                KEPT.contains(&reading.role_of(*id))
                    && reading.seen(*id).is_some_and(|seen| seen.family() == Family::Write)
            };
            let event = unit.events.iter().copied().rfind(kept)?;
            let part = reading.seen(event).is_some_and(|seen| taken_in_part(&seen));
            let request = Request::of(reading, unit, event);
            let given_up = request.came_to_nothing(unit) && request.upstream_close.is_some();
            let name = reading.descriptor(event)?.target.clone();
            (part && given_up && holds_a_response(reading, unit, event)).then_some(Fault {
                run,
                event,
                name,
                score: 0,
                short: true,
            })
        })
    })
}

/// What the request did, as far as it bears on the failed write.
#[derive(Debug, Default)]
struct Request {
    cache_file: Option<DescriptorId>,
    created: Option<EventId>,
    connected: Option<EventId>,
    upstream_answer: Option<EventId>,
    upstream_close: Option<EventId>,
    log: Option<EventId>,
    access_log: Option<EventId>,
    unlink: Option<EventId>,
    client_close: Option<EventId>,
    written_before: bool,
    written_after: bool,
}

impl Request {
    fn of(reading: &Reading<'_>, unit: &Unit, fault: EventId) -> Self {
        let mut request = Self { cache_file: reading.descriptor_id(fault), ..Self::default() };
        request.created = request
            .cache_file
            .and_then(|id| reading.run.descriptors.get(id as usize)?.opened)
            .filter(|event| reading.seen(*event).is_some_and(|seen| seen.family() == Family::Create));
        for id in &unit.events {
            let Some(seen) = reading.seen(*id) else { continue };
            let writes = matches!(
                seen.name,
                "write" | "writev" | "send" | "sendto" | "sendmsg" | "sendfile" | "sendfile64"
            );
            let after = *id > fault;
            match reading.role_of(*id) {
                DescriptorRole::Client if writes && seen.returned().is_some_and(|bytes| bytes > 0) => {
                    request.written_after |= after;
                    request.written_before |= !after;
                }
                DescriptorRole::Client if seen.name == "close" && after => request.client_close = Some(*id),
                DescriptorRole::Upstream if seen.is_connected_check() => request.connected = Some(*id),
                DescriptorRole::Upstream if seen.name == "close" && after => {
                    request.upstream_close = Some(*id);
                }
                DescriptorRole::Upstream
                    if request.upstream_answer.is_none()
                        && matches!(seen.name, "recvfrom" | "read" | "recv" | "readv")
                        && seen.returned().is_some_and(|bytes| bytes > 0) =>
                {
                    request.upstream_answer = Some(*id);
                }
                DescriptorRole::ErrorLog if after && request.log.is_none() => request.log = Some(*id),
                DescriptorRole::AccessLog if after => request.access_log = Some(*id),
                _ if after && seen.name.starts_with("unlink") => request.unlink = Some(*id),
                _ => {}
            }
        }
        request
    }

    /// The file that could not be written: from the descriptor, the opening call, or what is removed afterwards.
    fn path(&self, reading: &Reading<'_>, name: &str) -> String {
        if name.starts_with('/') {
            return name.into();
        }
        let opening = self.created.or(self.unlink).and_then(|event| reading.seen(event));
        opening.map_or_else(|| name.into(), |seen| seen.path(reading.run))
    }

    fn came_to_nothing(&self, unit: &Unit) -> bool {
        !self.written_after && (self.client_close.is_some() || unit.ending == Ending::ClosedWithoutAnswer)
    }
}

/// True if the request had read from an upstream before the write: then the file holds a response.
/// A file that holds a request's body is written before the upstream is asked.
pub fn holds_a_response(reading: &Reading<'_>, unit: &Unit, fault: EventId) -> bool {
    unit.events.iter().take_while(|id| **id < fault).any(|id| {
        reading.role_of(*id) == DescriptorRole::Upstream
            && reading.seen(*id).is_some_and(|seen| {
                matches!(seen.name, "recvfrom" | "read" | "recv" | "readv" | "recvmsg")
                    && seen.returned().is_some_and(|bytes| bytes > 0)
            })
    })
}

/// Where the normal run wrote to its client for the first time, in the request that is compared.
fn normal_answer(scene: &Scene<'_>, run: usize, fault: EventId) -> Option<(usize, EventId)> {
    let compared = scene.alignments(run).find_map(|alignment| {
        let here = alignment.rows.iter().any(|row| row.failing == Some(fault));
        let unit = scene.reading(alignment.normal.run)?.run.units.get(alignment.normal.unit)?;
        here.then_some((alignment.normal.run, unit))
    });
    let (normal, unit) = compared.or_else(|| {
        let (run, reading) = scene.working().next()?;
        Some((run, reading.requests().next()?))
    })?;
    let reading = scene.reading(normal)?;
    let first = unit.events.iter().copied().find(|id| {
        reading.role_of(*id) == DescriptorRole::Client
            && reading
                .seen(*id)
                .is_some_and(|seen| seen.name.starts_with("write") || seen.name.starts_with("send"))
    })?;
    Some((normal, first))
}

/// The server's name: the program where it is known, nginx where its own marks are seen, else a general word.
fn server_name(reading: &Reading<'_>, event: EventId) -> String {
    let program = reading.program(event);
    if program != "the program" {
        return program.into();
    }
    // A new cache file is the key's hash, a dot and a counter of ten digits: ngx_create_temp_file().
    let nginx = reading.descriptor(event).is_some_and(|descriptor| {
        descriptor
            .target
            .rsplit_once('.')
            .is_some_and(|(_, number)| number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if nginx { "nginx".into() } else { "the proxy".into() }
}
