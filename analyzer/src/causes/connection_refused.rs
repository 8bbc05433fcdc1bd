//! A program's connection is refused because nothing listens there.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "connection-refused";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "Nothing listens on {peer}: the connection was refused",
    summary: "{program} tried to connect to {peer} and was refused, so {end}.",
    steps: &[
        ("The server is not there: no process listens on {peer}", Rests::Nothing),
        ("The connection is refused: connect ends with ECONNREFUSED", Rests::Fault),
        ("The program reports it: it cannot reach the server", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[(
        "ss -ltnp 'sport = :{port}'",
        "no listener",
        "a listener: it was started meanwhile, or in another network namespace",
    )],
    fix: &[
        (FixKind::Now, "Start the server, or correct the address and port that the program uses.", ""),
        (
            FixKind::Proper,
            "Start it before its clients (service order, health check), and let clients try again for a while.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Connect], &["ECONNREFUSED"])
            && !one.in_request()
            && !one.resolver()
            && !one.optional()
    })?;
    Claim::about(scene, ID, suspect, &WORDS).done()
}
