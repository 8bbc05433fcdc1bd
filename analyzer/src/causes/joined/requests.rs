//! Requests that two hops tell differently.

use super::passing::messages;
use super::{At, begin};
use crate::causes::configured::places::host;
use crate::causes::configured::values;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::spent;
use crate::causes::reasoning::wire::{Connection, Sign};
use crate::model::address::is_bare;
use crate::model::log::{Entry, Log, LogEntry, RequestEntry, Writer};
use crate::order::InList;
use crate::report::Confidence;

/// Two logs tell of one request if their lines are no further apart, in microseconds.
const TOGETHER: i64 = 2_000_000;

fn requests<'a>(scene: &Scene<'a>) -> Vec<(&'a Log, &'a LogEntry, &'a RequestEntry)> {
    let entries = scene.case.entries();
    let found = entries.filter_map(|(log, entry)| match &entry.kind {
        Entry::Request(request) => Some((log, entry, request)),
        _ => None,
    });
    found.in_list()
}

fn at(log: &Log, entry: &LogEntry) -> At {
    (log.source, entry.line)
}

fn together(scene: &Scene<'_>, one: (&Log, &LogEntry), other: (&Log, &LogEntry), within: i64) -> bool {
    let stamps = one.1.time.zip(other.1.time).map(|(a, b)| ((one.0.source, a), (other.0.source, b)));
    stamps.and_then(|(a, b)| scene.case.clocks.apart(a, b)).is_none_or(|apart| apart <= within)
}

/// The upstream's own log has the same request under another path, as the target of `proxy_pass` makes it.
pub fn path_changed(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    let all = requests(scene);
    all.iter().filter(|(.., request)| request.status == 404).find_map(|(log, entry, request)| {
        let path = request.asked_for(&log.text).1;
        let place = places.serving(path, "")?;
        let tree = places.trees.get(place.tree)?;
        let location = place.block.filter(|id| tree.config.name(*id) == "location")?;
        let prefix = tree.config.argument(location, 0);
        let target = places.target(place);
        let (_, behind) = target.split_once("://")?;
        let uri = behind.get(behind.find('/')?..)?;
        let sent = format!("{uri}{}", path.strip_prefix(prefix)?);
        if sent == path || prefix.starts_with(['~', '=', '^']) {
            return None;
        }
        let (other, line, _) = all.iter().find(|(other, line, theirs)| {
            other.source != log.source
                && theirs.status == 404
                && theirs.asked_for(&other.text).1 == sent
                && together(scene, (log, entry), (other, line), TOGETHER)
        })?;
        let shown = places.at(place.tree, place.pass?)?;
        // A prefix that is taken away is often meant; two slashes, or none, never are.
        let broken = sent.starts_with("//") || (!uri.ends_with('/') && prefix.ends_with('/'));
        let confidence = if broken { Confidence::Likely } else { Confidence::Possible };
        let mut claim = begin(scene, id, confidence, shown, at(other, line));
        claim.cite_line(log.source, entry.line, "also");
        claim.mark("path", path).mark("sent", sent).done()
    })
}

/// nginx answers in the name of one server block, and another one has the name that was asked for.
pub fn wrong_host(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    messages(scene).find_map(|(log, entry, one)| {
        let (server, asked) = (log.str(one.server), log.str(one.host));
        let asked = asked.split(':').next().filter(|name| !name.is_empty() && *name != server)?;
        let is = |tree: usize, id: usize, name: &str| {
            places.trees.get(tree).is_some_and(|tree| {
                let names =
                    tree.config.directives.get(id).map(|one| one.arguments.as_slice()).unwrap_or_default();
                names.iter().any(|at| tree.config.str(*at) == name)
            })
        };
        // The block that answered has the other name not among its own.
        let block = |(tree, id): (usize, usize)| Some((tree, places.trees.get(tree)?.parent(id)?));
        let own = places.named("server_name").find(|(tree, id)| is(*tree, *id, server))?;
        let wanted = places.named("server_name").find(|(tree, id)| is(*tree, *id, asked))?;
        if block(own) == block(wanted) {
            return None;
        }
        let shown = places.at(wanted.0, wanted.1)?;
        let claim = begin(scene, id, Confidence::Likely, shown, at(log, entry));
        claim.mark("name", asked).mark("server", server).done()
    })
}

/// The balancer answers 504 after as long as nginx had the request when its client, the balancer, was gone.
pub fn balancer_gives_up(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let all = requests(scene);
    let gone = |request: &RequestEntry| request.status == 499 && request.writer != Writer::CloudBalancer;
    all.iter().filter(|(.., request)| gone(request)).find_map(|(log, entry, request)| {
        let waited = request.duration.filter(|waited| *waited >= 1_000_000)?;
        let (front, line, _) = all.iter().find(|(front, line, theirs)| {
            let near =
                theirs.duration.is_none_or(|other| (other - waited).abs() <= (waited / 20).max(1_000_000));
            front.source != log.source
                && matches!(theirs.status, 504 | 502)
                && near
                && theirs.asked_for(&front.text) == request.asked_for(&log.text)
                // The balancer may date its line by the request's beginning.
                && together(scene, (log, entry), (front, line), waited.saturating_add(TOGETHER))
        })?;
        let waited = spent::words(waited);
        begin(scene, id, Confidence::Likely, at(front, line), at(log, entry)).mark("waited", waited).done()
    })
}

