//! No host answers for the upstream's address.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "upstream-no-route";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "No host answers at the upstream address {peer}",
    summary: "The connect to {peer} ends with EHOSTUNREACH: nobody answers for the address on its network, or a router says so, and {end}.",
    steps: &[
        ("The host is gone: nobody answers ARP for {host}", Rests::Nothing),
        ("The connect fails: EHOSTUNREACH", Rests::Fault),
        ("The proxy logs it: no route to host", Rests::Report),
        ("The client gets an error: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "ip neigh show {host}",
            "FAILED or INCOMPLETE",
            "REACHABLE: the host is back, or a firewall rejects",
        ),
        ("ip route get {host}", "a route without a gateway (same network)", "another way than expected"),
    ],
    fix: &[
        (FixKind::Now, "Take the address out of the proxy's upstreams, or start the host.", ""),
        (
            FixKind::Proper,
            "Take upstream addresses from where instances are registered, and check their health.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect, Family::Send, Family::Receive], &["EHOSTUNREACH"]) && one.in_request()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
