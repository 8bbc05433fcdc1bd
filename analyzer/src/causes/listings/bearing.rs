//! Lines of listings that bear on a diagnosis: they are cited with it, and make it surer where they show the very thing.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::listed;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::words::shorten;
use crate::model::host::{FileRow, OpenFiles, Resource, Volume};
use crate::model::listing::{Fact, Item, Listing};
use crate::model::reach::Resolution;
use crate::order::Pick;
use crate::report::{Confidence, Evidence};
use crate::source::LineNumber;

/// No diagnosis gets more lines than this.
const MOST: usize = 4;

/// A process that was started within so many microseconds after a failure is the next life of the one that failed.
const NEXT_LIFE: i64 = 600_000_000;

/// Quotes are cut to about this many characters.
const QUOTE: usize = 200;

/// What a line says of a diagnosis.
struct Bears {
    why: &'static str,
    /// It shows the cause itself.
    shows: bool,
}

impl Bears {
    /// The line goes with the diagnosis.
    const fn with(why: &'static str) -> Self {
        Self { why, shows: false }
    }

    /// The line shows the cause.
    const fn shows(why: &'static str) -> Self {
        Self { why, shows: true }
    }
}

/// What is asked of the lines for one diagnosis.
struct Question<'s, 'a> {
    scene: &'s Scene<'a>,
    cause: &'s str,
    /// The path that failed; empty if there is none.
    path: String,
    /// The peer's address without its port; empty if there is none.
    host: String,
    /// When it failed, in local microseconds or in those of the day.
    when: Option<i64>,
}

/// Adds the lines of listings that bear on the diagnoses.
pub fn bear_out(scene: &Scene<'_>, findings: &mut [Finding]) {
    if scene.case.listings.is_empty() {
        return;
    }
    for finding in findings {
        let cause = finding.diagnosis.cause.clone();
        let question = Question {
            scene,
            cause: &cause,
            path: path(scene, finding),
            host: host(scene, finding),
            when: when(scene, finding),
        };
        let mut added = 0;
        let mut said: Vec<&'static str> = Vec::new();
        for (listing, item) in scene.case.items() {
            let Some(bears) = question.asks(listing, item).filter(|bears| !said.contains(&bears.why)) else {
                continue;
            };
            said.push(bears.why);
            if bears.shows {
                finding.diagnosis.confidence = surer(finding.diagnosis.confidence);
            }
            added += usize::from(cite(scene, finding, listing, item, bears.why));
            if added >= MOST {
                break;
            }
        }
    }
}

fn surer(confidence: Confidence) -> Confidence {
    if confidence == Confidence::Possible { Confidence::Likely } else { Confidence::Proven }
}

/// Adds a line, unless it is cited already.
fn cite(scene: &Scene<'_>, finding: &mut Finding, listing: &Listing, item: &Item, why: &str) -> bool {
    let source = scene.case.sources.get(listing.source).map_or("", |source| source.name.as_str());
    let evidence = &mut finding.diagnosis.evidence;
    if evidence.iter().any(|one| one.line == item.line && one.source == source) {
        return false;
    }
    let quote = shorten(listing.str(item.text), QUOTE);
    evidence.push(Evidence { source: source.into(), line: item.line, quote, why: why.into() });
    true
}

/// The path that a finding is about: of the call that it blames, or in quotes in a line that it cites.
fn path(scene: &Scene<'_>, finding: &Finding) -> String {
    let suspect = finding
        .fault
        .and_then(|(run, event)| scene.suspects.iter().find(|one| one.run == run && one.event == event));
    let named = suspect
        .map(|one| (one, one.object.name.trim_start_matches("unix:")))
        .filter(|(one, name)| name.starts_with('/') || one.family.by_path())
        .map(|(_, name)| name);
    if let Some(name) = named {
        return name.to_string();
    }
    let quoted = finding.diagnosis.evidence.iter().find_map(|line| {
        let from = line.quote.find("\"/").or_else(|| line.quote.find("unix:/").map(|at| at + 4))? + 1;
        line.quote.get(from..)?.split(['"', ':', ' ', '…']).next()
    });
    quoted.unwrap_or("").to_string()
}

