//! The accept queue of a listening socket is full, so that new connections are dropped.
//!
//! For a listening socket `ss` prints the connections that wait to be accepted and the backlog; the queue is full
//! once more wait than the backlog says (`sk_acceptq_is_full` in Linux's `include/net/sock.h`).

use super::Cause;
use super::configured::places::host;
use super::joined::messages;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{Told, counter, number, rows};
use super::reasoning::wire::Sign;
use crate::model::socket::State;
use crate::order::InList;
use crate::report::Confidence;

const ID: &str = "upstream-accept-queue-full";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let overflows = counter(scene, "TcpExtListenOverflows").filter(|(_, last)| last.count > 0);
    let grows = overflows.filter(|(first, last)| last.count > first.count);
    let full = rows(scene).find(|(_, socket)| {
        let at_limit =
            socket.receive_queue == socket.send_queue && socket.receive_queue > 1 && overflows.is_some();
        socket.state == State::Listen
            && socket.backlog
            && (socket.receive_queue > socket.send_queue || at_limit)
    });
    let late = scene.wire.first(Sign::LateAccept);
    let confidence = match (full, grows) {
        (Some(_), Some(_)) => Confidence::Proven,
        (Some(_), None) | (None, Some(_)) => Confidence::Likely,
        // Since the machine was started, once is no news.
        (None, None) if overflows.is_some() && late.is_some() => Confidence::Likely,
        (None, None) => overflows.map(|_| Confidence::Possible)?,
    };
    // Where a proxy names the ports that failed, another port's queue has nothing to do with it.
    let ports: Vec<&str> = messages(scene)
        .filter_map(|(log, _, one)| host(log.str(one.upstream)).rsplit_once(':').map(|(_, port)| port))
        .in_list();
    let elsewhere = full.is_some_and(|(row, _)| {
        let port = row.local.rsplit(':').next().unwrap_or("");
        !ports.is_empty() && !ports.contains(&port)
    });
    let confidence = if elsewhere { Confidence::Possible } else { confidence };
    let mut claim = Claim::new(scene, ID, confidence, 56);
    if let Some((row, socket)) = full {
        let place = Told { source: row.source, line: row.line, count: socket.receive_queue };
        claim.cite_told(Some(place), "full");
        claim = claim
            .mark("socket", row.local)
            .mark("waiting", socket.receive_queue.to_string())
            .mark("backlog", socket.send_queue.to_string());
        let limit = number(scene, "net.core.somaxconn").filter(|limit| limit.count == socket.send_queue);
        claim.cite_told(limit, "limit");
    }
    if let Some((first, last)) = overflows {
        claim = claim.mark("overflows", last.count.to_string());
        claim.cite_told(Some(last), "overflows");
        claim.cite_told(grows.map(|_| first), "before");
    }
    if let Some(seen) = late.and_then(|one| one.at(one.points.last_syn)) {
        claim.cite_line(seen.source, seen.line, "again");
    }
    claim.done()
}
