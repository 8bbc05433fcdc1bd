//! An old kernel drops the SYNs of clients behind one address translation, because their clocks differ.
//!
//! `tcp_tw_recycle` compared the time stamps of an address and not of a client; Linux 4.12 removed it.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{counter, number};
use super::reasoning::wire::Sign;
use crate::report::Confidence;

const ID: &str = "tcp-tw-recycle-behind-nat";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let on = number(scene, "net.ipv4.tcp_tw_recycle").filter(|told| told.count > 0)?;
    let rejected = counter(scene, "TcpExtPAWSPassive").map(|(_, last)| last).filter(|last| last.count > 0);
    let lost = scene.wire.first(Sign::Unanswered);
    let confidence = match (rejected, lost) {
        (Some(_), Some(_)) => Confidence::Proven,
        (Some(_), None) => Confidence::Likely,
        _ => Confidence::Possible,
    };
    let mut claim = Claim::new(scene, ID, confidence, 63);
    claim.cite_told(Some(on), "on");
    if let Some(rejected) = rejected {
        claim = claim.mark("count", rejected.count.to_string());
        claim.cite_told(Some(rejected), "rejected");
    }
    if let Some(seen) = lost.and_then(|one| one.at(one.points.last_syn)) {
        claim.cite_line(seen.source, seen.line, "again");
    }
    claim.done()
}
