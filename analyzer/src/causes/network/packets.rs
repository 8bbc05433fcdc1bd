//! One diagnosis for each sign that the captured connections show.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::wire::{Connection, Sign, begin};
use crate::model::log::Entry;
use crate::order::{Flat, InList};
use crate::report::Confidence;

/// Sign, what it is called, what it is called where a proxy stands before the server, its words, its score.
type Row = (Sign, &'static str, &'static str, &'static str, i32);

/// Every sign with a cause whose own check starts from a trace.
const ROWS: &[Row] = &[
    (Sign::IdleRace, "upstream-keepalive-idle-race", "", "network/idle-race", 70),
    (Sign::EndedWhileSending, "upstream-closed-while-sending-body", "", "network/ended-while-sending", 68),
    (Sign::Truncated, "upstream-truncated-body", "", "network/truncated", 65),
    (Sign::ResetWithoutAnswer, "upstream-reset", "", "network/reset-without-answer", 60),
    (Sign::Refused, "connection-refused", "upstream-connection-refused", "network/refused", 60),
    (Sign::Unanswered, "connection-timeout", "upstream-connect-timeout", "network/unanswered", 58),
    (Sign::ClosedWithoutAnswer, "upstream-closed-early", "", "network/closed-without-answer", 55),
    (Sign::ClientLeft, "client-closed-request", "", "network/client-left", 50),
];

/// The causes of all rows.
pub fn ids<'p>() -> impl Iterator<Item = &'p str> {
    ROWS.iter().map(|row| row.1).with(ROWS.iter().map(|row| row.2)).filter(|id| !id.is_empty())
}

/// What the captured connections show.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    ROWS.iter().filter_map(|row| finding(scene, row)).with(time_limit(scene)).in_list()
}

fn finding(scene: &Scene<'_>, (sign, cause, of_proxy, words, score): &Row) -> Option<Finding> {
    let connection = scene.wire.first(*sign)?;
    // A time limit says more than an early end.
    if *sign == Sign::ClosedWithoutAnswer && limited(scene).is_some() {
        return None;
    }
    let cause = if of_proxy.is_empty() || !behind_proxy(scene, connection) { cause } else { of_proxy };
    begin(scene, cause, words, Confidence::Likely, *score, connection).done()
}

/// Servers that end requests after one and the same time have a time limit for them.
fn time_limit(scene: &Scene<'_>) -> Option<Finding> {
    let connection = limited(scene)?;
    let cause = "upstream-server-timeout-closes-request";
    begin(scene, cause, "network/time-limit", Confidence::Likely, 72, connection).done()
}

/// The first of the connections that the server closed after a constant time, or of one that it closed after a long
/// and round one.
fn limited<'s, 'a>(scene: &'s Scene<'a>) -> Option<&'s Connection<'a>> {
    const SHORT: i64 = 900_000;
    const LONG: i64 = 10_000_000;
    let mut ended = scene.wire.showing(Sign::ClosedWithoutAnswer);
    let first = ended.by_ref().find(|one| one.waited().is_some_and(|waited| waited >= SHORT))?;
    let waited = first.waited()?;
    // A capture on both sides shows each connection twice.
    let others: Vec<i64> =
        ended.filter(|one| one.client != first.client).filter_map(Connection::waited).in_list();
    let near = |time: &i64| (time - waited).abs() <= (waited / 100).max(50_000);
    let constant = !others.is_empty() && others.iter().all(near);
    // Limits are set in whole steps of five seconds, and a handler hardly ever ends on one.
    let off = waited.rem_euclid(5_000_000);
    let round = waited >= LONG && off <= waited / 200 && others.is_empty();
    (constant || round).then_some(first)
}

/// True if a proxy's log or configuration speaks of upstreams, or the server's client is itself called on the wire.
fn behind_proxy(scene: &Scene<'_>, connection: &Connection<'_>) -> bool {
    let logs = || scene.case.logs.iter().flat(|log| log.entries.iter());
    let logged = logs().any(|entry| match &entry.kind {
        Entry::Nginx(message) => !message.upstream.is_empty(),
        Entry::Request(request) => !request.upstreams.is_empty(),
        _ => false,
    });
    let configured = scene.case.configs.iter().any(|config| config.named("proxy_pass").next().is_some());
    let called = || {
        scene.wire.connections.iter().any(|other| {
            other.server.host == connection.client.host
                && other.server != connection.server
                && other.points.request.is_some()
        })
    };
    logged || configured || called()
}
