//! Pipes whose reader went away, and children whose end nobody takes notice of.
//!
//! Sources: pipe(7), signal(7), wait(2).

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::crash;
use crate::causes::reasoning::failure;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::{Reading, Seen};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::signals;
use crate::model::trace::EventId;
use crate::order::{Change, Set};
use crate::report::Confidence;
use crate::source::Role;
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// With this status xargs passes on that what it started said no (xargs(1)).
const XARGS_NO: i32 = 123;
/// So many failed children are looked at.
const MOST: usize = 64;
/// From so many ended children on that nobody waits for, it is no matter of a moment.
const MANY: usize = 3;

/// What pipes and children name.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (run, reading) in scene.failing() {
        found.add_all(reader_gone(scene, run, reading));
        found.add_all(ignored_status(scene, run, reading));
        found.add_all(not_reaped(scene, run, reading));
    }
    found
}

/// The writes to a pipe that nobody reads any more, the first of each process.
fn broken<'a>(reading: &Reading<'a>) -> Vec<Seen<'a>> {
    let mut found: Vec<Seen<'a>> = Vec::new();
    for seen in reading.failed() {
        let socket = matches!(
            reading.role_of(seen.id),
            DescriptorRole::Client | DescriptorRole::Upstream | DescriptorRole::Peer | DescriptorRole::Socket
        );
        let breaks = seen.family() == Family::Write && seen.errno(reading.run) == "EPIPE" && !socket;
        if breaks && !found.iter().any(|one| reading.leader(one.id) == reading.leader(seen.id)) {
            found.push(seen);
        }
    }
    found
}

/// The process that read from the other end of the same pipe until then, and ended.
///
/// With that the line on which it left the pipe: where it closed it before it ended, that.
fn reader<'a>(
    reading: &'a Reading<'_>,
    write: &Seen<'_>,
) -> Option<(ProcessId, &'a ProcessEnd, Option<EventId>)> {
    let writer = reading.leader(write.id);
    let pipe = reading.descriptor_id(write.id).map(|id| reading.origin(id))?;
    let broken = write.call.resumed_line.unwrap_or(write.event.line);
    (0..).zip(&reading.run.descriptors).find_map(|(id, one)| {
        let leader = reading.leader_of(one.process);
        let end = reading.end(leader);
        if leader == writer || matches!(end, ProcessEnd::Running | ProcessEnd::Superseded) {
            return None;
        }
        let mut reads = one.events.iter().filter_map(|event| reading.seen(*event)).filter(|seen| {
            seen.family() == Family::Read && seen.returned().is_some() && reading.leader(seen.id) == leader
        });
        let reads = match reads.next_back() {
            Some(last) => last.call.resumed_line.unwrap_or(last.event.line) < broken,
            // It was to read there, and ended before it had begun to.
            None => {
                one.number == 0 && reading.exit_event(leader).is_some_and(|end| reading.line(end) < broken)
            }
        };
        let other = reading.origin(id);
        let named = one.target.starts_with("pipe:") && Some(one.target.as_str()) == name(reading, write);
        let made = pipe.is_some() && other == pipe;
        // A trace without the calls that made the pipe shows that one process of a pipeline writes what another reads.
        let over = reading.last_event(leader).is_some_and(|last| reading.line(last) < broken);
        let beside = reading.process(leader).and_then(|one| one.parent)
            == reading.process(writer).and_then(|one| one.parent);
        let output = write.args.split([',', '<']).next() == Some("1");
        let line = one.number == 0 && output && beside && over && one.target.is_empty() && pipe.is_none();
        let left = one.closed.filter(|at| reading.line(*at) < broken).or_else(|| reading.exit_event(leader));
        (reads && (named || made || line)).then_some((leader, end, left))
    })
}

fn name<'a>(reading: &Reading<'a>, write: &Seen<'_>) -> Option<&'a str> {
    reading.descriptor(write.id).map(|one| one.target.as_str())
}

fn reader_gone(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let usual = scene.working().any(|(_, normal)| !broken(normal).is_empty());
    let write = broken(reading).into_iter().next()?;
    let writer = reading.leader(write.id);
    let shown = failure::of_process(reading, writer);
    let said = reading.said_after(write.id).next().map(|spoken| spoken.event);
    let signal = signals::next(reading, write.id, "SIGPIPE");
    let read_by = reader(reading, &write);
    let lost = reading.is_pipe(write.id) && shown.is_none() && said.is_none() && !usual;
    // Without a normal run the output may have been meant to be cut off.
    let sure = if scene.normals.is_empty() { Confidence::Possible } else { Confidence::Likely };
    // Nobody called a run that ends well a failure, and what had enough may have it.
    let well = *reading.end(0) == ProcessEnd::Exited(0) && reading.role != Role::Failing;
    let asked = if well { Confidence::Possible } else { Confidence::Likely };
    let (cause, confidence, score) = match read_by {
        Some((_, ProcessEnd::Exited(0), _)) if usual => return None,
        // A shell that is not told to mind it ends well, and so does the work.
        Some((_, ProcessEnd::Exited(0), _)) if *reading.end(0) == ProcessEnd::Exited(0) && said.is_none() => {
            ("reader-closed-pipe", Confidence::Possible, 18)
        }
        Some((_, ProcessEnd::Exited(0), _)) => ("reader-closed-pipe", asked, 72),
        Some(_) => ("consumer-exited-early", Confidence::Likely, 74),
        None if lost && matches!(reading.end(writer), ProcessEnd::Exited(0)) => {
            ("sigpipe-ignored-output-lost", sure, 70)
        }
        None => return None,
    };
    let reader = read_by.map(|(id, _, _)| id);
    let mut claim = Claim::new(scene, cause, confidence, score)
        .blames(run, write.id)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(write.id))
        .mark("reader", reader.map_or("", |id| crash::name_of(reading, id)))
        .variant("pipe", true);
    claim.cites("reader", run, read_by.and_then(|(_, _, left)| left));
    claim.cite(run, write.id, "write");
    claim.cites("struck", run, signal);
    claim.ends(run, shown.as_ref());
    claim.cites("end", run, reading.exit_event(writer).filter(|_| reader.is_none()));
    claim.done()
}