/// The host of the address that a finding is about.
fn host(scene: &Scene<'_>, finding: &Finding) -> String {
    let suspect = finding
        .fault
        .and_then(|(run, event)| scene.suspects.iter().find(|one| one.run == run && one.event == event));
    let of_call = suspect.and_then(|one| one.object.name.rsplit_once(':')).map(|(host, _)| host);
    let of_log = || {
        finding.diagnosis.evidence.iter().find_map(|line| {
            let (_, rest) = line.quote.split_once("upstream: \"")?;
            let (_, address) = rest.split_once("://")?;
            Some(address.split([':', '/', '"']).next().unwrap_or(""))
        })
    };
    of_call.or_else(of_log).unwrap_or("").to_string()
}

/// When it failed: the time of the first line of its evidence that has one.
fn when(scene: &Scene<'_>, finding: &Finding) -> Option<i64> {
    let time = |source: &str, line: LineNumber| {
        let id = scene.case.sources.iter().position(|one| one.name == source)?;
        let of_log = scene.case.logs.iter().find(|log| log.source == id).and_then(|log| {
            log.entries.iter().find(|entry| entry.line == line)?.time.map(|stamp| stamp.local_micros)
        });
        of_log.or_else(|| {
            let run = scene.case.runs.iter().find(|run| run.source == id)?;
            run.trace.events.iter().find(|event| event.line == line)?.time
        })
    };
    finding.diagnosis.evidence.iter().find_map(|one| time(&one.source, one.line))
}

impl Question<'_, '_> {
    fn is(&self, causes: &[&str]) -> bool {
        causes.contains(&self.cause)
    }

