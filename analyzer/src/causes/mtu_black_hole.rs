//! Large packets are lost on the path while small ones pass.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::wire::{self, Sign};
use crate::model::packet::Protocol;
use crate::report::Confidence;

const ID: &str = "mtu-black-hole";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// What a router says that would have to cut a packet and may not (RFC 792, RFC 4443), in the words of both printers.
const TOO_BIG: &[&str] = &["need to frag", "Fragmentation needed", "packet too big", "Packet too big"];

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let connection = scene.wire.first(Sign::LargeLost)?;
    let said = scene.wire.others.iter().find(|seen| {
        seen.packet.protocol == Protocol::Icmp && TOO_BIG.iter().any(|words| seen.payload().contains(words))
    });
    let confidence = if said.is_some() { Confidence::Proven } else { Confidence::Likely };
    let mut claim = wire::begin(scene, ID, ID, confidence, 75, connection);
    if let Some(again) = connection.points.repeated.and_then(|(at, _)| connection.at(Some(at))) {
        claim = claim.mark("bytes", again.packet.length.to_string());
    }
    if let Some(said) = said {
        claim.cite_line(said.source, said.line, "too-big");
    }
    claim.done()
}