/// Long requests end when old workers must, so long after the configuration was read anew.
pub fn reload_cuts(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let (tree, directive) = scene.places.named("worker_shutdown_timeout").next()?;
    let config = scene.places.trees.get(tree)?.config;
    let limit = values::nginx_time(config.argument(directive, 0))?;
    let (log, reload, _) =
        messages(scene).find(|(log, _, one)| log.str(one.message).ends_with(", reconfiguring"))?;
    requests(scene).into_iter().find_map(|(other, entry, request)| {
        let stamps = reload.time.zip(entry.time)?;
        let behind = scene.case.clocks.apart((log.source, stamps.0), (other.source, stamps.1))?;
        // It was under way at the reload, and ended with the worker.
        let cut = request.duration.is_some_and(|took| took >= limit) && (behind - limit).abs() <= TOGETHER;
        if !cut {
            return None;
        }
        let mut claim = begin(scene, id, Confidence::Likely, at(log, reload), at(other, entry));
        if let Some((source, line)) = scene.places.at(tree, directive) {
            claim.cite_line(source, line, "also");
        }
        claim.mark("waited", spent::words(limit)).done()
    })
}

/// nginx refuses a request for which it asked no upstream, and the place that serves its path has a limit.
pub fn limited(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    let all = requests(scene);
    all.iter().find_map(|(log, entry, request)| {
        // Only a log that tells of upstreams tells that there was none.
        let tells = || all.iter().any(|one| one.0.source == log.source && !one.2.upstreams.is_empty());
        let place = places.serving(request.asked_for(&log.text).1, "")?;
        let tree = places.trees.get(place.tree)?;
        let (limit, status) =
            [("limit_req", "limit_req_status"), ("limit_conn", "limit_conn_status")].into_iter().find_map(
                |(name, status)| Some((tree.in_force(place.block, name).0.first().copied()?, status)),
            )?;
        let refused = places.setting(place, status, "503").value.parse() == Ok(request.status);
        if !refused || !request.upstreams.is_empty() || !tells() {
            return None;
        }
        let shown = places.at(place.tree, limit)?;
        let name = tree.config.name(limit);
        begin(scene, id, Confidence::Likely, shown, at(log, entry)).mark("name", name).done()
    })
}

/// nginx makes a 502 where a place passes requests to a variable that holds a name, and no name server is configured.
pub fn no_resolver(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    if places.named("resolver").next().is_some() {
        return None;
    }
    requests(scene).into_iter().filter(|(.., request)| request.status == 502).find_map(
        |(log, entry, request)| {
            let place = places.serving(request.asked_for(&log.text).1, "")?;
            let config = places.trees.get(place.tree)?.config;
            let variable =
                host(places.target(place)).split(':').next()?.strip_prefix('$')?.trim_matches(['{', '}']);
            let set = config
                .named("set")
                .find(|id| config.argument(*id, 0).strip_prefix('$').is_some_and(|name| name == variable))?;
            let name = host(config.argument(set, 1)).split(':').next()?;
            let known =
                name.is_empty() || name.contains('$') || is_bare(name) || places.group(name).is_some();
            // An address in the log is one that was found.
            if known
                || request.upstreams.iter().any(|one| log.str(*one).starts_with(|c: char| c.is_ascii_digit()))
            {
                return None;
            }
            let whole = config.elided.is_empty() && config.named("include").next().is_none();
            let confidence = if whole { Confidence::Likely } else { Confidence::Possible };
            let shown = places.at(place.tree, place.pass?)?;
            let mut claim = begin(scene, id, confidence, shown, at(log, entry));
            if let Some((source, line)) = places.at(place.tree, set) {
                claim.cite_line(source, line, "also");
            }
            claim.mark("name", name).done()
        },
    )
}

/// Connections that the server closes after one and the same number of requests, and one that was used once more.
pub fn request_limit(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let signs = [Sign::IdleRace, Sign::ResetWithoutAnswer, Sign::ClosedWithoutAnswer];
    scene.wire.connections.iter().filter(|one| one.sign.is_some_and(|sign| signs.contains(&sign))).find_map(
        |late| {
            let limit = late.points.requests.checked_sub(1).filter(|limit| *limit >= 2)?;
            let full = |one: &&Connection<'_>| {
                one.sign.is_none() && one.server == late.server && one.points.server_fin.is_some()
            };
            let closed: Vec<&Connection<'_>> = scene.wire.connections.iter().filter(full).in_list();
            let constant = closed.iter().all(|one| one.points.requests == limit && one.opened);
            let shown = closed.first().and_then(|one| one.at(one.points.server_fin))?;
            let seen = late.at(late.points.end.or(late.points.request))?;
            if closed.len() < 2 || !constant || !late.opened {
                return None;
            }
            let at = (shown.source, shown.line);
            let claim = begin(scene, id, Confidence::Likely, at, (seen.source, seen.line)).score(75);
            claim.mark("limit", limit.to_string()).done()
        },
    )
}
