//! Processes in a sequence: started, ended, signalled.

use super::Ending;
use super::mark::{Mark, Weight, why};
use super::step::{Peer, Verb};
use crate::align::class::Class;
use crate::kernel::meaning::Act;
use crate::model::trace::{EventId, EventKind};
use crate::render::rows::at::At;
use crate::render::rows::{arguments, shorten};
use crate::trace::Run;

/// So much of a name is shown.
const NAME: usize = 40;

/// What an event that is no call is.
pub fn of_event(run: &Run, event: EventId, kind: &EventKind) -> Option<Mark> {
    match kind {
        // A thread of a process that goes on.
        EventKind::Exited { .. } if run.process(event).is_some_and(|one| one.thread) => None,
        EventKind::Exited { status } => Some(exit(*status)),
        EventKind::Killed { signal, core } => {
            let core = if *core { ", core dumped" } else { "" };
            let head = format!("killed by {}{core}", run.trace.str(*signal));
            Some(Mark::here(Verb::Exit, Weight::Loud, head).ending(Ending::Failed))
        }
        EventKind::Signal { name, .. } => {
            let name = run.trace.str(*name);
            let usual = matches!(name, "SIGCHLD" | "SIGWINCH" | "SIGURG" | "SIGCONT" | "SIGPROF");
            let weight = if usual { Weight::Quiet } else { Weight::Minor };
            Some(Mark::here(Verb::Signal, weight, format!("gets {name}")))
        }
        EventKind::Stopped { signal } => {
            let head = format!("stopped by {}", run.trace.str(*signal));
            Some(Mark::here(Verb::Signal, Weight::Minor, head))
        }
        _ => None,
    }
}

/// The end of the process.
pub fn exit(status: i32) -> Mark {
    let ending = if status == 0 { Ending::Done } else { Ending::Failed };
    Mark::here(Verb::Exit, Weight::Loud, format!("exits with {status}")).ending(ending)
}

/// What a call does to processes.
pub fn of_process(at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    let failed = why(class).filter(|_| class.is_bad() && at.failed().is_some());
    let told = |mark: Mark| match &failed {
        Some(why) => mark.failed(why),
        None => mark,
    };
    match act {
        Act::Fork => {
            let thread = at.run.trace.str(at.call.args).contains("CLONE_THREAD");
            let weight = if thread { Weight::Minor } else { Weight::Loud };
            let what = if thread { "a thread" } else { "a process" };
            if let Some(why) = &failed {
                return Some(Mark::here(Verb::Start, Weight::Loud, at.name).failed(why));
            }
            if thread {
                return Some(Mark::here(Verb::Start, Weight::Quiet, format!("starts {what}")));
            }
            // In the child it returns 0.
            let pid = at.returned().filter(|pid| *pid > 0)?;
            Some(Mark::to(Peer::Child, Verb::Start, weight, format!("starts {what}, {pid}")))
        }
        Act::WaitChild => {
            let pid = at.returned().filter(|pid| *pid > 0 || at.name == "waitid")?;
            let told = arguments::awaited(at);
            let child = if pid > 0 { format!("child {pid} ") } else { String::new() };
            if told.is_empty() {
                return None;
            }
            let ending = if class.is_bad() { Ending::Failed } else { Ending::Done };
            Some(Mark::from(Peer::Child, Verb::Child, Weight::Loud, format!("{child}{told}")).ending(ending))
        }
        Act::Exec => {
            let path = at.path(NAME).unwrap_or_default();
            if failed.is_some() {
                let head = format!("{} {path}", at.name);
                return Some(told(Mark::to(Peer::Files, Verb::Open, Weight::Minor, head)));
            }
            Some(Mark::here(Verb::Start, Weight::Loud, format!("runs {path}")))
        }
        _ => {
            let head = format!("{} {}", at.name, shorten::end(&arguments::summary(at), NAME));
            Some(told(Mark::here(Verb::Signal, Weight::Minor, head)))
        }
    }
}
