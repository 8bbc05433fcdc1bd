//! The process reaches its limit of open descriptors.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::model::trace::EventId;
use crate::report::FixKind;

const ID: &str = "fd-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{program} reached its limit of open files",
    summary: "{call} fails with EMFILE: the process holds as many descriptors as it may, and {end}.",
    steps: &[
        ("The limit is reached: descriptors were opened and not closed", Rests::Nothing),
        ("No descriptor is left: {call} fails with EMFILE", Rests::Fault),
        ("The program reports it: too many open files", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "grep \"open files\" /proc/PID/limits",
            "a limit about as high as the number of descriptors in the trace",
            "a much higher one: then the process raised it itself",
        ),
        (
            "ls -l /proc/PID/fd",
            "many of the same kind: a leak",
            "a mixture: the limit is too low for the work",
        ),
    ],
    fix: &[
        (FixKind::Now, "Raise the limit for this process.", "ulimit -n 65536"),
        (FixKind::Proper, "Close descriptors when they are no longer needed: look at which kind grows.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        let families = [
            Family::Accept,
            Family::Descriptor,
            Family::Open,
            Family::Create,
            Family::Other,
            Family::Receive,
        ];
        one.is(&families, &["EMFILE"]) && !one.serves()
    })?;
    let mut claim = Claim::about(scene, ID, suspect, &WORDS);
    if let Some(event) = highest(scene, suspect) {
        claim.cite(
            suspect.run,
            event,
            "the last descriptor that could be opened: its number plus one is the limit",
        );
    }
    claim.done()
}

/// The last call before the suspect that opened a descriptor.
fn highest(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<EventId> {
    let reading = scene.reading(suspect.run)?;
    let leader = reading.leader(suspect.event);
    reading
        .calls_before(suspect.event)
        .filter(|seen| reading.leader(seen.id) == leader)
        .take(200)
        .find(|seen| {
            matches!(seen.family(), Family::Accept | Family::Descriptor | Family::Open | Family::Create)
                && seen.returned().is_some_and(|number| number > 2)
        })
        .map(|seen| seen.id)
}
