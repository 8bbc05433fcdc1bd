//! Another process holds a file lock, and the program gives up.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure;
use super::reasoning::families::Family;
use super::reasoning::reading::{Reading, base_name};
use super::reasoning::scene::Scene;
use super::reasoning::signals;
use crate::model::trace::Outcome;
use crate::report::Confidence;

const ID: &str = "lock-held";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Some(suspect) = scene.suspect(&|one| {
        one.is(&[Family::Lock], &["EAGAIN", "EACCES", "EWOULDBLOCK"]) && !one.is_database(scene)
    }) else {
        return scene.failing().find_map(|(run, reading)| waited(scene, run, reading));
    };
    Claim::on(scene, ID, suspect).done()
}

/// A program waits for the lock until its own alarm, and ends without it.
fn waited(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let (seen, alarm, shown) = reading.of_families(&[Family::Lock]).find_map(|seen| {
        let broken = seen.call.outcome == Outcome::Restarting || seen.errno(reading.run) == "EINTR";
        if !broken {
            return None;
        }
        let leader = reading.leader(seen.id);
        let shown = failure::of_process(reading, leader)?;
        let next = reading.calls_after(seen.id).find(|other| reading.leader(other.id) == leader)?;
        let alarm = signals::next(reading, seen.id, "SIGALRM").filter(|alarm| *alarm < next.id)?;
        let gets = reading.calls_after(seen.id).any(|other| {
            other.family() == Family::Lock
                && reading.leader(other.id) == leader
                && !other.call.outcome.failed()
        });
        (!gets).then_some((seen, alarm, shown))
    })?;
    let target = reading.descriptor(seen.id).map_or("", |one| one.target.as_str());
    let path = if target.is_empty() { "the file" } else { target };
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 70)
        .blames(run, seen.id)
        .mark("program", reading.program(seen.id))
        .mark("call", seen.name)
        .mark("path", path)
        .mark("name", base_name(path))
        .variant("waited", true);
    claim.cite(run, seen.id, "fault");
    claim.cite(run, alarm, "alarm");
    claim.ends(run, Some(&shown));
    claim.done()
}
