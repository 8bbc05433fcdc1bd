//! Ends and stops that the signal itself names: limits of time, faults of the processor, terminals that go away.
//!
//! Source: signal(7), sigaction(2) for the codes, mmap(2) for SIGBUS, setrlimit(2), seccomp(2).

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::crash::{self, Death};
use crate::causes::reasoning::reading::{Reading, between};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::signals;
use crate::model::trace::{EventId, EventKind};
use crate::order::Change;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

/// A death: the signal and the cause it names.
const SIGNALS: &[(&str, &str)] = &[
    ("SIGXCPU", "cpu-time-limit"),
    ("SIGSYS", "seccomp-killed"),
    ("SIGILL", "crash-illegal-instruction"),
    ("SIGFPE", "crash-arithmetic"),
    ("SIGBUS", "file-truncated-while-mapped"),
    ("SIGHUP", "hangup-on-terminal-close"),
];

/// What the ends of processes name.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (run, reading) in scene.failing() {
        for (signal, cause) in SIGNALS {
            for death in crash::deaths(reading, &[signal]) {
                found.add_all(ended(scene, run, reading, &death, cause));
            }
        }
        found.add_all(out_of_time(scene, run, reading));
        found.add_all(stopped(scene, run, reading));
    }
    found
}

fn ended(
    scene: &Scene<'_>,
    run: usize,
    reading: &Reading<'_>,
    death: &Death,
    cause: &str,
) -> Option<Finding> {
    let leader = reading.leader(death.end);
    let code = signals::last(reading, leader, &death.name).map_or("", |signal| signal.field("si_code"));
    let sent = matches!(code, "SI_USER" | "SI_TKILL" | "SI_QUEUE");
    let mut map = None;
    let mut cause = cause;
    let mut fault = death.signal;
    let confidence = match cause {
        "file-truncated-while-mapped" => {
            let (mapped, name) = mapping(reading, death)?;
            map = Some(mapped);
            // A page of shared memory that cannot be had is the same signal: the file is as long as it should be.
            if name.starts_with("/dev/shm/") {
                cause = "shared-memory-full";
            }
            Confidence::Likely
        }
        "hangup-on-terminal-close" if death.waiting => return None,
        "hangup-on-terminal-close" if code == "SI_KERNEL" => {
            fault = death.end;
            Confidence::Proven
        }
        "hangup-on-terminal-close" if on_terminal(reading, leader) => {
            fault = death.end;
            Confidence::Likely
        }
        "hangup-on-terminal-close" => return None,
        _ if sent => return None,
        // Without the line of the signal nobody knows who sent it.
        _ if code.is_empty() => Confidence::Likely,
        _ => Confidence::Proven,
    };
    let mut claim = Claim::new(scene, cause, confidence, 85)
        .blames(run, fault)
        .in_brief("causes/general/shapes")
        .mark("program", crash::name_of(reading, leader))
        .mark("what", death.name.as_str())
        .variant("signal", true);
    claim.cite(run, death.signal, "signal");
    claim.cites("before", run, death.before);
    claim.cites("map", run, map);
    claim.cite(run, death.end, "end");
    claim.done()
}

/// At the hard limit of processor time the kernel kills without a warning (setrlimit(2)).
fn out_of_time(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let deaths = crash::deaths(reading, &["SIGKILL"]);
    let death = deaths.iter().find(|death| !death.waiting && crash::killer(reading, death).is_none())?;
    let limit = reading.calls_before(death.end).find(|seen| {
        let sets = seen.args.contains("RLIMIT_CPU, {") && !seen.call.outcome.failed();
        sets && between(seen.args, "rlim_max=", "}").is_some_and(|hard| !hard.contains("INFINITY"))
    })?;
    let mut claim = Claim::new(scene, "cpu-time-limit", Confidence::Likely, 85)
        .blames(run, death.end)
        .in_brief("causes/general/shapes")
        .mark("program", crash::name_of(reading, reading.leader(death.end)))
        .mark("what", death.name.as_str())
        .variant("signal", true);
    claim.cite(run, limit.id, "limit");
    claim.cite(run, death.signal, "signal");
    claim.cite(run, death.end, "end");
    claim.done()
}

/// The mapping of a file in which the address of the fault lies, and the file's name.
fn mapping<'a>(reading: &Reading<'a>, death: &Death) -> Option<(EventId, &'a str)> {
    let address = i64::try_from(death.address?).ok()?;
    let leader = reading.leader(death.end);
    let map = reading.calls_before(death.signal).find(|seen| {
        let mut words = seen.args.split(", ");
        let length = words.nth(1).and_then(|length| length.parse::<i64>().ok()).unwrap_or(0);
        let inside =
            seen.returned().is_some_and(|start| (start..start.saturating_add(length)).contains(&address));
        seen.name.starts_with("mmap") && reading.leader(seen.id) == leader && inside
    })?;
    let of_file = map.args.split(", ").nth(4).is_some_and(|number| number != "-1");
    of_file.then(|| (map.id, reading.descriptor(map.id).map_or("", |one| one.target.as_str())))
}

/// The process has a terminal open.
fn on_terminal(reading: &Reading<'_>, leader: u32) -> bool {
    reading.run.descriptors.iter().any(|one| {
        let terminal = one.role == DescriptorRole::Terminal || one.target.starts_with("/dev/pts/");
        terminal && reading.leader_of(one.process) == leader
    })
}

/// A process was stopped and does nothing more.
fn stopped(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let (event, signal) = (0..)
        .zip(&reading.run.trace.events)
        .filter_map(|(id, event)| {
            let EventKind::Stopped { signal } = event.kind else { return None };
            Some((id, reading.run.trace.str(signal)))
        })
        .last()?;
    let leader = reading.leader(event);
    let goes_on = reading.calls_after(event).any(|seen| reading.leader(seen.id) == leader);
    if goes_on || !matches!(signal, "SIGSTOP" | "SIGTSTP" | "SIGTTIN" | "SIGTTOU") {
        return None;
    }
    let mut claim = Claim::new(scene, "stopped-by-job-control", Confidence::Likely, 82)
        .blames(run, event)
        .in_brief("causes/general/shapes")
        .mark("program", crash::name_of(reading, leader))
        .mark("what", signal)
        .variant("stop", true)
        .variant(if matches!(signal, "SIGTTIN" | "SIGTTOU") { "background" } else { "asked" }, true);
    let last = reading.calls_before(event).find(|seen| reading.leader(seen.id) == leader);
    claim.cite(run, event, "stop");
    claim.cites("before", run, last.map(|seen| seen.id));
    claim.done()
}
