//! Threads wait for each other's locks in a circle, and none of their waits ever returns.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use super::reasoning::waits::{self, Stuck, Wait};
use crate::order::InList;
use crate::report::Confidence;

const ID: &str = "deadlock";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let Stuck { mut claim, run, reading, wait } = waits::claim(scene, ID, pick, Confidence::Likely, 80)?;
    let waits = waits::of_stuck(reading);
    let second = waits.iter().find(|one| {
        is_lock_wait(reading, one)
            && one.leader == wait.leader
            && address(reading, one) != address(reading, &wait)
    });
    let third = waits.iter().find(|one| {
        one.leader == wait.leader
            && one.event != wait.event
            && second.is_none_or(|second| second.event != one.event)
    });
    claim.cites("other", run, second.map(|one| one.event));
    claim.cites("joined", run, third.map(|one| one.event));
    claim.done()
}

/// The first of at least two threads of one process that wait for different locks for ever.
fn pick(reading: &Reading<'_>) -> Option<Wait> {
    let waits = waits::of_stuck(reading);
    let locked: Vec<Wait> = waits.iter().filter(|wait| is_lock_wait(reading, wait)).cloned().in_list();
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
