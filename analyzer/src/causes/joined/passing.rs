//! What the configuration passes on, and what became of it.

use super::{At, begin, behind, told};
use crate::causes::configured::asks::single_failures;
use crate::causes::configured::places::{Place, Places, host};
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::listed;
use crate::causes::reasoning::scene::Scene;
use crate::model::address::is_bare;
use crate::model::config::{Config, DirectiveId};
use crate::model::log::{Entry, Level, Log, LogEntry, NginxMessage};
use crate::order::{Flat, InList};
use crate::report::Confidence;

/// Every line of nginx's error log.
pub fn messages<'a>(scene: &Scene<'a>) -> impl Iterator<Item = (&'a Log, &'a LogEntry, &'a NginxMessage)> {
    let entries = scene.case.entries();
    entries.filter_map(|(log, entry)| match &entry.kind {
        Entry::Nginx(message) => Some((log, entry, message)),
        _ => None,
    })
}

fn config<'a>(places: &Places<'a>, tree: usize) -> Option<&'a Config> {
    places.trees.get(tree).map(|tree| tree.config)
}

/// What comes back from the port of HTTPS is no HTTP, and the address says `http`.
pub fn plain_to_tls(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    messages(scene)
        .filter(|(log, _, one)| log.str(one.message).contains("no valid HTTP/1.0 header"))
        .find_map(|(log, entry, one)| {
            let upstream = log.str(one.upstream);
            let tls = upstream.starts_with("http://") && parts(upstream).1 == 443;
            let at = (log.source, entry.line);
            tls.then(|| begin(scene, id, Confidence::Likely, at, at).mark("host", host(upstream)).done())?
        })
}

/// No server is left of a group whose servers are all marked down, or all limited and never failed.
pub fn peers_down(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    messages(scene).filter(|(log, _, one)| log.str(one.message).contains("no live upstreams")).find_map(
        |(log, entry, one)| {
            let group = places.group(log.str(one.upstream))?;
            let servers = places.servers(group);
            let config = config(places, group.0)?;
            let says = |id: &DirectiveId, word: &str| {
                let directive = config.directives.get(*id);
                directive.is_some_and(|one| {
                    one.arguments.iter().skip(1).any(|at| config.str(*at).starts_with(word))
                })
            };
            let down = servers.iter().all(|id| says(id, "down"));
            let limited = servers.iter().all(|id| says(id, "down") || says(id, "max_conns="));
            let shown = places.at(group.0, *servers.first()?)?;
            if !down && (!limited || single_failures(scene.case)) {
                return None;
            }
            let confidence = if down { Confidence::Proven } else { Confidence::Likely };
            let claim = begin(scene, id, confidence, shown, (log.source, entry.line)).variant("down", down);
            claim.mark("name", config.argument(group.1, 0)).done()
        },
    )
}

/// The `server` block around a place.
fn server(places: &Places<'_>, place: &Place) -> Option<DirectiveId> {
    let tree = places.trees.get(place.tree)?;
    tree.around(place.block).into_iter().flatten().find(|id| tree.config.name(*id) == "server")
}

/// The ports on which a `server` block listens.
fn ports(places: &Places<'_>, tree: usize, server: DirectiveId) -> Vec<u16> {
    let Some(tree) = places.trees.get(tree) else { return Vec::new() };
    let mut found: Vec<u16> = tree
        .own(Some(server), "listen")
        .map(|id| {
            let word = tree.config.argument(id, 0);
            word.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(80)
        })
        .in_list();
    if found.is_empty() {
        found.push(80);
    }
    found
}

/// Host and port of a target: `http://host/` is port 80.
fn parts(target: &str) -> (&str, u16) {
    let authority = host(target);
    let usual = if target.starts_with("https") { 443 } else { 80 };
    match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().unwrap_or(usual)),
        None => (authority, usual),
    }
}

