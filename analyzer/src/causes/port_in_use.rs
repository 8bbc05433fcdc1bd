//! A server cannot bind its port because another process has it, or because connections of the last one still end.
//!
//! TCP keeps the port of a connection that is closing against a bind without `SO_REUSEADDR`, not against one with it,
//! and never against `listen` (socket(7), `inet_csk_get_port` of the kernel).

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::sockets::rows;
use super::reasoning::suspects::Suspect;
use crate::model::socket::State;
use crate::report::Confidence;
use crate::source::{LineNumber, SourceId};

const ID: &str = "port-in-use";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| one.is(&[Family::Bind], &["EADDRINUSE"]) && one.by_address())?;
    let sure = suspect.confidence();
    if only_a_listener_refuses(scene, suspect) {
        return Claim::on(scene, ID, suspect).done();
    }
    match (of_port(scene, suspect, true), of_port(scene, suspect, false)) {
        (None, Some((source, line))) => {
            let mut claim = Claim::on(scene, "address-in-use", suspect)
                .in_brief("causes/general/words")
                .confidence(sure.min(Confidence::Likely))
                .variant("lingers", true);
            claim.cite_line(source, line, "lingers");
            claim.done()
        }
        (Some((source, line)), _) => {
            let mut claim = Claim::on(scene, ID, suspect);
            claim.cite_line(source, line, "listens");
            claim.done()
        }
        // Connections that still end would refuse it as well.
        (None, None) => Claim::on(scene, ID, suspect).confidence(sure.min(Confidence::Likely)).done(),
    }
}

/// True if connections that still end would not refuse this call: those of TCP refuse only a bind without `SO_REUSEADDR`.
fn only_a_listener_refuses(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    let Some(reading) = scene.reading(suspect.run) else { return false };
    let Some(socket) = reading.descriptor(suspect.event) else { return false };
    let made = socket.opened.and_then(|event| reading.seen(event));
    let other = made.is_some_and(|seen| seen.name == "socket" && !seen.args.contains("SOCK_STREAM"));
    let reuses = socket.events.iter().filter(|event| **event < suspect.event).any(|event| {
        reading.seen(*event).is_some_and(|seen| {
            ["SO_REUSEADDR, [1]", "SO_REUSEPORT, [1]"].iter().any(|set| seen.args.contains(set))
        })
    });
    suspect.call == "listen" || other || reuses
}

/// The row of a listing that shows a socket with that port of its own, listening or not.
fn of_port(scene: &Scene<'_>, suspect: &Suspect<'_>, listening: bool) -> Option<(SourceId, LineNumber)> {
    let port = suspect.object.name.rsplit(':').next()?.parse::<u16>().ok()?;
    let mut found = rows(scene).filter(|(row, socket)| {
        (socket.state == State::Listen) == listening && row.own().is_some_and(|(_, own)| own == port)
    });
    found.next().map(|(row, _)| (row.source, row.line))
}
