//! A process was ended by a signal from another process or the kernel, and nothing says why.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash::{self, Death};
use super::reasoning::scene::Scene;
use crate::report::Confidence;

const ID: &str = "killed-by-signal";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, death, cut) = scene.failing().find_map(|(run, reading)| {
        let deaths = crash::deaths(reading, crash::FROM_OUTSIDE);
        // A run that was waiting for good was ended by whoever had lost patience: the wait is the failure.
        // A server waits as a matter of course: it was at work while a request had no answer.
        let cut = |death: &Death| crash::unanswered(reading, reading.leader(death.end));
        let death = deaths.into_iter().find(|death| !death.waiting || cut(death).is_some())?;
        let cut = cut(&death);
        Some((run, reading, death, cut))
    })?;
    let sender = death.sender.filter(|_| !death.own).map(|pid| format!("from process {pid}"));
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 60)
        .blames(run, death.end)
        .mark("program", crash::name_of(reading, reading.leader(death.end)))
        .mark("signal", death.name.as_str())
        .mark("sender", sender.unwrap_or_default())
        .variant("kill", death.name == "SIGKILL");
    claim.cites("request", run, cut);
    claim.cites("before", run, death.before);
    claim.cite(run, death.signal, "signal");
    claim.cite(run, death.end, "end");
    claim.done()
}