/// A place passes requests to its own server block, and the worker's slots run out.
pub fn loops(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    let (seen, _) = told(scene, &["worker_connections are not enough"])?;
    places.all.iter().filter(|place| place.pass.is_some()).find_map(|place| {
        let tree = places.trees.get(place.tree)?;
        let own = server(places, place)?;
        let listens = ports(places, place.tree, own);
        let names: Vec<&str> = tree
            .own(Some(own), "server_name")
            .filter_map(|id| tree.config.directives.get(id))
            .flat(|one| one.arguments.iter().map(|at| tree.config.str(*at)))
            .in_list();
        let own_target = |target: &str| {
            let (host, port) = parts(target);
            let local = host.starts_with("127.") || matches!(host, "localhost" | "[::1]" | "0.0.0.0");
            listens.contains(&port) && (local || names.contains(&host))
        };
        let servers = place.group.map(|group| places.servers(group)).unwrap_or_default();
        let leads_back = own_target(places.target(place))
            || (!servers.is_empty() && servers.iter().all(|id| own_target(tree.config.argument(*id, 0))));
        // Another block at that port may be meant, chosen by the Host header.
        let others = places
            .named("server")
            .filter(|(at, id)| {
                (*at, *id) != (place.tree, own)
                    && config(places, *at)
                        .is_some_and(|one| one.directives.get(*id).is_some_and(|one| one.block))
            })
            .any(|(at, id)| ports(places, at, id).iter().any(|port| listens.contains(port)));
        if !leads_back {
            return None;
        }
        let shown = places.at(place.tree, place.pass?)?;
        let confidence = if others { Confidence::Possible } else { Confidence::Likely };
        begin(scene, id, confidence, shown, seen).done()
    })
}

/// nginx connects to an address that is nowhere in the configuration that is shown.
pub fn not_reloaded(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    let whole = |config: &Config| {
        config.elided.is_empty() && (config.named("include").next().is_none() || !config.files.is_empty())
    };
    if places.trees.is_empty() || !places.trees.iter().all(|tree| whole(tree.config)) {
        return None;
    }
    let mut known: Vec<(String, u16)> = Vec::new();
    for place in &places.all {
        let target = places.target(place);
        if place.group.is_none() {
            known.push((parts(target).0.into(), parts(target).1));
        }
    }
    for group in places.groups() {
        for id in places.servers(group) {
            let (host, port) = parts(config(places, group.0)?.argument(id, 0));
            known.push((host.into(), port));
        }
    }
    // A name may stand for any address.
    if known.is_empty() || known.iter().any(|(host, _)| !is_bare(host)) {
        return None;
    }
    messages(scene).find_map(|(log, entry, one)| {
        let upstream = log.str(one.upstream);
        let (host, port) = parts(upstream);
        let literal = is_bare(host);
        if !literal || known.iter().any(|(known, of)| known == host && *of == port) {
            return None;
        }
        // The log is of this server: its block has the name that the message tells.
        let name = log.str(one.server);
        let named = places.named("server_name").any(|(tree, id)| places.says(tree, id, name));
        let path = log.str(one.request).split(' ').nth(1)?;
        let place =
            places.serving(path, "").filter(|place| place.pass.is_some() && !name.is_empty() && named)?;
        let shown = places.at(place.tree, place.pass?)?;
        // That it could not be read anew is told; otherwise the log may be another nginx's.
        let kept = messages(scene)
            .find(|(_, entry, one)| entry.level == Level::Critical && one.connection.is_none());
        let confidence = if kept.is_some() { Confidence::Likely } else { Confidence::Possible };
        let mut claim = begin(scene, id, confidence, shown, (log.source, entry.line));
        if let Some((log, entry, _)) = kept {
            claim.cite_line(log.source, entry.line, "also");
        }
        claim.mark("host", format!("{host}:{port}")).done()
    })
}

