//! Waits that never end and work that never gets on, which their shape names.
//!
//! Sources: getrandom(2) and random(4), pipe(7) for full pipes, futex(2) for waits without a time limit.

use crate::causes::reasoning::claim::Claim;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::{Reading, Seen};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::spent;
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
            let other = other.map(|one| one.event).or_else(|| waiter(reading, &wait));
            claim.cites("other", run, other);
        }
        // Several that wait may as well each hold what another one wants: futexes do not tell locks from conditions.
        let claim = if cause == "lost-wakeup" && words_waited(reading, wait.leader).len() > 1 {
            claim.confidence(Confidence::Possible)
        } else {
            claim
        };
        found.add_all(claim.done());
    }
    found.add_all(each_other(scene));
    for shape in [endless, unanswered, silent] {
        found.add_all(scene.failing().find_map(|(run, reading)| shape(scene, run, reading)));
    }
    found
}

/// Causes by which a run stands still or never ends: who ends such a run by a signal has only lost patience.
const HANGS: &[&str] =
    &["waits-", "fifo-", "pipe-", "deadlock", "lost-", "infinite-", "server-not-responding"];

/// Takes what follows from a hang out of what was found: the signal that ended it, and, where the same process waits,
/// the certainty of what it had got over before.
pub fn set_aside(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let hung = findings.iter().find_map(|one| {
        let hangs = HANGS.iter().any(|name| one.diagnosis.cause.starts_with(name));
        let (run, event) = one.fault.filter(|_| hangs)?;
        let reading = scene.reading(run)?;
        let sure = one.diagnosis.confidence > Confidence::Possible;
        waits::called_off(reading).filter(|off| event < *off).map(|off| (run, reading, event, off, sure))
    });
    let Some((run, reading, wait, off, sure)) = hung else { return };
    let still = waits::stood_still(reading).is_none_or(|(_, time)| time >= LONG);
    findings.keep_if(|one| {
        let end = one.fault.is_some_and(|(of, event)| of == run && event >= off);
        !(end && (sure || still) && one.diagnosis.cause == "killed-by-signal")
    });
    for one in findings.iter_mut().filter(|_| sure) {
        let before = one.fault.is_some_and(|(of, event)| {
            of == run && event < wait && reading.leader(event) == reading.leader(wait)
        });
        if before {
            one.diagnosis.confidence = Confidence::Possible;
        }
    }
}

/// The different words that the threads of a process wait for: locks, conditions or semaphores, each with a wait.
fn words_waited<'a>(reading: &Reading<'a>, leader: u32) -> Vec<(&'a str, EventId)> {
    let mut words: Vec<(&str, EventId)> = Vec::new();
    for wait in
        waits::of_stuck(reading).iter().filter(|one| one.leader == leader && one.family == Family::Futex)
    {
        let word = reading.seen(wait.event).map_or("", |seen| seen.args.split(',').next().unwrap_or(""));
        if !words.iter().any(|known| known.0 == word) {
            words.push((word, wait.event));
        }
    }
    words
}

/// Threads of which none is left to wake another may have locked each other out.
///
/// Where locks are made of semaphores, as in Python, a lock that is held looks like a condition that nobody meets. With
/// one wait for the end of a thread, two others are needed.
fn each_other(scene: &Scene<'_>) -> Option<Finding> {
    let pick: Pick = |reading| {
        let first = unwoken(reading)?;
        let words = words_waited(reading, first.leader);
        let event = words.get(1)?.1;
        Some(Wait { event, ..first })
    };
    let Stuck { mut claim, run, reading, wait } =
        waits::claim(scene, "deadlock", pick, Confidence::Possible, 84)?;
    let words = words_waited(reading, wait.leader);
    if words.len() > 2 {
        claim = claim.score(86);
    }
    claim.cites("other", run, words.get(2).map(|word| word.1));
    claim.cites("joined", run, words.first().map(|word| word.1));
    claim.done()
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
    let alike = stuck.iter().any(|other| other.leader != first.leader);
    let found = if alike { Some(first) } else { stuck.iter().find(|one| waiter(reading, one).is_some()) };
    found.cloned()
}

