//! A client shuts down its sending side behind its request, and the server takes that for its end.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::reading::{Reading, Seen};
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "client-half-close";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    // Only the comparison shows that the half-closed side makes the difference.
    let (usual, answered) = scene.working().find_map(|(run, normal)| {
        let whole = !normal.named(|name| name == "shutdown").any(|seen| half_closes(normal, &seen));
        let answer = normal.calls().find(|seen| reads(normal, seen) && seen.returned() > Some(0))?;
        whole.then_some((run, answer.id))
    })?;
    scene.failing().find_map(|(run, reading)| {
        let shut = reading.named(|name| name == "shutdown").find(|seen| half_closes(reading, seen))?;
        let descriptor = reading.descriptor_id(shut.id)?;
        let same =
            |seen: &Seen<'_>| reads(reading, seen) && reading.descriptor_id(seen.id) == Some(descriptor);
        let end: Option<EventId> = reading.calls_after(shut.id).find(same).and_then(|seen| {
            let ended = seen.returned() == Some(0) || seen.errno(reading.run) == "ECONNRESET";
            ended.then_some(seen.id)
        });
        let end = end?;
        let peer = reading.descriptor(end).map_or("", |one| one.target.as_str());
        let mut claim = Claim::new(scene, ID, Confidence::Likely, 84).blames(run, end).mark("peer", peer);
        claim.cite(run, shut.id, "shut");
        claim.cite(run, end, "fault");
        claim.cite(usual, answered, "normal");
        claim.ends(run, failure::of_event(reading, end).as_ref());
        claim.done()
    })
}

/// It says that no more will be sent, and goes on reading.
fn half_closes(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    seen.name == "shutdown" && seen.args.contains("SHUT_WR") && of_peer(reading, seen)
}

fn reads(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    matches!(seen.name, "read" | "recvfrom" | "recv" | "recvmsg") && of_peer(reading, seen)
}

fn of_peer(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    reading.role_of(seen.id) == DescriptorRole::Peer
}