/// The requests that failed with one of these, with path and place in the log.
fn answered<'a>(scene: &Scene<'a>, statuses: &[u16]) -> Vec<(&'a str, u16, At)> {
    let entries = scene.case.entries();
    let found = entries.filter_map(|(log, entry)| {
        let Entry::Request(request) = &entry.kind else { return None };
        let path = request.asked_for(&log.text).1;
        statuses.contains(&request.status).then_some((path, request.status, (log.source, entry.line)))
    });
    found.in_list()
}

/// What frameworks say of a Host header that they do not serve: Django, webpack's server, Vite, Rails.
const HOST_REFUSED: &[&str] = &[
    "Invalid HTTP_HOST header",
    "DisallowedHost",
    "Invalid Host header",
    "Blocked host",
    "Blocked request. This host",
];

/// A place loses the headers of the block around it, and what it passes on is refused for them.
pub fn headers_lost(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    if places.all.is_empty() {
        return None;
    }
    let refused = told(scene, HOST_REFUSED).map(|(at, _)| at);
    let lost_at = |place: &Place| {
        let lost = places.lost_headers(place);
        lost.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("host"))
    };
    let requests = answered(scene, &[400, 403, 404, 421]);
    let found = requests.iter().find_map(|(path, status, at)| {
        let place = places.serving(path, "")?;
        Some((place, lost_at(place)?, *status, *at))
    });
    let (place, (name, shown), seen, sure) = match (found, refused) {
        (Some((place, lost, _, _)), Some(at)) => (place, lost, at, true),
        // 421 is about the host; the others have many reasons.
        (Some((place, lost, status, at)), None) => (place, lost, at, status == 421),
        (None, Some(at)) => {
            let place = places.all.iter().find(|place| lost_at(place).is_some())?;
            (place, lost_at(place)?, at, true)
        }
        (None, None) => return None,
    };
    let confidence = if sure { Confidence::Likely } else { Confidence::Possible };
    let mut claim = begin(scene, id, confidence, shown, seen);
    if let Some((source, line)) = places.line(place) {
        claim.cite_line(source, line, "also");
    }
    claim.mark("name", name).done()
}

/// A WebSocket handshake fails, and the place that passes it on drops its headers.
pub fn upgrade_missing(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    const REFUSED: &[&str] = &[
        "token not found in 'Connection' header",
        "token not found in 'Upgrade' header",
        "Handshake failed due to invalid Upgrade header",
        "Can \"Upgrade\" only to \"WebSocket\"",
        "Error during WebSocket handshake: Unexpected response code: 4",
    ];
    let places = &scene.places;
    let refused = answered(scene, &[426]).into_iter().map(|(path, _, at)| (path, at)).next();
    let (path, seen) = refused.or_else(|| told(scene, REFUSED).map(|(at, _)| ("", at)))?;
    let passes = |place: &&Place| {
        places.header(place, "Upgrade").is_none() && place.pass.is_some() && !places.elided(place)
    };
    let place = match places.serving(path, "") {
        Some(place) => Some(place).filter(passes),
        // The path is not told: then no place may pass the headers on.
        None => places.all.iter().find(passes).filter(|_| places.all.iter().all(|one| passes(&one))),
    }?;
    let shown = places.line(place)?;
    begin(scene, id, Confidence::Likely, shown, seen).done()
}

/// Typographic quotes in the configuration itself. The page that it was pasted from may have put them in: where lines
/// of a log have them as well, it has.
pub fn quotes(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let places = &scene.places;
    let seen = listed::told(scene)?;
    if scene.case.logs.iter().any(|log| log.text.contains(['\u{201c}', '\u{201d}'])) {
        return None;
    }
    let shown = places.trees.iter().find_map(|tree| {
        let begins = |at: &crate::source::Span| tree.config.str(*at).starts_with(['\u{201c}', '\u{2018}']);
        let one = tree.config.directives.iter().find(|one| one.arguments.iter().any(begins))?;
        Some((tree.config.source, one.line))
    })?;
    behind(begin(scene, id, Confidence::Possible, shown, seen).done())
}
