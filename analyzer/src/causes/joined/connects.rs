//! Connections that failed, and what tells that the address was the wrong one to ask.

use super::{At, begin, told, told_of};
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::listed;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::sockets::rows;
use crate::model::listing::Fact;
use crate::model::log::Entry;
use crate::model::socket::State;
use crate::model::time::Stamp;
use crate::order::Pick;
use crate::report::Confidence;
use crate::source::SourceId;

/// nginx gives its workers these numbers where it is the first program of a container.
const FIRST_PIDS: u32 = 100;

/// An event of a deployment this near to a failure belongs to it, in microseconds.
const NEAR: i64 = 60_000_000;

/// A connection that failed.
#[derive(Debug, Clone)]
pub struct Failed {
    /// The host without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The errno, 110 where a time limit ended the attempt.
    pub errno: u16,
    /// The line.
    pub at: At,
    /// When.
    time: Option<(SourceId, Stamp)>,
    /// The process's number in nginx's log; 0 elsewhere.
    pid: u32,
}

/// Every connection that failed, as nginx's log, traces, and the runtimes of Node and Go tell it.
pub fn failed(scene: &Scene<'_>) -> Vec<Failed> {
    let mut found = Vec::new();
    let mut add = |address: &str, errno, at, time, pid| {
        if let Some((host, port)) = parts(address) {
            found.push(Failed { host, port, errno, at, time, pid });
        }
    };
    for log in scene.case.logs {
        for entry in &log.entries {
            let (at, time) = ((log.source, entry.line), entry.time.map(|time| (log.source, time)));
            match &entry.kind {
                Entry::Nginx(message) if log.str(message.action) == "connecting to upstream" => {
                    let Some(errno) = message.errno else { continue };
                    add(log.str(message.upstream), errno, at, time, message.pid);
                }
                Entry::Text => {
                    let text = log.str(entry.text);
                    let node = text.split_once("connect ECONNREFUSED ");
                    let go = text.split_once("dial tcp ").filter(|_| text.contains("connection refused"));
                    if let Some((_, rest)) = node.or(go) {
                        let word = rest.split(' ').next().unwrap_or("");
                        add(word.trim_end_matches(':'), 111, at, time, 0);
                    }
                }
                _ => {}
            }
        }
    }
    for one in scene.suspects.iter().filter(|one| one.family == Family::Connect && one.recovered.is_none()) {
        let errno = match one.errno {
            "ECONNREFUSED" => 111,
            "EHOSTUNREACH" => 113,
            "ETIMEDOUT" => 110,
            _ => continue,
        };
        if let Some(reading) = scene.reading(one.run) {
            add(&one.object.name, errno, (reading.run.source, reading.line(one.event)), None, 0);
        }
    }
    found
}

/// Host and port of `http://[::1]:80/path`, `10.0.0.1:80` or `::1:80`.
fn parts(address: &str) -> Option<(String, u16)> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest).split('/').next()?;
    let (host, port) = rest.rsplit_once(':')?;
    Some((host.trim_matches(['[', ']']).into(), port.parse().ok()?))
}