/// The wait of a parent for the very child that is stuck in a write, where nobody but the parent could read the pipe.
fn waiter(reading: &Reading<'_>, stuck: &Wait) -> Option<EventId> {
    let child = reading.process(stuck.leader)?;
    let parent = reading.leader_of(child.parent?);
    let pipe = reading.origin(reading.descriptor_id(stuck.event)?)?;
    let reads = reading.run.descriptors.iter().zip(0..).any(|(one, id)| {
        let read = |event: &EventId| reading.seen(*event).is_some_and(|seen| seen.family() == Family::Read);
        let own = reading.leader_of(one.process) == parent;
        let later = one.events.iter().any(|event| read(event) && (!own || *event > stuck.event));
        reading.origin(id) == Some(pipe) && (later || (one.number == 0 && !own))
    });
    let mut own = reading.calls().filter(|seen| reading.leader(seen.id) == parent);
    let waits = own.find(|seen| {
        let end = seen.call.resumed_line.unwrap_or(seen.event.line);
        let open = seen.returned().is_none() && !seen.call.outcome.failed();
        let back = seen.returned() == Some(i64::from(child.pid)) || seen.name == "waitid";
        let named = seen.args.split([',', ' ']).any(|word| word.parse() == Ok(child.pid));
        seen.family() == Family::WaitChild && named && (open || (back && end > reading.line(stuck.event)))
    });
    waits.map(|seen| seen.id).filter(|_| !reads)
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
    wait.family == Family::Write && reading.is_pipe(wait.event)
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
    let off = waits::called_off(reading).unwrap_or(EventId::MAX);
    let still = waits::is_still(reading);
    let living = (0..).zip(&reading.run.processes).filter(|(id, one)| {
        let over = matches!(one.end, ProcessEnd::Exited(_) | ProcessEnd::Superseded)
            && reading.run.process_of.get(off as usize..).is_none_or(|rest| !rest.contains(id));
        (still || reading.leader_of(*id) == condition.leader) && !over
    });
    // Somebody outside can wake it only through shared memory.
    let shared = reading.seen(condition.event).is_some_and(|seen| !seen.args.contains("_PRIVATE"));
    (idle && !shared && living.count() == waiting).then(|| condition.clone())
}

