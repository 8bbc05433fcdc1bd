//! Packets and sockets that bear out what traces, logs and configuration say: they are cited with it.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::sockets::{TIME_WAIT_SECONDS, Told, counter, in_state, local_ports};
use crate::causes::reasoning::wire::{Connection, Seen, Sign};
use crate::causes::reasoning::words::shorten;
use crate::model::socket::State;
use crate::report::Evidence;
use crate::source::{LineNumber, SourceId};

/// Quotes are cut to about this many characters.
const QUOTE: usize = 200;

/// A cause, the sign that bears it out, and what that shows.
const SHOWN: &[(&str, Sign, &str)] = &[
    ("upstream-closed-early", Sign::ClosedWithoutAnswer, CLOSED),
    ("upstream-server-timeout-closes-request", Sign::ClosedWithoutAnswer, CLOSED),
    ("node-server-timeout", Sign::ClosedWithoutAnswer, CLOSED),
    ("upstream-write-timeout-too-short", Sign::ClosedWithoutAnswer, CLOSED),
    ("gunicorn-worker-timeout", Sign::ClosedWithoutAnswer, CLOSED),
    ("upstream-handler-panic", Sign::ClosedWithoutAnswer, CLOSED),
    ("upstream-process-crashed", Sign::ClosedWithoutAnswer, CLOSED),
    ("upstream-reset", Sign::ResetWithoutAnswer, RESET),
    ("upstream-reset", Sign::IdleRace, RESET),
    ("upstream-keepalive-idle-race", Sign::IdleRace, RESET),
    ("upstream-closed-while-sending-body", Sign::EndedWhileSending, RESET),
    ("upstream-connection-refused", Sign::Refused, REFUSED),
    ("connection-refused", Sign::Refused, REFUSED),
    ("stale-upstream-address", Sign::Refused, REFUSED),
    ("upstream-connect-timeout", Sign::Unanswered, UNANSWERED),
    ("connection-timeout", Sign::Unanswered, UNANSWERED),
    ("stale-upstream-address", Sign::Unanswered, UNANSWERED),
    ("client-closed-request", Sign::ClientLeft, LEFT),
    ("client-timeout-then-broken-pipe", Sign::ClientLeft, LEFT),
    (
        "upstream-truncated-body",
        Sign::Truncated,
        "on the wire, the connection ends before the body is complete",
    ),
];

const CLOSED: &str = "on the wire, the server sends FIN without one byte of an answer";
const RESET: &str = "on the wire, the server sends RST instead of an answer";
const REFUSED: &str = "on the wire, the SYN is answered by RST";
const UNANSWERED: &str = "on the wire, the SYN is sent again and again without an answer";
const LEFT: &str = "on the wire, the client's side ends the connection first";
const LATE: &str = "on the wire, the answer that comes too late draws RST";

/// Adds packets and sockets to the findings that they bear out.
pub fn bear_out(scene: &Scene<'_>, findings: &mut [Finding]) {
    for finding in findings {
        let cause = finding.diagnosis.cause.clone();
        for (_, sign, why) in SHOWN.iter().filter(|(known, ..)| *known == cause) {
            let mut all = scene.wire.showing(*sign);
            let of_it = scene.wire.showing(*sign).find(|one| is_named(finding, one)).or_else(|| {
                // The only one of its kind, where the finding names no address.
                let only = all.next().filter(|_| all.next().is_none())?;
                (!names_any(finding)).then_some(only)
            });
            let Some(connection) = of_it else { continue };
            add_packet(scene, finding, decisive(connection), why);
            let late = connection.at(connection.points.client_reset).filter(|_| *sign == Sign::ClientLeft);
            add_packet(scene, finding, late, LATE);
        }
        add_counts(scene, finding, &cause);
    }
}

/// The packet that shows the sign.
fn decisive<'c, 'a>(connection: &'c Connection<'a>) -> Option<&'c Seen<'a>> {
    let points = &connection.points;
    connection.at(match connection.sign? {
        Sign::Unanswered => points.last_syn,
        Sign::ClientLeft | Sign::ClosedWithoutAnswer | Sign::Truncated => points.end,
        _ => points.server_reset.or(points.end),
    })
}

/// True if a line of the finding names the server of the connection.
fn is_named(finding: &Finding, connection: &Connection<'_>) -> bool {
    let plain = connection.server.to_string();
    let port = format!("htons({})", connection.server.port);
    let client = format!("htons({})", connection.client.port);
    finding.diagnosis.evidence.iter().any(|line| {
        line.quote.contains(&plain)
            || (line.quote.contains(connection.server.host) && line.quote.contains(&port))
            || line.quote.contains(&client)
    })
}

/// True if a line of the finding names an address at all.
fn names_any(finding: &Finding) -> bool {
    finding
        .diagnosis
        .evidence
        .iter()
        .any(|line| line.quote.contains("htons(") || line.quote.contains("upstream: \""))
}

/// Sockets and counters that go with a cause.
fn add_counts(scene: &Scene<'_>, finding: &mut Finding, cause: &str) {
    match cause {
        "upstream-keepalive-disabled-http10" => {
            // A thousand closed connections a minute are worth a word; fewer are everyday.
            let waiting = in_state(scene, State::TimeWait).filter(|told| told.count >= 1_000);
            if let Some(told) = waiting {
                let rate = told.count / TIME_WAIT_SECONDS;
                let why = format!(
                    "{} closed connections wait out their minute: about {rate} are closed each second, because none is kept",
                    told.count
                );
                add_told(scene, finding, told, &why);
            }
            let overflows = counter(scene, "TcpExtListenOverflows").filter(|(_, last)| last.count > 0);
            if let Some((_, last)) = overflows {
                add_told(scene, finding, last, "and new connections found the accept queue full");
            }
            let asks = scene.wire.connections.iter().find_map(|one| one.says(true, "Connection: close"));
            if let Some(asks) = asks {
                add_line(scene, finding, (asks.source, asks.line), "on the wire, the proxy asks for a close");
            }
        }
        "ephemeral-ports-exhausted" => {
            let (ports, range) = local_ports(scene);
            if let Some(range) = range {
                let why = format!("{ports} local ports are given out");
                add_told(scene, finding, range, &why);
            }
            let waiting = in_state(scene, State::TimeWait).filter(|told| told.count >= ports);
            if let Some(told) = waiting {
                add_told(scene, finding, told, "as many are held by closed connections");
            }
        }
        _ => {}
    }
}

fn add_packet(scene: &Scene<'_>, finding: &mut Finding, seen: Option<&Seen<'_>>, why: &str) {
    if let Some(seen) = seen {
        add_line(scene, finding, (seen.source, seen.line), why);
    }
}

fn add_told(scene: &Scene<'_>, finding: &mut Finding, told: Told, why: &str) {
    add_line(scene, finding, (told.source, told.line), why);
}

/// Adds a line that is not cited yet.
fn add_line(scene: &Scene<'_>, finding: &mut Finding, (source, line): (SourceId, LineNumber), why: &str) {
    let Some(source) = scene.case.sources.get(source) else { return };
    let evidence = &mut finding.diagnosis.evidence;
    if evidence.iter().any(|one| one.line == line && one.source == source.name) {
        return;
    }
    let index = source.lines.iter().position(|at| at.number == line);
    let quote = shorten(index.map_or("", |index| source.line_text(index)), QUOTE);
    evidence.push(Evidence { source: source.name.clone(), line, quote, why: why.into() });
}
