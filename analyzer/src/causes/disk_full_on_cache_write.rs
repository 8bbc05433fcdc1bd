//! A proxy cannot write its cache or temporary file, because the file system is full, and drops the client's response.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::{Reading, directory};
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};
use crate::trace::{DescriptorId, DescriptorRole, Ending, Unit};

const ID: &str = "disk-full-on-cache-write";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, explanation: include_str!("disk-full-on-cache-write.md"), check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (suspect, reading, unit) = scene.suspects.iter().find_map(|suspect| {
        let reading = scene.reading(suspect.run)?;
        let unit = reading.request(suspect.event)?;
        let fits = suspect.is(&[Family::Write], &["ENOSPC"])
            && matches!(
                suspect.object.role,
                DescriptorRole::CacheFile | DescriptorRole::TempFile | DescriptorRole::File
            )
            && holds_a_response(reading, unit, suspect.event);
        fits.then_some((suspect, reading, unit))
    })?;
    let run = suspect.run;
    let request = Request::of(reading, unit, suspect.event);
    let path = request.path(reading, suspect);
    let dir = directory(&path);
    let cut = request.written_before;
    let program = server_name(reading, suspect.event);

    let mut claim =
        Claim::new(scene, ID, Confidence::Proven, suspect.score.max(90)).blames(run, suspect.event);
    if !request.came_to_nothing(unit) {
        claim = claim.confidence(Confidence::Likely);
    }
    let fault = claim.cite(
        run,
        suspect.event,
        "writing the response to the cache file fails: the file system has no free block",
    );
    let close = request.client_close.and_then(|event| {
        claim.cite(
            run,
            event,
            if cut {
                "the client's connection is closed with the response cut short"
            } else {
                "the client's connection is closed and 0 bytes were written to it"
            },
        )
    });
    let log = request
        .log
        .and_then(|event| claim.cite(run, event, "the server writes this to its error log at once"));
    let given_up = request.upstream_close.and_then(|event| {
        claim.cite(run, event, "the upstream connection is given up in the middle of the answer")
    });
    let unlinked =
        request.unlink.and_then(|event| claim.cite(run, event, "the unfinished cache file is removed"));
    let answered =
        request.upstream_answer.and_then(|event| claim.cite(run, event, "the upstream had answered"));
    let logged = request.access_log.and_then(|event| {
        claim.cite(run, event, "the access log counts the upstream's status, with 0 bytes sent")
    });

    claim = claim
        .title(if cut {
            format!("The disk under {program}'s cache is full, and the answer broke off")
        } else {
            format!("The disk under {program}'s cache is full, and the answer was thrown away")
        })
        .summary(if cut {
            format!("{program} had begun to answer when a write of its cache file below {dir} failed with ENOSPC; it gave the request up and closed the client's connection in the middle of the body.")
        } else {
            format!("{program} got a good answer from its upstream, but could not write it to its cache below {dir} (ENOSPC), gave the request up and closed the client's connection without one byte. Whatever stands in front of it saw a connection that ended before a status line and made the error page itself. A HEAD request still gets through: its header is flushed before the cache is written.")
        })
        .hop(program.as_str())
        .step("The cache volume is full: it has no free block for another response", fault)
        .step("The upstream answers well: the response is to be stored while it is relayed", answered)
        .step("The cache write fails: ENOSPC instead of the bytes stored", fault)
        .step(&format!("{program} gives the request up: it closes the upstream, removes the unfinished file and logs the error"), given_up.or(unlinked).or(log));
    claim = if cut {
        claim.step("The reply is cut short: the client gets a status line and only a part of the body", close)
    } else {
        claim
            .step("The reply is never sent: the header was held back until there was a body to send, so the client gets 0 bytes", close)
            .step("The hop in front says 502: it sees a close before a status line; this server's own access log shows the upstream's status with 0 bytes", logged)
    };
    if !cut {
        claim = claim.absent(
            "any write or sendfile to the client's connection",
            normal_answer(scene, run, suspect.event),
            "the header and the body go out only once the cache write has succeeded",
        );
    }
    if let Some(event) = request.connected.or(request.upstream_answer) {
        claim = claim.refute(
            "the upstream is down or slow",
            run,
            request.upstream_answer.unwrap_or(event),
            "it accepted the connection and answered before the write failed",
        );
    }
    if let Some(event) = request.created {
        claim = claim.refute(
            "the file system has no free inode",
            run,
            event,
            "creating the file succeeded straight before; with no inode left this call would have failed",
        );
    }
    if let Some(event) = request.client_close {
        claim = claim.refute(
            "the client left first",
            run,
            event,
            "the server closes the connection; nothing says that the client had hung up before",
        );
    }
    claim
        .confirm(&format!("df -h {dir}"), "100 % used, or less free than one response needs", "space is free: look for a quota, for blocks reserved for root, or for a volume that was cleaned meanwhile")
        .confirm(&format!("df -i {dir}"), "free inodes are left (it is the blocks that are gone)", "100 % used: then creating files fails, which this trace does not show")
        .confirm("awk '$9==200 && $10==0' access.log", "requests with status 200 and 0 bytes from the same time", "no such line: the log format may have other columns")
        .fix(FixKind::Now, &format!("Free space on the volume that holds {dir}: remove old cache files or whatever else fills it, then try the request again."), &format!("df -h {dir} && du -xsh {dir}"))
        .fix(FixKind::Proper, "Keep the cache smaller than its volume: lower max_size below what the volume holds, and let the cache manager look at the free space (min_free, nginx 1.19.1 and later). Give the cache a volume of its own.", "proxy_cache_path /var/cache/nginx levels=1:2 keys_zone=pages:100m\n                 max_size=10g min_free=1g inactive=60m use_temp_path=off;")
        .fix(FixKind::HidesIt, "proxy_cache off lets answers through, at the price of every request going to the upstream.", "")
        .applies_when("a response that is stored while it is relayed (proxy_cache, proxy_store, or a response larger than the memory buffers)")
        .done()
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
    fn path(&self, reading: &Reading<'_>, suspect: &Suspect<'_>) -> String {
        if suspect.object.name.starts_with('/') {
            return suspect.object.name.clone();
        }
        let opening = self.created.or(self.unlink).and_then(|event| reading.seen(event));
        opening.map_or_else(|| suspect.object.name.clone(), |seen| seen.path(reading.run))
    }

    fn came_to_nothing(&self, unit: &Unit) -> bool {
        !self.written_after && (self.client_close.is_some() || unit.ending == Ending::ClosedWithoutAnswer)
    }
}

/// True if the request had read from an upstream before the write: then the file holds a response.
/// A file that holds a request's body is written before the upstream is asked.
fn holds_a_response(reading: &Reading<'_>, unit: &Unit, fault: EventId) -> bool {
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