/// `::1` refuses, while the configuration says `localhost` or the service listens on the other loopback address.
pub fn localhost(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let all = failed(scene);
    let refused = all.iter().find(|one| one.host == "::1" && one.errno == 111)?;
    // Where both addresses refuse, nothing listens at all.
    if all.iter().any(|one| one.port == refused.port && one.host.starts_with("127.")) {
        return None;
    }
    let listens = rows(scene).find_map(|(row, socket)| {
        let (host, port) = row.own()?;
        let four = host.starts_with("127.") || host == "0.0.0.0";
        (socket.state == State::Listen && port == refused.port && four).then_some((row.source, row.line))
    });
    let others = rows(scene).any(|(row, socket)| {
        socket.state == State::Listen
            && row
                .own()
                .is_some_and(|(host, port)| port == refused.port && (host.contains("::") || host == "*"))
    });
    if others {
        return None;
    }
    let wanted = format!("localhost:{}", refused.port);
    let places = &scene.places;
    let named = ["proxy_pass", "server"].iter().find_map(|name| {
        let (tree, id) = places.named(name).find(|(tree, id)| {
            places.trees.get(*tree).is_some_and(|tree| tree.config.argument(*id, 0).contains(&wanted))
        })?;
        places.at(tree, id)
    });
    // The address may be meant as it stands.
    if listens.is_none() && named.is_none() && !places.trees.is_empty() {
        return None;
    }
    let confidence = if listens.is_some() { Confidence::Likely } else { Confidence::Possible };
    let shown = listens.or(named).unwrap_or(refused.at);
    let mut claim = begin(scene, id, confidence, shown, refused.at).mark("port", refused.port.to_string());
    claim = claim.variant("listens", listens.is_some());
    if let Some((source, line)) = named {
        claim.cite_line(source, line, "also");
    }
    claim.done()
}

/// A proxy in a container asks its own loopback address, and another container or the host has the service.
pub fn container_loopback(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let all = failed(scene);
    let refused = all.iter().find(|one| one.host.starts_with("127.") && one.errno == 111)?;
    let container = (1..FIRST_PIDS).contains(&refused.pid);
    let published = [format!("->{}/tcp", refused.port), format!(":{}->", refused.port)];
    let (shown, text) = told(scene, &[&published[0], &published[1]])?;
    // The row of the proxy itself says nothing of the service.
    if text.contains("nginx") {
        return None;
    }
    let confidence = if container { Confidence::Likely } else { Confidence::Possible };
    begin(scene, id, confidence, shown, refused.at).mark("port", refused.port.to_string()).done()
}

/// The packet filter's own line, or a router's answer, names the connection that failed.
pub fn firewall(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let all = failed(scene);
    let logged = all.iter().find_map(|one| {
        // The filter's log on either host names both ends.
        let host = format!(" DST={} ", one.host);
        let (shown, text) = told_of(scene, &[&format!(" DPT={} ", one.port)], &host, false)?;
        (!text.contains("ACCEPT")).then_some((shown, one.at, one.port))
    });
    let answered = || {
        let words = ["admin prohibited", "Destination Host Prohibited", "Packet filtered"];
        let (shown, text) = told(scene, &words)?;
        let one = all.iter().find(|one| text.contains(&one.host)).or(all.first());
        let seen = one.map(|one| one.at).or_else(|| listed::told(scene))?;
        Some((shown, seen, one.map_or(0, |one| one.port)))
    };
    let (shown, seen, port) = logged.or_else(answered)?;
    let port = if port == 0 { "PORT".into() } else { port.to_string() };
    begin(scene, id, Confidence::Likely, shown, seen).mark("port", port).done()
}

/// Instances were stopped when connections to them failed.
pub fn deployment(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let all = failed(scene);
    let first = all.first()?;
    let stops = scene.items().filter(|(listing, item)| match &item.fact {
        Fact::Container(one) => listing.str(one.state) == "Killing",
        _ => false,
    });
    let (near, (listing, item)) = stops
        .map(|(listing, item)| {
            let apart = |one: &Failed| scene.case.clocks.apart((listing.source, item.time?), one.time?);
            (all.iter().any(|one| apart(one).is_some_and(|apart| apart <= NEAR)), (listing, item))
        })
        .greatest(|(near, _)| *near)?;
    let unhealthy = scene.items().any(|(listing, item)| match &item.fact {
        Fact::Container(one) => listing.str(one.state) == "Unhealthy",
        _ => false,
    });
    // A container that is stopped because its probe failed is another story.
    if unhealthy {
        return None;
    }
    let confidence = if near { Confidence::Likely } else { Confidence::Possible };
    begin(scene, id, confidence, (listing.source, item.line), first.at).done()
}
