//! A proxy's connection to its upstream is refused because nothing listens there.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "upstream-connection-refused";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "Nothing listens on the upstream {peer}: the connection was refused",
    summary: "{program} tried to pass the request to {peer}; the connection was refused at once, and {end}.",
    steps: &[
        ("The upstream is not there: no process listens on port {port} of {host}", Rests::Nothing),
        ("The connection is refused: the kernel of {host} answers the SYN with a reset", Rests::Fault),
        ("The proxy logs it: it cannot reach its upstream", Rests::Report),
        ("The client gets an error: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "ss -ltnp 'sport = :{port}'",
            "no listener on {host}",
            "a listener: it was started meanwhile, or listens in another network namespace",
        ),
        (
            "curl -sv http://{peer}/ -o /dev/null",
            "connection refused as well",
            "an answer: the upstream is back",
        ),
    ],
    fix: &[
        (FixKind::Now, "Start the upstream, or correct the address and port in the proxy.", ""),
        (
            FixKind::Proper,
            "Let a supervisor restart it, look for why it ended, and give the proxy a second upstream.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect], &["ECONNREFUSED"])
            && one.in_request()
            && one.by_address()
            && !one.resolver()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