/// The same calls come round and round until the end of the trace, and nothing gets on.
fn endless(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let own_end = matches!(reading.end(0), ProcessEnd::Exited(_) | ProcessEnd::Superseded)
        && waits::called_off(reading).is_none();
    let by_fault = matches!(reading.end(0), ProcessEnd::Killed(name)
        if !matches!(name.as_str(), "SIGKILL" | "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGQUIT" | "SIGALRM" | "SIGXCPU"));
    if own_end || by_fault {
        return None;
    }
    let last = waits::called_off(reading).or_else(|| reading.last_event(0))?;
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
        // Programs ask of every file whether it is a terminal, and whether it has places.
        .find(|seen| {
            seen.call.outcome.failed()
                && !matches!(seen.errno(reading.run), "EAGAIN" | "EINTR" | "ENOTTY" | "ESPIPE")
        });
    // Behind the end of a connection or pipe nothing comes any more; behind the end of a file something may.
    let ended = steps.iter().find(|seen| {
        seen.returned() == Some(0)
            && matches!(seen.family(), Family::Read | Family::Receive)
            && matches!(
                reading.role_of(seen.id),
                DescriptorRole::Peer
                    | DescriptorRole::Socket
                    | DescriptorRole::Pipe
                    | DescriptorRole::Upstream
            )
    });
    let rests = steps.iter().any(|seen| {
        matches!(seen.family(), Family::Sleep)
            || (seen.family() == Family::Wait && seen.returned() == Some(0))
    });
    let (cause, confidence, at) = match failing {
        // What fails is the cause; that it is tried for ever is only why nobody hears of it.
        Some(fault) => ("retry-loop-without-end", Confidence::Possible, *fault),
        None if ended.is_some() => ("infinite-loop", Confidence::Likely, *ended?),
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

/// A request was sent, nothing comes back, and the process does nothing more until it is called off. An event loop does
/// not read where nothing came, so no call on the connection waits.
fn unanswered(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let off = waits::called_off(reading)?;
    let (last, time) = waits::stood_still(reading)?;
    let peer = |seen: &Seen<'_>| {
        matches!(
            reading.role_of(seen.id),
            DescriptorRole::Peer | DescriptorRole::Upstream | DescriptorRole::Socket
        )
    };
    let moved = |seen: &Seen<'_>| seen.returned().is_some_and(|count| count > 0);
    let sends = |seen: &Seen<'_>| matches!(seen.family(), Family::Write | Family::Send) && moved(seen);
    let sent = reading
        .calls_before(last.saturating_add(1))
        .take(4_096)
        .find(|seen| reading.leader(seen.id) == 0 && sends(seen) && peer(seen))?;
    let one = reading.descriptor(sent.id)?;
    let answered = one.events.iter().filter_map(|event| reading.seen(*event)).any(|seen| {
        let takes = matches!(seen.family(), Family::Read | Family::Receive) && seen.returned().is_some();
        seen.id > sent.id && seen.id < off && (takes || seen.name == "close")
    });
    let stuck = waits::of_stuck(reading);
    let own = stuck.iter().rfind(|wait| reading.run.process_of.get(wait.event as usize) == Some(&0));
    // What sleeps, or waits for another thing, does not wait for this answer.
    let elsewhere = own.is_some_and(|wait| wait.family != Family::Wait && wait.event > sent.id);
    if answered || elsewhere || time < LONG || reading.serves(sent.id) || one.target.starts_with("unix:") {
        return None;
    }
    let usual = scene.working().any(|(_, normal)| {
        normal.calls().any(|seen| {
            let role = normal.role_of(seen.id);
            matches!(seen.family(), Family::Read | Family::Receive) && moved(&seen) && role == one.role
        })
    });
    let number = one.number;
    let asks = reading.calls_after(sent.id).take_while(|seen| seen.id < off).any(|seen| {
        let polls = seen.family() == Family::Wait && seen.args.contains("POLLIN");
        let watches = seen.name == "epoll_ctl" && seen.args.contains("EPOLLIN");
        let mut named = seen.args.split(|letter: char| !letter.is_ascii_digit());
        (polls || watches) && named.any(|word| word.parse() == Ok(number))
    });
    let sure = if usual || asks { Confidence::Likely } else { Confidence::Possible };
    let at = own.map_or(sent.id, |wait| wait.event);
    let mut claim = Claim::new(scene, "server-not-responding", sure, 80)
        .blames(run, at)
        .mark("program", reading.program(sent.id))
        .mark("peer", one.target.as_str())
        .mark("seconds", (time / 1_000_000).to_string());
    let connect =
        one.events.iter().copied().find(|id| reading.seen(*id).is_some_and(|seen| seen.name == "connect"));
    claim.cites("connected", run, connect);
    claim.cite(run, sent.id, "request");
    claim.cites("stuck", run, own.map(|wait| wait.event));
    claim.done()
}

/// The last call came back, and then the only process makes none until it is called off: it computes.
fn silent(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let (last, time) = waits::stood_still(reading)?;
    let stuck = waits::of_stuck(reading);
    let own = |event: EventId| reading.run.process_of.get(event as usize) == Some(&0);
    let alone = reading.run.processes.iter().filter(|one| !one.thread).count() == 1;
    let works = own(last) && !stuck.iter().any(|wait| own(wait.event));
    if !works || !alone || time < 2 * LONG || !spent::unfiltered(reading) || reading.serves(last) {
        return None;
    }
    // The normal run is done sooner than this one has thought.
    let usual = scene.working().any(|(_, normal)| spent::length(normal).is_some_and(|usual| usual < time));
    let sure = if usual { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, "infinite-loop", sure, 65)
        .blames(run, last)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(last))
        .mark("taken", spent::words(time))
        .variant("busy", true);
    claim.cite(run, last, "quiet");
    claim.cites("off", run, waits::called_off(reading));
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
