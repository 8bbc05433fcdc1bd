//! The client's time limit is shorter than the answer takes, and the application's late write fails.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "client-timeout-then-broken-pipe";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let exchange = scene
        .exchanges
        .iter()
        .find(|exchange| exchange.client_left.is_some() && exchange.answered_bytes == 0)?;
    let left = exchange.client_left?;
    let attempt = exchange.last()?;
    let late = scene.suspects.iter().find(|one| {
        one.run != exchange.run
            && one.is(&[Family::Write, Family::Send], &["EPIPE", "ECONNRESET"])
            && matches!(
                one.object.role,
                DescriptorRole::Client | DescriptorRole::Socket | DescriptorRole::Unknown
            )
    })?;
    let application = scene.reading(late.run)?;
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