    /// What a line says of the diagnosis, if anything.
    fn asks(&self, listing: &Listing, item: &Item) -> Option<Bears> {
        match &item.fact {
            Fact::Volume(volume) => self.of_volume(listing, volume),
            Fact::Mount(mount) => {
                let options = listing.str(mount.options);
                let has = |option: &str| options.split(',').any(|one| one == option);
                let here = self.holds(listing, listing.str(mount.point), |fact| match fact {
                    Fact::Mount(other) => Some(other.point),
                    _ => None,
                });
                match self.cause {
                    "read-only-filesystem" if here && has("ro") => {
                        Some(Bears::shows("the file system is mounted read-only"))
                    }
                    "noexec-mount" | "permission-denied" if here && has("noexec") => {
                        Some(Bears::with("programs of this file system cannot be executed: noexec"))
                    }
                    _ => None,
                }
            }
            Fact::Limit(limit) if limit.resource == Resource::OpenFiles => {
                let low = limit.soft.is_some_and(|soft| soft <= 1 << 20);
                (low && self.is(&["fd-limit", "worker-open-file-limit", "descriptor-leak"]))
                    .then(|| Bears::with("the limit of open files in force"))
            }
            Fact::OpenFiles(open) => self.of_descriptors(listing, item, *open),
            Fact::Process(process) => {
                let started = process.started?.local_micros;
                let when = self.when?;
                // A trace may tell the time of day only.
                let started =
                    if when < 86_400_000_000 { started.rem_euclid(86_400_000_000) } else { started };
                // `ps` tells whole seconds.
                let next = (-1_000_000..=NEXT_LIFE).contains(&(started - when));
                (next && self.is(ENDED))
                    .then(|| Bears::with("started after the failure: the process before it had ended"))
            }
            Fact::Container(container) if self.is(OUT_OF_MEMORY) => {
                match (container.out_of_memory, container.exit_code) {
                    (Some(true), _) => Some(Bears::shows("the container was ended for want of memory")),
                    (_, Some(137)) => Some(Bears::with("ended by SIGKILL: 137 is 128 and 9")),
                    _ => None,
                }
            }
            Fact::Unit(unit) if self.is(OUT_OF_MEMORY) && listing.str(unit.state).contains("oom-kill") => {
                Some(Bears::shows("the service manager says that it was ended for want of memory"))
            }
            Fact::Neighbour(neighbour) if neighbour.failed => {
                let same = self.host.is_empty() || self.host == listing.str(neighbour.address);
                (same && self.is(&["upstream-no-route", "host-unreachable", "upstream-connect-timeout"]))
                    .then(|| Bears::with("this host does not answer on its own network"))
            }
            Fact::Lookup(lookup) => match (self.cause, lookup.result) {
                ("upstream-name-nxdomain" | "name-not-found", Resolution::NoSuchName) => {
                    Some(Bears::with("asked directly, there is no such name either"))
                }
                ("dns-server-failure", Resolution::ServerFailed | Resolution::Refused) => {
                    Some(Bears::with("asked directly, the server fails as well"))
                }
                ("resolver-timeout" | "dns-resolver-unreachable", Resolution::NoAnswer) => {
                    Some(Bears::with("asked directly, no server answers either"))
                }
                _ => None,
            },
            Fact::File(file) => self.of_file(listing, item, file),
            Fact::Answer(answer) => {
                let failed = answer.error.is_some_and(|error| error != 0)
                    || answer.status.is_some_and(|status| status >= 500 || status == 0);
                let seen = self.cause.starts_with("upstream-")
                    || self.is(&["disk-full-on-cache-write", "no-live-upstreams"]);
                (failed && seen).then(|| Bears::with("what a client got"))
            }
            Fact::Version(version) => match (self.cause, version.program) {
                ("upstream-keepalive-disabled-http10", "nginx") => {
                    Some(Bears::with("this version speaks HTTP/1.0 to upstreams unless it is told otherwise"))
                }
                ("node-server-timeout", "node") => {
                    Some(Bears::with("this version closes connections after 120 seconds without traffic"))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// True if the mount point is, of all that the listing names, the nearest above the path.
    fn holds(
        &self,
        listing: &Listing,
        mount: &str,
        point: impl Fn(&Fact) -> Option<crate::source::Span>,
    ) -> bool {
        let mounts = listing.items.iter().filter_map(|item| point(&item.fact)).map(|span| listing.str(span));
        let nearest = mounts.filter(|mount| above(mount, &self.path)).greatest(|mount| mount.len());
        nearest == Some(mount)
    }

    fn of_volume(&self, listing: &Listing, volume: &Volume) -> Option<Bears> {
        let of_blocks = self.is(&["disk-full", "disk-full-on-cache-write", "disk-quota-exceeded"]);
        let of_inodes = self.is(&["inodes-exhausted"]);
        let mount = listing.str(volume.mount);
        let here = self.holds(listing, mount, |fact| match fact {
            Fact::Volume(other) if other.inodes == volume.inodes => Some(other.mount),
            _ => None,
        });
        if !here || !(of_blocks || of_inodes) {
            return None;
        }
        let ever_full = self.scene.case.items().any(|(other, item)| {
            matches!(&item.fact, Fact::Volume(one) if one.inodes == volume.inodes && other.str(one.mount) == mount && full(one))
        });
        match (full(volume), volume.inodes) {
            (true, false) if self.cause == "disk-quota-exceeded" => {
                Some(Bears::with("the volume itself is full as well"))
            }
            (true, false) if of_blocks => Some(Bears::shows("the volume that holds it is full")),
            (true, true) if of_inodes => Some(Bears::shows("the volume that holds it has no inode left")),
            (false, true) if of_blocks => Some(Bears::with("inodes are free: it is the blocks that ran out")),
            (false, false) if of_inodes && volume.available.is_some() => {
                Some(Bears::with("blocks are free: it is the inodes that ran out"))
            }
            (false, false) if !ever_full && self.cause != "disk-quota-exceeded" => Some(Bears::with(
                "when this was asked there was room: it was freed since, or what is left is reserved for root, or a quota applies",
            )),
            _ => None,
        }
    }

    /// The last count of a process, beside the limit.
    fn of_descriptors(&self, listing: &Listing, item: &Item, open: OpenFiles) -> Option<Bears> {
        if !self.is(&["fd-limit", "worker-open-file-limit", "descriptor-leak"]) {
            return None;
        }
        let later = listing.items.iter().any(|other| {
            other.line > item.line && matches!(other.fact, Fact::OpenFiles(next) if next.pid == open.pid && next.count >= open.count)
        });
        let limits = self.scene.case.items().filter_map(|(_, item)| match &item.fact {
            Fact::Limit(limit) if limit.resource == Resource::OpenFiles => limit.soft,
            _ => None,
        });
        // What counts them opens a descriptor itself, or was a moment late.
        let reached = limits.min().is_some_and(|limit| open.count.saturating_add(2) >= limit);
        match (later, reached) {
            (true, _) => None,
            // Which process it is about is not told, so this makes nothing surer.
            (false, true) => Some(Bears::with("as many descriptors are open as the limit allows")),
            (false, false) => Some(Bears::with("so many descriptors were open when this was asked")),
        }
    }

    /// A file or directory on the path that others may not use.
    fn of_file(&self, listing: &Listing, item: &Item, file: &FileRow) -> Option<Bears> {
        let permission = self.cause.contains("permission") || self.cause == "not-executable";
        let name = listing.str(file.name).trim_end_matches('/');
        let on_path = !name.is_empty()
            && (above(name, &self.path)
                || !name.starts_with('/') && self.path.split('/').any(|part| part == name));
        let mode = listing.str(file.mode);
        // What `lsattr` prints is longer than a mode.
        let fixed = mode.len() > 11 && mode.contains(['i', 'a']);
        if self.cause == "immutable-file" && fixed && (on_path || self.path.ends_with(name)) {
            return Some(Bears::shows("the flag that forbids every change of it"));
        }
        if self.cause == "dangling-symlink" {
            let link = listed::dangling(self.scene, &self.path);
            let here =
                link.is_some_and(|link| link.listing.source == listing.source && link.item.line == item.line);
            return here
                .then(|| Bears::shows("this link on the path leads to what the directory does not have"));
        }
        let others = mode.get(7..10).unwrap_or("rwx");
        let closed = if mode.starts_with('d') {
            !others.ends_with(['x', 't'])
        } else {
            others == "---" || !others.starts_with('r')
        };
        (permission && on_path && closed)
            .then(|| Bears::with("its rights keep out everybody but owner and group"))
    }
}

/// Causes by which a process ends, so that another takes its place.
const ENDED: &[&str] = &[
    "upstream-process-crashed",
    "upstream-oom-killed",
    "upstream-exited-log-fatal",
    "upstream-closed-early",
    "upstream-reset",
    "upstream-connection-refused",
    "upstream-unix-socket-stale",
    "oom-killed",
    "killed-by-signal",
    "crash-null-pointer",
    "crash-invalid-memory",
    "crash-abort",
    "gunicorn-worker-timeout",
    "uwsgi-harakiri",
    "php-fpm-child-crashed",
    "proxy-worker-crashed",
];

/// Causes by which a process ends on SIGKILL.
const OUT_OF_MEMORY: &[&str] = &["oom-killed", "upstream-oom-killed", "killed-by-signal", "child-killed"];

/// No room for users: 100 %, or nothing available.
fn full(volume: &Volume) -> bool {
    volume.percent == Some(100) || volume.available == Some(0) && volume.total.is_some_and(|total| total > 0)
}

/// True if a path is a directory above another, or the same.
fn above(directory: &str, path: &str) -> bool {
    let directory = directory.trim_end_matches('/');
    !path.is_empty()
        && path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
