//! Connection and request succeed, but the peer never answers.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::{Reading, Seen};
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Stuck, Wait};
use crate::model::trace::EventId;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "server-not-responding";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Stuck { claim, run, reading, wait } = waits::claim(scene, ID, pick, Confidence::Likely, 80)?;
    let descriptor = peer_descriptor(reading, &wait);
    let (peer, events) =
        descriptor.map_or(("", [].as_slice()), |descriptor| (&descriptor.target, &descriptor.events));
    let mut claim = claim.mark("peer", peer);
    let is =
        |event: &EventId, fits: fn(&Seen<'_>) -> bool| reading.seen(*event).is_some_and(|seen| fits(&seen));
    let connect = events.iter().find(|event| is(event, |seen| seen.name == "connect"));
    claim.cites("connected", run, connect.copied());
    let sends =
        |seen: &Seen<'_>| matches!(seen.family(), Family::Write | Family::Send) && seen.returned().is_some();
    let sent = events.iter().rfind(|event| **event < wait.event && is(event, sends));
    claim.cites("request", run, sent.copied());
    claim.done()
}

/// A wait for an answer on a connection to a server, after something was sent.
fn pick(reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    waits.into_iter().find(|wait| {
        matches!(wait.family, Family::Receive | Family::Read | Family::Wait)
            && matches!(waits::awaited_role(reading, wait), DescriptorRole::Peer | DescriptorRole::Upstream)
    })
}

fn peer_descriptor<'a>(reading: &Reading<'a>, wait: &Wait) -> Option<&'a crate::trace::Descriptor> {
    if wait.family != Family::Wait {
        return reading.descriptor(wait.event);
    }
    let seen = reading.seen(wait.event)?;
    let number = super::reasoning::reading::between(seen.args, "fd=", ",")
        .and_then(|word| word.split('<').next()?.parse::<i32>().ok())?;
    waits::open_descriptor(reading, wait.leader, number, wait.event)
}
