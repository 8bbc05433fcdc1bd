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
use crate::trace::{DescriptorId, DescriptorRole, ProcessEnd, ProcessId};

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
    for seen in reading.calls() {
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
fn reader<'a>(reading: &'a Reading<'_>, write: &Seen<'_>) -> Option<(ProcessId, &'a ProcessEnd)> {
    let writer = reading.leader(write.id);
    let pipe = reading.descriptor_id(write.id).map(|id| origin(reading, id))?;
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
        let last = reads.next_back()?;
        let reads = last.call.resumed_line.unwrap_or(last.event.line) < broken;
        let other = origin(reading, id);
        let named = one.target.starts_with("pipe:") && Some(one.target.as_str()) == name(reading, write);
        let made = pipe.is_some() && other == pipe;
        (reads && (named || made)).then_some((leader, end))
    })
}

fn name<'a>(reading: &Reading<'a>, write: &Seen<'_>) -> Option<&'a str> {
    reading.descriptor(write.id).map(|one| one.target.as_str())
}

/// The call by which a descriptor came to be, through all copies of it; both ends of a pipe have the same.
fn origin(reading: &Reading<'_>, id: DescriptorId) -> Option<EventId> {
    let mut at = id;
    loop {
        let one = reading.run.descriptors.get(at as usize)?;
        match one.copy_of.filter(|older| *older < at) {
            Some(older) => at = older,
            None => return one.opened,
        }
    }
}

/// The descriptor is known to be a pipe's end.
fn is_pipe(reading: &Reading<'_>, write: &Seen<'_>) -> bool {
    reading.role_of(write.id) == DescriptorRole::Pipe || write.args.contains("<pipe:[")
}

fn reader_gone(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let usual = scene.working().any(|(_, normal)| !broken(normal).is_empty());
    let write = broken(reading).into_iter().next()?;
    let writer = reading.leader(write.id);
    let shown = failure::of_process(reading, writer);
    let said = reading.said_after(write.id).next().map(|spoken| spoken.event);
    let signal = signals::next(reading, write.id, "SIGPIPE");
    let read_by = reader(reading, &write);
    let lost = is_pipe(reading, &write) && shown.is_none() && said.is_none() && !usual;
    // Without a normal run the output may have been meant to be cut off.
    let sure = if scene.normals.is_empty() { Confidence::Possible } else { Confidence::Likely };
    let (cause, confidence, score) = match read_by {
        Some((_, ProcessEnd::Exited(0))) if usual => return None,
        Some((_, ProcessEnd::Exited(0))) => ("reader-closed-pipe", Confidence::Likely, 72),
        Some(_) => ("consumer-exited-early", Confidence::Likely, 74),
        None if lost && matches!(reading.end(writer), ProcessEnd::Exited(0)) => {
            ("sigpipe-ignored-output-lost", sure, 70)
        }
        None => return None,
    };
    let reader = read_by.map(|(id, _)| id);
    let mut claim = Claim::new(scene, cause, confidence, score)
        .blames(run, write.id)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(write.id))
        .mark("reader", reader.map_or("", |id| crash::name_of(reading, id)))
        .variant("pipe", true);
    claim.cites("reader", run, reader.and_then(|id| reading.exit_event(id)));
    claim.cite(run, write.id, "write");
    claim.cites("struck", run, signal);
    claim.ends(run, shown.as_ref());
    claim.cites("end", run, reading.exit_event(writer).filter(|_| reader.is_none()));
    claim.done()
}

/// A child failed, its parent got the status and ended well, where in the normal run the child had succeeded.
fn ignored_status(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let wait = reading.calls().find(|seen| {
        let failed = seen.args.contains("WIFEXITED(s) && WEXITSTATUS(s) ==")
            && !seen.args.contains("WEXITSTATUS(s) == 0");
        seen.family() == Family::WaitChild
            && failed
            && matches!(reading.end(reading.leader(seen.id)), ProcessEnd::Exited(0))
    })?;
    let pid = u32::try_from(wait.returned()?).ok()?;
    let child =
        (0..).zip(&reading.run.processes).find(|(_, one)| one.pid == pid && !one.thread).map(|(id, _)| id);
    let name = child.map_or("", |child| crash::name_of(reading, child));
    let differs = !name.is_empty()
        && scene.working().any(|(_, normal)| {
            (0..).zip(&normal.run.processes).any(|(id, one)| {
                one.end == ProcessEnd::Exited(0)
                    && !one.thread
                    && id != 0
                    && crash::name_of(normal, id) == name
            })
        });
    // Scripts ask programs for answers by their status; one that complains gives none.
    let complains = child.is_some_and(|child| reading.reports.iter().any(|spoken| spoken.leader == child));
    if !differs && !complains {
        return None;
    }
    let confidence = if differs { Confidence::Likely } else { Confidence::Possible };
    let parent = reading.leader(wait.id);
    let mut claim = Claim::new(scene, "child-exit-status-ignored", confidence, 15)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(wait.id))
        .mark("child", name)
        .variant("child", true);
    claim.cites("exit", run, child.and_then(|child| reading.exit_event(child)));
    claim.cite_resumed(run, wait.id, "waited");
    claim.cites("end", run, reading.exit_event(parent));
    claim.done()
}

/// Children end, and their parent waits for none of them.
fn not_reaped(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let ignores = reading
        .calls()
        .any(|seen| seen.args.contains("SIGCHLD, {sa_handler=SIG_IGN") || seen.args.contains("SA_NOCLDWAIT"));
    // Who waited for whom; a wait that does not tell may have been for anybody.
    let mut asked: Set<(ProcessId, u32)> = Set::default();
    for seen in
        reading.calls().filter(|seen| seen.family() == Family::WaitChild && !seen.call.outcome.failed())
    {
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
    let refused = reading.calls().find(|seen| {
        seen.family() == Family::Fork
            && seen.errno(reading.run) == "EAGAIN"
            && reading.leader(seen.id) == parent
    });
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
