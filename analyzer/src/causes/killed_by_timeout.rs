//! A supervising timer ended the program because it ran too long.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::crash;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::signals;
use crate::model::trace::EventId;
use crate::order::InList;
use crate::report::Confidence;
use crate::trace::ProcessEnd;

const ID: &str = "killed-by-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, killed) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, by_timer(reading)?)))?;
    let waited = killed.waited.map(|time| (time / 1_000_000).to_string());
    let status = match reading.end(reading.leader(killed.kill)) {
        ProcessEnd::Exited(status) if *status != 0 => status.to_string(),
        _ => String::new(),
    };
    // A caller that goes on and ends well has asked for it, or does not mind.
    let minded = *reading.end(0) != ProcessEnd::Exited(0);
    if !minded && scene.working().any(|(_, normal)| by_timer(normal).is_some()) {
        return None;
    }
    let helper = *reading.end(reading.leader(killed.kill)) == ProcessEnd::Exited(0);
    let sure = match (minded, helper) {
        (false, _) => Confidence::Possible,
        (true, true) => Confidence::Likely,
        (true, false) => Confidence::Proven,
    };
    let mut claim = Claim::new(scene, ID, sure, 95)
        .blames(run, killed.kill)
        .mark("program", crash::name_of(reading, reading.leader(killed.death.signal)))
        .mark("waited", waited.unwrap_or_default())
        .mark("signal", killed.name);
    claim.cites("before", run, killed.death.before);
    claim.cite_resumed(run, killed.alarm, "alarm");
    claim.cite(run, killed.kill, "kill");
    claim.cite(run, killed.death.signal, "signal");
    let exit = reading.exit_event(reading.leader(killed.kill)).filter(|_| !status.is_empty());
    let mut claim = claim.mark("status", status);
    claim.cites("status", run, exit);
    claim.cite(run, killed.death.end, "end");
    claim.not("crash", run, Some(killed.death.signal)).done()
}

/// A process that another one ended when a timer fired.
struct ByTimer {
    death: crash::Death,
    name: String,
    alarm: EventId,
    kill: EventId,
    waited: Option<i64>,
}

/// A wait of no length: it looks whether something is there, and no time passes.
fn asks_only(args: &str) -> bool {
    args.ends_with(", 0")
        || [", 0, NULL, 8", "sec=0, tv_nsec=0}", "sec=0, tv_usec=0}"].iter().any(|none| args.contains(none))
}

fn by_timer(reading: &Reading<'_>) -> Option<ByTimer> {
    let alarms: Vec<_> = signals::all(reading)
        .into_iter()
        .filter(|signal| signal.name == "SIGALRM" && signal.sender().is_none())
        .in_list();
    crash::deaths(reading, &["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP", "SIGQUIT", "SIGABRT"])
        .into_iter()
        .find_map(|death| {
            let victim = reading.leader(death.signal);
            let pid = reading.process(victim)?.pid;
            let kills = |name: &str| matches!(name, "kill" | "tgkill" | "pidfd_send_signal");
            let kill = reading.named(kills).find(|seen| {
                reading.leader(seen.id) != victim
                    && seen.id <= death.end
                    && seen.args.split([',', '<']).next().and_then(|word| word.trim().parse().ok())
                        == Some(pid)
                    && !seen.args.contains("SIGCONT")
                    && !seen.args.ends_with(" 0")
            })?;
            let supervisor = reading.leader(kill.id);
            let alarm = alarms
                .iter()
                .rev()
                .find(|signal| signal.event < kill.id && reading.leader(signal.event) == supervisor)
                .map(|signal| signal.event);
            let expired = alarm.or_else(|| {
                reading
                    .calls_before(kill.id)
                    .filter(|seen| reading.leader(seen.id) == supervisor)
                    .take(6)
                    .find(|seen| {
                        let timed = seen.returned() == Some(0)
                            && seen.family() == Family::Wait
                            && !asks_only(seen.args);
                        timed
                            || seen.errno(reading.run) == "ETIMEDOUT"
                            || (seen.name == "rt_sigtimedwait" && seen.errno(reading.run) == "EAGAIN")
                    })
                    .map(|seen| seen.id)
            })?;
            let started =
                reading.process(victim).and_then(|process| reading.run.trace.event(process.first)?.time);
            let waited = reading
                .run
                .trace
                .event(kill.id)
                .and_then(|event| event.time)
                .zip(started)
                .map(|(end, start)| end - start)
                .filter(|time| *time >= 1_000_000);
            let name = kill.args.rsplit(',').next().unwrap_or("a signal").trim().to_string();
            Some(ByTimer { death, name, alarm: expired, kill: kill.id, waited })
        })
}
