//! A process was ended by a signal from another process or the kernel, and nothing says why.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash::{self, Death};
use super::reasoning::scene::Scene;
use crate::report::Confidence;
use crate::trace::ProcessEnd;

const ID: &str = "killed-by-signal";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, death, cut) = scene.failing().find_map(|(run, reading)| {
        let deaths = crash::deaths(reading, crash::FROM_OUTSIDE);
        // A run that was waiting for good was ended by whoever had lost patience: the wait is the failure.
        // A server waits as a matter of course: it was at work while a request had no answer.
        let open = crash::unanswered(reading);
        let cut = |death: &Death| open.get(&reading.leader(death.end)).copied();
        let death = deaths
            .into_iter()
            .find(|death| (!death.waiting || cut(death).is_some()) && !crash::dismissed(reading, death))?;
        let cut = cut(&death);
        Some((run, reading, death, cut))
    })?;
    let sender = death.sender.map(|pid| {
        if death.own { String::from("the process sends it to itself") } else { format!("from process {pid}") }
    });
    // One process of the run ends another, and the run ends well.
    let meant = *reading.end(0) == ProcessEnd::Exited(0) && crash::killer(reading, &death).is_some();
    let sure = if meant { Confidence::Possible } else { Confidence::Likely };
    let mut claim = Claim::new(scene, ID, sure, 60)
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
