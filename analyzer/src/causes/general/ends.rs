//! Ends and stops that the signal itself names: limits of time, faults of the processor, terminals that go away.
//!
//! Source: signal(7), sigaction(2) for the codes, mmap(2) for SIGBUS, setrlimit(2), seccomp(2).

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::crash::{self, Death};
use crate::causes::reasoning::failure;
use crate::causes::reasoning::reading::{Reading, Seen, between};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::signals;
use crate::causes::reasoning::words::text_of;
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::order::Change;
use crate::report::Confidence;
use crate::trace::{DescriptorRole, Ending, ProcessEnd};

/// A death: the signal and the cause it names.
const SIGNALS: &[(&str, &str)] = &[
    ("SIGXCPU", "cpu-time-limit"),
    ("SIGSYS", "seccomp-killed"),
    ("SIGILL", "crash-illegal-instruction"),
    ("SIGFPE", "crash-arithmetic"),
    ("SIGBUS", "file-truncated-while-mapped"),
    ("SIGHUP", "hangup-on-terminal-close"),
    ("SIGSEGV", "stack-overflow"),
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
        found.add_all(interrupted(scene, run, reading));
        found.add_all(stopped(scene, run, reading));
        found.add_all(gone(scene, run, reading));
        found.add_all(broke(scene, run, reading));
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
        "stack-overflow" => {
            map = Some(below_stack(reading, death)?);
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

/// The fault lies where a stack would have to grow: in the guard page of a thread's stack, or on
/// `x86_64` above everything that is mapped, where the kernel puts the first stack (within 16 GiB of the end of the
/// address space, `STACK_RND_MASK`; mappings begin below).
fn below_stack(reading: &Reading<'_>, death: &Death) -> Option<EventId> {
    const LOWEST: i64 = 0x7ffb_c000_0000;
    const HIGHEST: i64 = 0x7fff_ffff_ffff;
    /// No thread gets a larger guard by itself (`pthread_attr_setguardsize`).
    const GUARD: i64 = 0x1_0000;
    let address = i64::try_from(death.address?).ok()?;
    let leader = reading.leader(death.end);
    let own = || reading.calls_before(death.signal).filter(|seen| reading.leader(seen.id) == leader);
    let guard = own().find(|seen| {
        let from = seen.returned().unwrap_or(0);
        seen.args.contains("MAP_STACK") && (from..from.saturating_add(GUARD)).contains(&address)
    });
    let maps = |seen: &Seen<'_>| seen.name.starts_with("mmap") && seen.returned() > Some(address);
    let first = (LOWEST..=HIGHEST).contains(&address) && !own().any(|seen| maps(&seen));
    guard.map(|seen| seen.id).or(first.then_some(death.signal))
}

/// A handler that was set without `SA_RESTART` ends a call with EINTR, and the program takes that for a failure.
fn interrupted(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    /// strace shows the first 32 bytes of what is written.
    const SAID: &str = "nterrupted sys";
    let back = reading.named(|name| name == "rt_sigreturn").find(|seen| {
        let interrupts = seen.errno(reading.run) == "EINTR";
        interrupts && reading.said_after(seen.id).take(3).any(|spoken| spoken.text.contains(SAID))
    })?;
    let shown = failure::of_process(reading, reading.leader(back.id))?;
    let own = |id: EventId| reading.leader(id) == reading.leader(back.id);
    let fault = reading.calls_before(back.id).find(|seen| own(seen.id))?;
    let signal = signals::all(reading)
        .into_iter()
        .rfind(|signal| signal.event < back.id && signal.event > fault.id && own(signal.event))?;
    let handler = reading
        .calls_before(fault.id)
        .find(|seen| own(seen.id) && seen.name == "rt_sigaction" && seen.args.starts_with(signal.name))?;
    let flags = between(handler.args, "sa_flags=", "}").unwrap_or("");
    if flags.contains("SA_RESTART") || fault.call.outcome != Outcome::Restarting {
        return None;
    }
    let mut claim = Claim::new(scene, "interrupted-call-not-restarted", Confidence::Proven, 90)
        .blames(run, fault.id)
        .in_brief("causes/general/words")
        .mark("program", reading.program(fault.id))
        .mark("call", fault.name)
        .mark("errno", "EINTR")
        .mark("error", text_of("EINTR"))
        .mark("object", reading.descriptor(fault.id).map_or("its object", |one| one.target.as_str()));
    claim.cite(run, fault.id, "fault");
    claim.cite(run, handler.id, "handler");
    claim.cite(run, signal.event, "signal");
    claim.cites("report", run, reading.said_after(back.id).next().map(|spoken| spoken.event));
    claim.ends(run, Some(&shown));
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

/// A server ends with an error status while a request has no answer yet.
fn gone(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let open = crash::unanswered(reading);
    let (leader, request) = (0..).zip(&reading.run.processes).find_map(|(id, process)| {
        let fails = matches!(process.end, ProcessEnd::Exited(status) if status != 0) && !process.thread;
        Some((id, *open.get(&id).filter(|_| fails)?))
    })?;
    let shown = failure::of_process(reading, leader)?;
    let said = reading.said_after(request).next().map(|spoken| spoken.event);
    let explained = scene
        .suspects
        .iter()
        .any(|one| one.run == run && one.named && one.matters() && reading.leader(one.event) == leader);
    let confidence = if explained { Confidence::Possible } else { Confidence::Likely };
    let mut claim = Claim::new(scene, "upstream-process-crashed", confidence, 70)
        .blames(run, shown.event)
        .in_brief("causes/general/shapes")
        .mark("program", crash::name_of(reading, leader))
        .variant("gone", true);
    claim.cite(run, request, "asked");
    claim.cites("said", run, said);
    claim.ends(run, Some(&shown));
    claim.done()
}

/// What a program prints when its own code fails.
const BROKE: &[&str] = &["Traceback (most recent", "xception", "panic", "PANIC"];
/// The message stands so close before the close of the connection (microseconds).
const CLOSE_BY: i64 = 50_000;

/// A server reads a request of HTTP, says that its own code has failed, and closes the connection without an answer.
fn broke(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let time = |event: EventId| reading.run.trace.event(event).and_then(|event| event.time);
    let (unit, close, said) = reading.requests().find_map(|unit| {
        let asks = unit.title.split(' ').next()?;
        let http = asks.len() > 2 && asks.bytes().all(|byte| byte.is_ascii_uppercase());
        let passed_on = unit.events.iter().any(|event| reading.role_of(*event) == DescriptorRole::Upstream);
        let on_client = |event: &&EventId| reading.role_of(**event) == DescriptorRole::Client;
        let close = *unit.events.iter().rev().find(on_client)?;
        let first = *unit.events.first()?;
        let said = reading.said_between(first, close).iter().find(|spoken| {
            let near =
                time(spoken.event).zip(time(close)).is_none_or(|(said, closed)| closed - said <= CLOSE_BY);
            near && reading.run.process_of.get(spoken.event as usize)
                == reading.run.process_of.get(close as usize)
                && BROKE.iter().any(|words| spoken.text.contains(words))
        })?;
        let silent = unit.ending == Ending::ClosedWithoutAnswer && http && !passed_on;
        silent.then_some((unit, close, said.event))
    })?;
    let shown = failure::of_request(reading, unit)?;
    let mut claim = Claim::new(scene, "upstream-handler-panic", Confidence::Likely, 75)
        .blames(run, close)
        .in_brief("causes/general/shapes")
        .mark("program", crash::name_of(reading, reading.leader(close)))
        .variant("broke", true);
    let reads = |event: &EventId| {
        reading.role_of(*event) == DescriptorRole::Client
            && reading.seen(*event).is_some_and(|seen| seen.returned().is_some_and(|count| count > 0))
            && reading.seen(*event).is_some_and(|seen| matches!(seen.name, "read" | "recvfrom" | "recvmsg"))
    };
    claim.cites("asked", run, unit.events.iter().copied().find(reads));
    claim.cite(run, said, "said");
    claim.ends(run, Some(&shown));
    claim.done()
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
