//! A server listens on another address than the one that its clients use.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::sockets::rows;
use super::reasoning::wire::Sign;
use crate::model::log::Entry;
use crate::model::socket::State;
use crate::order::{Flat, InList};
use crate::report::Confidence;
use crate::source::{LineNumber, SourceId};

const ID: &str = "listen-address-wrong";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// An address that refused, and the line that says so.
struct Refused {
    host: String,
    port: u16,
    source: SourceId,
    line: LineNumber,
}

fn check(scene: &Scene<'_>) -> Option<Finding> {
    refusals(scene).find_map(|refused| {
        if is_loopback(&refused.host) {
            return None;
        }
        let of_port = || {
            rows(scene).filter(|(row, socket)| {
                socket.state == State::Listen && row.own().is_some_and(|(_, port)| port == refused.port)
            })
        };
        let (row, _) = of_port().next()?;
        let only_loopback = of_port().all(|(row, _)| row.own().is_some_and(|(host, _)| is_loopback(host)));
        if !only_loopback {
            return None;
        }
        let mut claim = Claim::new(scene, ID, Confidence::Likely, 64)
            .mark("asked", format!("{}:{}", refused.host, refused.port))
            .mark("listens", row.local)
            .mark("port", refused.port.to_string());
        claim.cite_line(row.source, row.line, "listens");
        claim.cite_line(refused.source, refused.line, "refused");
        claim.done()
    })
}

/// Every address that refused a connection, on the wire, in nginx's words or in a trace.
fn refusals(scene: &Scene<'_>) -> impl Iterator<Item = Refused> {
    let captured = scene.wire.showing(Sign::Refused).filter_map(|one| {
        let seen = one.at(one.points.server_reset)?;
        Some(Refused {
            host: one.server.host.into(),
            port: one.server.port,
            source: seen.source,
            line: seen.line,
        })
    });
    let entries = scene.case.entries();
    let logged = entries.filter_map(|(log, entry)| {
        let Entry::Nginx(message) = &entry.kind else { return None };
        let upstream = log.str(message.upstream);
        let address = upstream.split_once("://").map_or(upstream, |(_, rest)| rest);
        let (host, port) = address.split('/').next()?.rsplit_once(':')?;
        let port = port.parse().ok().filter(|_| message.errno == Some(111))?;
        Some(Refused { host: host.into(), port, source: log.source, line: entry.line })
    });
    let called = scene.suspects.iter().filter_map(|one| {
        let refuses = one.is(&[Family::Connect], &["ECONNREFUSED"]) && one.by_address() && one.matters();
        let (host, port) = one.object.name.rsplit_once(':').filter(|_| refuses)?;
        let reading = scene.reading(one.run)?;
        Some(Refused {
            host: host.into(),
            port: port.parse().ok()?,
            source: reading.run.source,
            line: reading.line(one.event),
        })
    });
    let found: Vec<Refused> = captured.with(logged).with(called).in_list();
    found.into_iter()
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).split('%').next().unwrap_or("");
    host.starts_with("127.") || host == "::1" || host == "localhost" || host.starts_with("::ffff:127.")
}
