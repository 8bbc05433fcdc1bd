//! Threads wait for each other's locks in a circle, and none of their waits ever returns.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Wait};
use crate::report::{Confidence, FixKind};

const ID: &str = "deadlock";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(scene, reading)?)))?;
    let program = reading.program(wait.event);
    let waited = waits::seconds(reading, &wait)
        .map(|seconds| format!(" ({seconds} s until the end of the trace)"))
        .unwrap_or_default();
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 80)
        .blames(run, wait.event)
        .title(format!("{program} is deadlocked: its threads wait for each other's locks"))
        .summary(format!("At least two threads of {program} wait for different locks and never get them{waited}, while no other thread of the process is at work. Each must hold what the other one wants."));
    let stuck = claim.cite(run, wait.event, &format!("the call that never returned{waited}"));
    let waits = waits::of_stuck(reading);
    let second = waits.iter().find(|one| {
        is_lock_wait(reading, one)
            && one.leader == wait.leader
            && address(reading, one) != address(reading, &wait)
    });
    let other =
        second.and_then(|one| claim.cite(run, one.event, "another thread waits for another lock, for ever"));
    let third = waits.iter().find(|one| {
        one.leader == wait.leader
            && one.event != wait.event
            && second.is_none_or(|second| second.event != one.event)
    });
    let joined =
        third.and_then(|one| claim.cite(run, one.event, "a further thread waits, for one of these to end"));
    claim
        .step("Two locks: each thread holds one and asks for the other", None)
        .step("The first thread waits: its lock is never released", stuck)
        .step("The second thread waits: for another lock", other)
        .step("Nothing moves: whoever waits for the threads waits for ever", joined)
        .confirm("gdb -p PID -batch -ex 'thread apply all bt'", "threads inside pthread_mutex_lock, each holding what another wants", "a thread that is at work: then it holds a lock for long")
        .fix(FixKind::Now, "Restart the program.", "")
        .fix(FixKind::Proper, "Take locks in one order everywhere, or take both at once (std::scoped_lock, trylock and back off).", "")
        .done()
}

/// The first of at least two threads of one process that wait for different locks for ever.
fn pick(_scene: &Scene<'_>, reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    let locked: Vec<Wait> = waits.iter().filter(|wait| is_lock_wait(reading, wait)).cloned().collect();
    let first = locked.first()?.clone();
    let several = locked
        .iter()
        .any(|other| other.leader == first.leader && address(reading, other) != address(reading, &first));
    // A thread of the process that still works could release a lock.
    let idle =
        waits.iter().filter(|wait| wait.leader == first.leader).all(|wait| wait.family == Family::Futex);
    (several && idle).then_some(first)
}

/// True if it waits for a mutex that somebody holds: the futex word is 2 (glibc, musl: locked, with waiters).
fn is_lock_wait(reading: &Reading<'_>, wait: &Wait) -> bool {
    wait.family == Family::Futex
        && reading.seen(wait.event).is_some_and(|seen| {
            let mut words = seen.args.split(", ");
            let _address = words.next();
            let operation = words.next().unwrap_or("");
            let value = words.next().unwrap_or("");
            operation.starts_with("FUTEX_WAIT") && (value == "2" || value == "0x2" || value == "0x80000002")
        })
}

fn address<'a>(reading: &Reading<'a>, wait: &Wait) -> &'a str {
    reading.seen(wait.event).and_then(|seen| seen.args.split(',').next()).unwrap_or("")
}
