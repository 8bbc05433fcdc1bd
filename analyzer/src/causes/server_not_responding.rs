//! Connection and request succeed, but the peer never answers.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::{Confidence, FixKind};
use crate::trace::DescriptorRole;

const ID: &str = "server-not-responding";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let peer = peer_descriptor(reading, &wait)
        .map(|descriptor| descriptor.target.clone())
        .filter(|target| !target.is_empty())
        .unwrap_or_else(|| "the server".into());
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, wait.event)
        .title(format!("{program} waits for an answer that the server never sends"))
        .summary(format!("{program} is connected and waits for data from {peer}{waited}. Nothing failed: the server accepted the connection and stays silent."));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));
    let descriptor = peer_descriptor(reading, &wait);
    let events: Vec<u32> = descriptor.map(|descriptor| descriptor.events.clone()).unwrap_or_default();
    let connect =
        events.iter().copied().find(|event| reading.seen(*event).is_some_and(|seen| seen.name == "connect"));
    let connected = connect.and_then(|event| claim.cite(run, event, "the connection"));
    let last_sent = events.iter().copied().rfind(|event| {
        *event < wait.event
            && reading.seen(*event).is_some_and(|seen| {
                matches!(seen.family(), Family::Write | Family::Send) && seen.returned().is_some()
            })
    });
    let sent = last_sent.and_then(|event| claim.cite(run, event, "the request is sent"));
    claim
        .step("The connection stands: the server accepted it", connected)
        .step("The request is sent: without an error", sent)
        .step("No answer comes: the program waits without a limit", stuck)
        .confirm(
            &format!("curl -sv --max-time 5 http://{peer}/"),
            "it connects and gets no answer either",
            "an answer: it was one slow request",
        )
        .confirm(
            "ss -tnp state established",
            "the connection, with nothing in its queues",
            "the connection is gone: a device between has dropped it",
        )
        .fix(FixKind::Now, "Look at the server: is it busy, stuck, or waiting for something itself?", "")
        .fix(FixKind::Proper, "Give the client a time limit, and mend what makes the server wait.", "")
        .done()
}

/// A wait for an answer on a connection to a server, after something was sent.
fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
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
