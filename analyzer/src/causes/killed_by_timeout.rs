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

const ID: &str = "killed-by-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, killed) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, by_timer(reading)?)))?;
    let waited = killed.waited.map(|time| (time / 1_000_000).to_string());
    let mut claim = Claim::new(scene, ID, Confidence::Proven, 95)
        .blames(run, killed.kill)
        .mark("program", crash::name_of(reading, reading.leader(killed.death.signal)))
        .mark("waited", waited.unwrap_or_default())
        .mark("signal", killed.name);
    claim.cites("before", run, killed.death.before);
    claim.cites("alarm", run, killed.alarm);
    claim.cite(run, killed.kill, "kill");
    claim.cite(run, killed.death.signal, "signal");
    claim.cites("status", run, reading.exit_event(reading.leader(killed.kill)));
    claim.cite(run, killed.death.end, "end");
    claim.not("crash", run, Some(killed.death.signal)).done()
}

/// A process that another one ended when a timer fired.
struct ByTimer {
    death: crash::Death,
    name: String,
    alarm: Option<EventId>,
    kill: EventId,
    waited: Option<i64>,
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
            let kill = reading.calls().find(|seen| {
                matches!(seen.name, "kill" | "tgkill" | "pidfd_send_signal")
                    && reading.leader(seen.id) != victim
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
                        let timed = seen.returned() == Some(0) && seen.family() == Family::Wait;
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
            Some(ByTimer { death, name, alarm: Some(expired), kill: kill.id, waited })
        })
}
