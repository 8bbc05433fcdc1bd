//! The upstream closes an idle connection at the moment when the proxy reuses it.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::model::trace::{EventId, Micros};
use crate::report::Confidence;

const ID: &str = "upstream-keepalive-idle-race";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// Connections that are used again sooner are not idle.
const IDLE: Micros = 500_000;

/// After so many seconds servers close idle connections by default: gunicorn 2, Node and Apache 5, Tomcat and Puma 20,
/// many others 60, 65 or 75.
const DEFAULTS: &[Micros] = &[2, 5, 20, 60, 65, 75];

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (claim, exchange, attempt) = proxied::claim(scene, ID, &pick, Confidence::Proven, 90)?;
    // The write itself fails only where the other end was closed before it.
    let before = attempt.send_error.is_some();
    let again = || ends(scene).any(|idle| Some(idle) != attempt.idle && alike(attempt.idle, idle));
    let sure = before || again();
    let known = DEFAULTS.iter().any(|seconds| {
        let over = attempt.idle.map_or(-1, |idle| idle - seconds.saturating_mul(1_000_000));
        (0..200_000).contains(&over)
    });
    if !sure && attempt.idle.is_some_and(|idle| idle < IDLE) {
        return None;
    }
    let reading = scene.reading(exchange.run)?;
    let mut claim = claim
        .variant("shown", sure || known)
        .mark("idle", attempt.idle.map(spent::words).unwrap_or_default());
    let descriptor = reading.run.descriptors.get(attempt.descriptor as usize);
    claim.cites("opened", exchange.run, descriptor.and_then(|descriptor| descriptor.opened));
    claim.cites("reported", exchange.run, attempt.error_event);
    let mut finding = claim.done()?;
    if !sure {
        let most = if known { Confidence::Likely } else { Confidence::Possible };
        finding.diagnosis.confidence = finding.diagnosis.confidence.min(most);
    }
    // The upstream may as well have closed for a reason of its own: then what the proxy saw is said beside it.
    if finding.diagnosis.confidence == Confidence::Possible {
        finding.fault = None;
    }
    Some(finding)
}

/// What the proxy says of the connection's end is only the other side of the race.
pub fn explains(scene: &Scene<'_>) -> bool {
    check(scene).is_some_and(|finding| finding.diagnosis.confidence > Confidence::Possible)
}

/// How long the connections were idle that ended so.
fn ends<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = Micros> + 's {
    scene.exchanges.iter().filter_map(|exchange| {
        exchange.attempts.iter().find_map(|attempt| pick(exchange, attempt).and(attempt.idle))
    })
}

/// Two times of the same length, as a time limit makes them.
fn alike(one: Option<Micros>, other: Micros) -> bool {
    one.is_some_and(|one| one >= 100_000 && (one - other).saturating_abs().saturating_mul(20) <= one)
}

/// A reused connection that brings nothing but its end.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.receive_error.or(attempt.end_of_stream).or(attempt.send_error)?;
    let quick = attempt.quick(event) || attempt.send_error == Some(event);
    (exchange.went_wrong() && attempt.reused() && attempt.received_bytes == 0 && quick).then_some(event)
}
