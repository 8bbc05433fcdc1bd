//! No local port is left for a connection to one destination.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::report::FixKind;

const ID: &str = "ephemeral-ports-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "No free local port is left for connections to {peer}",
    summary: "The connect to {peer} fails with EADDRNOTAVAIL although the program did not choose a local address: every local port towards this destination is taken, and {end}.",
    steps: &[
        (
            "The ports are used up: each connection to one destination needs its own local port",
            Rests::Nothing,
        ),
        ("The connect fails: EADDRNOTAVAIL", Rests::Fault),
        ("The program reports it: cannot assign requested address", Rests::Report),
        ("The request fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "ss -tan dst {host} | wc -l",
            "about as many as the port range is wide",
            "few: then look at the address that is bound",
        ),
        ("sysctl net.ipv4.ip_local_port_range", "a range about as wide as that count", "a much wider range"),
    ],
    fix: &[
        (
            FixKind::Now,
            "Reuse connections (upstream keep-alive) or widen the range.",
            "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"",
        ),
        (
            FixKind::Proper,
            "Keep connections open between requests; more destination addresses or ports also help.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect], &["EADDRNOTAVAIL"]) && one.by_address() && !bound(scene, one)
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}

/// True if the program chose the local address itself.
fn bound(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    scene.reading(suspect.run).is_some_and(|reading| {
        reading.descriptor(suspect.event).is_some_and(|descriptor| {
            descriptor.events.iter().any(|event| reading.seen(*event).is_some_and(|seen| seen.name == "bind"))
        })
    })
}
