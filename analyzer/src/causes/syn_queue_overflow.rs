//! The queue of half-open connections overflows.
//!
//! Linux then sends cookies or drops (`tcp_conn_request` and `tcp_syn_flood_action` in `net/ipv4/tcp_input.c`).

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{counter, in_state, proxy_speaks, said};
use crate::model::socket::State;
use crate::report::Confidence;

const ID: &str = "syn-queue-overflow";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// Fewer half-open connections than this are everyday; the smallest usual backlog is 128.
const MANY: u64 = 128;

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let half_open = in_state(scene, State::SynReceived).filter(|told| told.count >= MANY);
    let open = in_state(scene, State::Established).map_or(0, |told| told.count);
    let message = said(scene, &["Possible SYN flooding"]);
    let cookies = ["TcpExtTCPReqQFullDoCookies", "TcpExtTCPReqQFullDrop", "TcpExtSyncookiesSent"]
        .iter()
        .find_map(|name| counter(scene, name).map(|(_, last)| last).filter(|last| last.count > 0));
    let confidence = match (half_open, message, cookies) {
        (Some(_), Some(_), _) => Confidence::Proven,
        (Some(_), None, Some(_)) => Confidence::Likely,
        (Some(told), None, None) if told.count > open => Confidence::Likely,
        (None, Some(_), _) if cookies.is_some() || !proxy_speaks(scene) => Confidence::Likely,
        _ => return None,
    };
    let mut claim = Claim::new(scene, ID, confidence, 57);
    if let Some(told) = half_open {
        claim = claim.mark("count", told.count.to_string());
        claim.cite_told(Some(told), "half-open");
    }
    claim.cite_told(cookies, "cookies");
    if let Some((log, entry)) = message {
        claim.cite_line(log.source, entry.line, "message");
    }
    claim.done()
}
