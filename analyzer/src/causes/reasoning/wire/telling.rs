//! What every diagnosis that rests on a connection cites and names.

use super::{Connection, Sign};
use crate::causes::reasoning::claim::Claim;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::spent;
use crate::model::log::Entry;
use crate::report::Confidence;

/// Begins the diagnosis of a connection and cites the packets that matter, the deciding one first.
pub fn begin<'s, 'a>(
    scene: &'s Scene<'a>,
    cause: &str,
    words: &str,
    confidence: Confidence,
    score: i32,
    connection: &Connection<'a>,
) -> Claim<'s, 'a> {
    let points = &connection.points;
    let waited = connection.waited().filter(|waited| *waited >= 0).map(spent::words).unwrap_or_default();
    let alike = scene
        .wire
        .connections
        .iter()
        .filter(|other| other.sign == connection.sign && other.server == connection.server);
    let mut claim = Claim::new(scene, cause, confidence, score)
        .in_words_of(words)
        .mark("client", connection.client.to_string())
        .mark("server", connection.server.to_string())
        .mark("host", connection.server.host)
        .mark("port", connection.server.port.to_string())
        .mark("waited", waited)
        .mark("count", alike.count().to_string());
    let decides = match connection.sign {
        Some(Sign::Unanswered | Sign::LateAccept) => ("again", points.last_syn),
        Some(Sign::IdleRace) => ("reset", points.server_reset.or(points.end)),
        Some(Sign::Refused | Sign::EndedWhileSending | Sign::ResetWithoutAnswer) => {
            ("reset", points.server_reset)
        }
        Some(Sign::LargeLost | Sign::Silent) => ("again", points.repeated.map(|(at, _)| at)),
        Some(Sign::WindowClosed) => ("closed", points.window_closed),
        _ => ("end", points.end),
    };
    let late = connection.sign == Some(Sign::ClientLeft);
    for (why, at) in [
        decides,
        ("syn", points.syn.filter(|_| points.request.is_none())),
        ("fin", points.server_fin),
        ("request", points.request),
        ("answer", points.answer),
        ("late", points.client_reset.filter(|_| late)),
    ] {
        if let Some(seen) = connection.at(at) {
            claim.cite_line(seen.source, seen.line, why);
        }
    }
    let cut = connection.sign == Some(Sign::Truncated);
    if let Some(announced) = connection.says(false, "Content-Length:").filter(|_| cut) {
        claim.cite_line(announced.source, announced.line, "announced");
    }
    cite_log(scene, &mut claim, connection);
    claim
}

/// Cites the proxy's own message about that server.
fn cite_log(scene: &Scene<'_>, claim: &mut Claim<'_, '_>, connection: &Connection<'_>) {
    let port = format!(":{}", connection.server.port);
    for log in scene.case.logs {
        let about = log.entries.iter().find(|entry| match &entry.kind {
            Entry::Nginx(message) => names(log.str(message.upstream), connection.server.host, &port),
            _ => false,
        });
        if let Some(entry) = about {
            claim.cite_line(log.source, entry.line, "log");
            return;
        }
    }
}

/// True if an upstream's address has that port, and that host if both are addresses.
fn names(upstream: &str, host: &str, port: &str) -> bool {
    let address = upstream.split_once("://").map_or(upstream, |(_, rest)| rest);
    let authority = address.split('/').next().unwrap_or("");
    authority
        .strip_suffix(port)
        .is_some_and(|name| name.trim_matches(['[', ']']) == host || !is_number(name) || !is_number(host))
}

fn is_number(host: &str) -> bool {
    host.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
}
