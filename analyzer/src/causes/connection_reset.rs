//! An established connection is reset by the peer.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "connection-reset";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The peer {peer} reset the connection",
    summary: "{call} on the connection to {peer} fails with ECONNRESET: the connection stood, then the other side or a device between broke it off, and {end}.",
    steps: &[
        ("The connection stood: a request could be sent", Rests::Nothing),
        ("The other side breaks it off: a reset arrives, {call} fails with ECONNRESET", Rests::Fault),
        ("It is reported: connection reset by peer", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "the log of the server at {peer}, at that moment",
            "a crash, a restart or a limit",
            "nothing: look at load balancers and firewalls between",
        ),
        (
            "tcpdump -ni any host {host} and port {port}",
            "a packet with the flag R from the peer",
            "a reset from another address or with another time to live: a device between",
        ),
    ],
    fix: &[
        (
            FixKind::Now,
            "Look at the peer: crash, restart, or a limit that closes connections with unread data.",
            "",
        ),
        (
            FixKind::Proper,
            "Let the server read requests to the end before it closes, and let the client repeat what may be repeated.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Receive, Family::Read], &["ECONNRESET"]) && one.to_peer() && !one.in_request()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
