//! Which processes whose beginning the trace does not show are threads of one another.
//!
//! When strace attaches to a running program, the lines of its threads carry different numbers and nothing says
//! that they belong together. Threads share one descriptor table: one reads what another accepted, and no two of
//! them hold the same number open. Processes with a table each sooner or later open the same number twice.

use super::calls::{Act, Acts};
use super::processes::Processes;
use super::{Process, ProcessId};
use crate::model::trace::{EventKind, Outcome, Trace};
use crate::order::{InList, Map};

/// Joins the threads of a program that strace was attached to.
pub(crate) fn join(trace: &Trace, acts: &Acts, processes: &mut Processes) {
    let orphans: Vec<bool> =
        processes.list.iter().map(|one| one.parent.is_none() && one.program.is_empty()).in_list();
    let is_orphan = |process: ProcessId| orphans.get(process as usize).copied().unwrap_or(false);
    if orphans.iter().filter(|orphan| **orphan).count() < 2
        || !share_a_table(trace, acts, processes, is_orphan)
    {
        return;
    }
    let mut leader = None;
    for (id, process) in (0..).zip(&mut processes.list) {
        if !is_orphan(id) {
            continue;
        }
        let Some(leader) = leader else {
            leader = Some(id);
            continue;
        };
        join_one(process, leader);
        processes.born.insert(process.first, id);
        if let Some(shares) = processes.shares_files.get_mut(id as usize) {
            *shares = true;
        }
    }
}

fn join_one(process: &mut Process, leader: ProcessId) {
    process.parent = Some(leader);
    process.thread = true;
}

/// True if at least one process uses what another one opened, and none opens a number that another one holds.
fn share_a_table(
    trace: &Trace,
    acts: &Acts,
    processes: &Processes,
    is_orphan: impl Fn(ProcessId) -> bool,
) -> bool {
    let mut open: Map<i64, ProcessId> = Map::default();
    let mut shared = false;
    let mut twice = false;
    for (event, &process) in trace.events.iter().zip(&processes.of) {
        if !is_orphan(process) {
            continue;
        }
        let call = match &event.kind {
            EventKind::Call(call) => call,
            // tgkill within the program: the kernel names the thread group as the sender.
            EventKind::Signal { info, .. } => {
                let info = trace.str(*info);
                shared |=
                    info.contains("si_code=SI_TKILL") && !info.contains(&format!("si_pid={},", event.pid));
                continue;
            }
            _ => continue,
        };
        let Outcome::Returned(result) = call.outcome else { continue };
        match acts.act(call) {
            Act::Open | Act::Socket | Act::Accept | Act::EpollCreate | Act::Notifier | Act::MemoryFile => {
                twice |= open.insert(result, process).is_some_and(|holder| holder != process);
            }
            Act::Pair(place) => {
                for item in trace.arguments(call).value(usize::from(place)).items() {
                    if let Some(number) = item.value.number() {
                        twice |= open.insert(number, process).is_some_and(|holder| holder != process);
                    }
                }
            }
            Act::Close => {
                let number = trace.fd(call).map(|fd| i64::from(fd.number));
                let holder = number.and_then(|number| open.remove(&number));
                shared |= holder.is_some_and(|holder| holder != process);
            }
            Act::Read | Act::Write => {
                let number = trace.fd(call).map(|fd| i64::from(fd.number));
                let holder = number.and_then(|number| open.get(&number));
                shared |= holder.is_some_and(|holder| *holder != process);
            }
            _ => {}
        }
    }
    shared && !twice
}
