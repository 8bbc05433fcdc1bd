//! Waits that never end and work that never gets on, which their shape names.
//!
//! Sources: getrandom(2) and random(4), pipe(7) for full pipes, futex(2) for waits without a time limit.

use crate::causes::reasoning::claim::Claim;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::{Reading, Seen};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::waits::{self, Stuck, Wait};
use crate::model::trace::{EventId, Micros};
use crate::order::{Change, InList};
use crate::report::Confidence;
use crate::trace::{DescriptorRole, ProcessEnd};

/// A loop is one if it comes round so often at the end of the trace.
const ROUNDS: usize = 8;
/// And if it is so many calls: fewer are done by programs that get on.
const CALLS: usize = 60;
/// A write to a pipe that takes so long waits for its reader.
const LONG: Micros = 1_000_000;
/// Steps of the longest loop that is looked for.
const LONGEST: usize = 24;

/// Picks a wait of a kind.
type Pick = fn(&Reading<'_>) -> Option<Wait>;

/// What waits and loops name.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let picks: [(&str, Pick); 3] =
        [("waits-for-entropy", entropy), ("pipe-deadlock", full_pipes), ("lost-wakeup", unwoken)];
    for (cause, pick) in picks {
        let Some(Stuck { claim, run, reading, wait }) =
            waits::claim(scene, cause, pick, Confidence::Likely, 85)
        else {
            continue;
        };
        let mut claim = claim.in_brief("causes/general/shapes").variant("wait", true);
        if cause == "pipe-deadlock" {
            let other = stuck_writes(reading).into_iter().find(|one| one.leader != wait.leader);
            claim.cites("other", run, other.map(|one| one.event));
        }
        found.add_all(claim.done());
    }
    found.add_all(scene.failing().find_map(|(run, reading)| endless(scene, run, reading)));
    found
}

/// A wait for random numbers, before the system has gathered enough.
fn entropy(reading: &Reading<'_>) -> Option<Wait> {
    waits::of_stuck(reading).into_iter().find(|wait| {
        reading.seen(wait.event).is_some_and(|seen| {
            seen.name == "getrandom"
                || (wait.family == Family::Read
                    && reading.descriptor(wait.event).is_some_and(|one| one.target == "/dev/random"))
        })
    })
}

/// A write to a pipe that is full while another process is in the same plight.
fn full_pipes(reading: &Reading<'_>) -> Option<Wait> {
    let stuck = stuck_writes(reading);
    let first = stuck.first()?;
    stuck.iter().any(|other| other.leader != first.leader).then(|| first.clone())
}

/// The writes to pipes with which processes end that were killed, or that the trace leaves.
///
/// A signal ends a long write with what fitted into the pipe until then, so it may have returned.
fn stuck_writes(reading: &Reading<'_>) -> Vec<Wait> {
    let mut found: Vec<Wait> = Vec::new();
    for (id, process) in (0..).zip(&reading.run.processes) {
        if process.thread || !matches!(process.end, ProcessEnd::Killed(_) | ProcessEnd::Running) {
            continue;
        }
        let Some(last) = reading.last_event(id) else { continue };
        let own = reading
            .calls_before(last.saturating_add(1))
            .take(4_096)
            .find(|seen| reading.leader(seen.id) == id);
        let Some(seen) = own else { continue };
        let wait = Wait { event: seen.id, family: seen.family(), leader: id };
        let long = seen.duration().is_some_and(|time| time >= LONG);
        let open = seen.returned().is_none() && !seen.call.outcome.failed();
        if writes_pipe(reading, &wait) && (long || open) {
            found.push(wait);
        }
    }
    found
}

fn writes_pipe(reading: &Reading<'_>, wait: &Wait) -> bool {
    let pipe = reading.role_of(wait.event) == DescriptorRole::Pipe
        || reading.seen(wait.event).is_some_and(|seen| seen.args.contains("<pipe:["));
    wait.family == Family::Write && pipe
}

