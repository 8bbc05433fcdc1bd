//! The host has no route for the address.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "network-unreachable";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "There is no route to {peer}",
    summary: "The connect to {peer} fails at once with ENETUNREACH: the host has no route for this address, and {end}.",
    steps: &[
        ("The route is missing: no interface leads to {host}", Rests::Nothing),
        ("The connect fails: ENETUNREACH at once", Rests::Fault),
        ("The program reports it: network is unreachable", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "ip route get {host}",
        "Network is unreachable",
        "a route: it came back, or the program runs in another network namespace",
    )],
    fix: &[
        (
            FixKind::Now,
            "Bring the interface up or add the route; for an IPv6 address on a host without IPv6, use IPv4.",
            "",
        ),
        (FixKind::Proper, "Make the route part of the network configuration.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect =
        scene.suspect(|one| one.is(&[Family::Connect, Family::Send], &["ENETUNREACH"]) && !one.optional())?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
