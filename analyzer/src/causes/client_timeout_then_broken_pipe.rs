//! The client's time limit is shorter than the answer takes, and the application's late write fails.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{self, Exchange};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::model::trace::EventId;
use crate::order::{Flat, InList};
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "client-timeout-then-broken-pipe";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let lates: Vec<&Suspect<'_>> = scene.suspects.iter().filter(|one| is_late(one)).in_list();
    if lates.is_empty() {
        return None;
    }
    // Nobody said which traces failed: the proxy's own may be among those that were not chosen.
    let further: Vec<Exchange> = scene.further().flat(|run| exchange::find(scene.readings, run)).in_list();
    let (late, exchange) = lates.iter().find_map(|late| {
        let given_up = |exchange: &&Exchange| {
            exchange.run != late.run && exchange.client_left.is_some() && exchange.answered_bytes == 0
        };
        let known = scene.exchanges.iter().find(given_up);
        let other = || further.iter().filter(given_up).find(|one| same_request(scene, one, late));
        Some((*late, known.or_else(other)?))
    })?;
    let application = scene.reading(late.run)?;
    let left = exchange.client_left?;
    let attempt = exchange.last()?;
    let before = application.calls_before(late.event).find(|seen| {
        matches!(seen.family(), Family::Write | Family::Send)
            && application.descriptor_id(seen.id) == application.descriptor_id(late.event)
            && seen.returned().is_some()
    });
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 95).blames(exchange.run, left);
    claim.cite(exchange.run, left, "hangup");
    claim.cites("closed", exchange.run, attempt.closed);
    claim.cite(late.run, late.event, "write");
    claim.cites("first", late.run, before.map(|seen| seen.id));
    claim.not("application", late.run, Some(late.event)).done()
}

/// A write to somebody who is gone.
fn is_late(one: &Suspect<'_>) -> bool {
    use DescriptorRole as Role;
    one.is(&[Family::Write, Family::Send], &["EPIPE", "ECONNRESET"])
        && matches!(one.object.role, Role::Client | Role::Socket | Role::Unknown)
}

/// Further apart, a late write belongs to another request of the same name (microseconds).
const FAR: i64 = 60_000_000;

/// The proxy passed on what the application was working on when its write failed, shortly before.
fn same_request(scene: &Scene<'_>, exchange: &Exchange, late: &Suspect<'_>) -> bool {
    let Some(application) = scene.reading(late.run) else { return false };
    let Some(unit) = application.request(late.event) else { return false };
    let asked = exchange.last().map_or("", |attempt| attempt.request.as_str());
    let mut words = asked.split(' ');
    let line = [words.next().unwrap_or(""), words.next().unwrap_or("")].join(" ");
    let named = unit.title.strip_prefix(&line).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let clock = |reading: &Reading<'_>, event: EventId| {
        let trace = &reading.run.trace;
        Some((trace.clock, trace.event(event)?.time?))
    };
    let left =
        scene.reading(exchange.run).zip(exchange.client_left).and_then(|(proxy, left)| clock(proxy, left));
    // Clocks of two kinds cannot be compared.
    let near = match (left, clock(application, late.event)) {
        (Some((one, left)), Some((other, failed))) if one == other => (0..FAR).contains(&(failed - left)),
        _ => true,
    };
    line.len() > 2 && named && near
}