/// A wait for a condition in a process of which no thread is left that could meet it.
///
/// A lock that somebody holds has the value 2 (glibc, musl) and is another matter; a join waits for a thread's number.
fn unwoken(reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    let condition = waits.iter().find(|wait| {
        reading.seen(wait.event).is_some_and(|seen| {
            let mut words = seen.args.split(", ").skip(1);
            let (operation, value) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            let thread = reading.run.processes.iter().any(|one| value.parse() == Ok(one.pid) && one.pid != 0);
            operation.starts_with("FUTEX_WAIT")
                && words.next() == Some("NULL")
                && !thread
                && !matches!(value, "2" | "0x2" | "0x80000002")
        })
    })?;
    let own = waits.iter().filter(|wait| wait.leader == condition.leader);
    let (mut waiting, mut idle) = (0, true);
    for wait in own {
        waiting += 1;
        idle &= wait.family == Family::Futex;
    }
    let living = (0..).zip(&reading.run.processes).filter(|(id, one)| {
        reading.leader_of(*id) == condition.leader
            && !matches!(one.end, ProcessEnd::Exited(_) | ProcessEnd::Superseded)
    });
    // Somebody outside can wake it only through shared memory.
    let shared = reading.seen(condition.event).is_some_and(|seen| !seen.args.contains("_PRIVATE"));
    (idle && !shared && living.count() == waiting).then(|| condition.clone())
}

/// The same calls come round and round until the end of the trace, and nothing gets on.
fn endless(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let own_end = matches!(reading.end(0), ProcessEnd::Exited(_) | ProcessEnd::Superseded);
    let by_fault = matches!(reading.end(0), ProcessEnd::Killed(name)
        if !matches!(name.as_str(), "SIGKILL" | "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGQUIT" | "SIGALRM" | "SIGXCPU"));
    if own_end || by_fault {
        return None;
    }
    let last = reading.last_event(0)?;
    let mut tail: Vec<Seen<'_>> = reading
        .calls_before(last.saturating_add(1))
        .filter(|seen| reading.leader(seen.id) == 0 && !reading.serves(seen.id))
        .take(LONGEST * ROUNDS + 1)
        .in_list();
    // The last call may have been cut off.
    if tail.first().is_some_and(|seen| seen.returned().is_none() && !seen.call.outcome.failed()) {
        tail.remove(0);
    }
    let steps: Vec<String> = tail.iter().map(|seen| step(reading, seen)).in_list();
    let round = (1..=LONGEST).find(|round| {
        let needed = (round * ROUNDS).max(CALLS);
        steps.len() >= needed
            && steps
                .iter()
                .zip(steps.iter().skip(*round))
                .take(needed - round)
                .all(|(one, other)| one == other)
    })?;
    let steps = tail.get(..round)?;
    if steps.iter().any(|seen| gets_on(seen)) {
        return None;
    }
    let failing = steps
        .iter()
        .find(|seen| seen.call.outcome.failed() && !matches!(seen.errno(reading.run), "EAGAIN" | "EINTR"));
    let rests = steps.iter().any(|seen| {
        matches!(seen.family(), Family::Sleep)
            || (seen.family() == Family::Wait && seen.returned() == Some(0))
    });
    let (cause, confidence, at) = match failing {
        // What fails is the cause; that it is tried for ever is only why nobody hears of it.
        Some(fault) => ("retry-loop-without-end", Confidence::Possible, *fault),
        None if !rests => ("infinite-loop", Confidence::Likely, *steps.last()?),
        None => return None,
    };
    let earlier: Option<EventId> = tail.last().map(|seen| seen.id);
    let mut claim = Claim::new(scene, cause, confidence, 65)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(at.id))
        .mark("call", at.name)
        .mark("errno", at.errno(reading.run))
        .variant("loop", true);
    claim.cite(run, at.id, "round");
    claim.cites("earlier", run, earlier);
    claim.cites("last", run, tail.first().map(|seen| seen.id));
    claim.done()
}

/// What makes two calls the same step of a loop: name, object, and how it went.
fn step(reading: &Reading<'_>, seen: &Seen<'_>) -> String {
    let mut step = String::from(seen.name);
    step.push('\n');
    step.push_str(seen.errno(reading.run));
    step.push('\n');
    let target = reading.descriptor(seen.id).map_or("", |one| one.target.as_str());
    if target.is_empty() {
        step.push_str(seen.args.split(',').next().unwrap_or(""));
    }
    step.push_str(target);
    step
}

/// A call that moves data, takes something from a queue or starts something brings the program on.
fn gets_on(seen: &Seen<'_>) -> bool {
    let moves = matches!(seen.family(), Family::Read | Family::Write | Family::Receive | Family::Send)
        && seen.returned().is_some_and(|count| count > 0);
    let more = matches!(
        seen.family(),
        Family::Accept
            | Family::Fork
            | Family::Execute
            | Family::WaitChild
            | Family::Memory
            | Family::Create
            | Family::Rename
            | Family::Change
    ) && !seen.call.outcome.failed();
    moves || more
}
