//! The connection tracking table is full, so that packets of new connections are dropped.
//!
//! `nf_conntrack_alloc` in Linux's `net/netfilter/nf_conntrack_core.c` drops and says so.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{number, proxy_speaks, said};
use crate::report::Confidence;

const ID: &str = "conntrack-table-full";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let count = number(scene, "net.netfilter.nf_conntrack_count");
    let most =
        number(scene, "net.netfilter.nf_conntrack_max").or_else(|| number(scene, "net.nf_conntrack_max"));
    // Old entries are thrown out early once it is nearly full.
    let full = count
        .zip(most)
        .filter(|(count, most)| count.count.saturating_mul(100) >= most.count.saturating_mul(99));
    let message = said(scene, &["nf_conntrack: table full", "ip_conntrack: table full"]);
    let confidence = match (full, message) {
        (Some(_), Some(_)) => Confidence::Proven,
        (Some(_), None) => Confidence::Likely,
        (None, Some(_)) if !proxy_speaks(scene) => Confidence::Likely,
        _ => return None,
    };
    let mut claim = Claim::new(scene, ID, confidence, 62);
    if let Some((count, most)) = full {
        claim = claim.mark("count", count.count.to_string()).mark("most", most.count.to_string());
        claim.cite_told(Some(count), "count");
        claim.cite_told(Some(most), "most");
    }
    if let Some((log, entry)) = message {
        claim.cite_line(log.source, entry.line, "message");
    }
    claim.done()
}