/// A child failed, its parent got the status and ended well, where in the normal run the child had succeeded.
fn ignored_status(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let failed = reading.of_families(&[Family::WaitChild]).filter(|seen| {
        let told = |words: &str| {
            seen.args.contains(words) || reading.run.trace.str(seen.call.args_rest).contains(words)
        };
        told("WIFEXITED(s) && WEXITSTATUS(s) ==")
            && !told("WEXITSTATUS(s) == 0")
            && matches!(reading.end(reading.leader(seen.id)), ProcessEnd::Exited(0))
    });
    let (wait, child, name, differs) = failed.take(MOST).find_map(|wait| {
        let pid = u32::try_from(wait.returned()?).ok()?;
        let (child, process) =
            (0..).zip(&reading.run.processes).find(|(_, one)| one.pid == pid && !one.thread)?;
        let name = crash::name_of(reading, child);
        let ended = |normal: &Reading<'_>, end: &ProcessEnd| {
            (1..)
                .zip(normal.run.processes.iter().skip(1))
                .any(|(id, one)| one.end == *end && !one.thread && crash::name_of(normal, id) == name)
        };
        // Scripts ask programs for answers by their status, and 1 is "no"; one that complains gives none.
        let complains = reading.reports.iter().any(|spoken| spoken.leader == child);
        let answers = matches!(process.end, ProcessEnd::Exited(1 | XARGS_NO)) && !complains;
        // One of several that are called so may say no in the normal run as well.
        let differs = !name.is_empty()
            && !answers
            && scene.working().any(|(_, normal)| {
                ended(normal, &ProcessEnd::Exited(0)) && !ended(normal, reading.end(child))
            });
        (differs || complains).then_some((wait, child, name, differs))
    })?;
    // A time limit that ran out says so by its status, and who sets one counts on it.
    let limits = crash::deaths(reading, crash::FROM_OUTSIDE)
        .iter()
        .filter_map(|death| crash::killer(reading, death))
        .any(|kill| reading.leader(kill) == child);
    let confidence = if differs && !limits { Confidence::Likely } else { Confidence::Possible };
    let parent = reading.leader(wait.id);
    let mut claim = Claim::new(scene, "child-exit-status-ignored", confidence, 15)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(wait.id))
        .mark("child", name)
        .variant("child", true);
    claim.cites("exit", run, reading.exit_event(child));
    claim.cite_resumed(run, wait.id, "waited");
    claim.cites("end", run, reading.exit_event(parent));
    claim.done()
}

/// Children end, and their parent waits for none of them.
fn not_reaped(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let ignores = reading
        .named(|name| name.ends_with("sigaction"))
        .any(|seen| seen.args.contains("SIGCHLD, {sa_handler=SIG_IGN") || seen.args.contains("SA_NOCLDWAIT"));
    // Who waited for whom; a wait that does not tell may have been for anybody.
    let mut asked: Set<(ProcessId, u32)> = Set::default();
    for seen in reading.of_families(&[Family::WaitChild]).filter(|seen| !seen.call.outcome.failed()) {
        let child = seen.returned().filter(|_| seen.name != "waitid").and_then(|pid| u32::try_from(pid).ok());
        asked.insert((reading.leader(seen.id), child.unwrap_or(0)));
    }
    let mut left: Vec<(ProcessId, EventId)> = Vec::new();
    for (id, process) in (0..).zip(&reading.run.processes) {
        let Some(parent) = process.parent.map(|parent| reading.leader_of(parent)) else { continue };
        let over = matches!(process.end, ProcessEnd::Exited(_) | ProcessEnd::Killed(_));
        let alive = reading.last_event(parent) > reading.last_event(id);
        if process.thread || process.pid == 0 || !over || !alive || ignores {
            continue;
        }
        let waited = asked.contains(&(parent, process.pid)) || asked.contains(&(parent, 0));
        if let Some(end) = reading.last_event(id).filter(|_| !waited) {
            left.push((parent, end));
        }
    }
    let (parent, first) = left.first().copied()?;
    let many = left.iter().filter(|(other, _)| *other == parent).count() >= MANY;
    // No room for another process is what it leads to.
    let refused = reading
        .of_families(&[Family::Fork])
        .find(|seen| seen.errno(reading.run) == "EAGAIN" && reading.leader(seen.id) == parent);
    if !many {
        return None;
    }
    let confidence = if refused.is_some() { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, "child-not-reaped", confidence, if refused.is_some() { 90 } else { 5 })
        .in_brief("causes/general/shapes")
        .mark("program", crash::name_of(reading, parent))
        .variant("child", true);
    if let Some(refused) = &refused {
        claim = claim.blames(run, refused.id);
    }
    claim.cite(run, first, "exit");
    claim.cites("exit", run, left.last().map(|(_, end)| *end));
    claim.cites("fault", run, refused.map(|seen| seen.id));
    claim.done()
}
