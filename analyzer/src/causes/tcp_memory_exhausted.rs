//! The kernel's memory for TCP, or the number of sockets that belong to no process any more, is at its limit.
//!
//! `tcp_check_oom` in Linux's `net/ipv4/tcp.c` says so and breaks connections off.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{counter, number, said};
use crate::report::Confidence;

const ID: &str = "tcp-memory-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let orphans = counter(scene, "SockstatTcpOrphan").map(|(_, last)| last);
    let most = number(scene, "net.ipv4.tcp_max_orphans");
    let full = orphans.zip(most).filter(|(orphans, most)| orphans.count >= most.count && most.count > 0);
    let message = said(scene, &["too many orphaned sockets", "out of memory -- consider tuning tcp_mem"]);
    let aborted =
        counter(scene, "TcpExtTCPAbortOnMemory").map(|(_, last)| last).filter(|last| last.count > 0);
    let confidence = match (full, message) {
        (Some(_), Some(_)) => Confidence::Proven,
        (None, Some(_)) | (Some(_), None) => Confidence::Likely,
        (None, None) => return None,
    };
    let mut claim = Claim::new(scene, ID, confidence, 58);
    if let Some((orphans, most)) = full {
        claim = claim.mark("count", orphans.count.to_string()).mark("most", most.count.to_string());
        claim.cite_told(Some(orphans), "orphans");
        claim.cite_told(Some(most), "most");
    }
    claim.cite_told(aborted, "aborted");
    if let Some((log, entry)) = message {
        claim.cite_line(log.source, entry.line, "message");
    }
    claim.done()
}
