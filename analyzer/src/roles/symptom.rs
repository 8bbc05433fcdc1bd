//! What a run shows of a failure, and how much it weighs.
//!
//! Weights only compare one run with another; nothing is diagnosed here.

use crate::kernel::calls::{self, Table, calls};
use crate::kernel::errno;
use crate::model::trace::{EventId, EventKind, Micros, Outcome};
use crate::order::InList;
use crate::trace::{DescriptorRole, Ending, ProcessEnd, Run, Unit, UnitKind};

/// From this weight on a single trace counts as failing.
const FAILURE: u32 = 40;

/// The worst that a run shows, or how well it ends.
#[derive(Debug, Clone)]
pub struct Symptom {
    /// How much it weighs; 0 where nothing looks like a failure.
    pub weight: u32,
    /// How often it is seen.
    pub count: u32,
    /// In words, with the line: `answers 502 (line 41)`.
    pub what: String,
    /// How the run ends, seen with good will: `ends with exit status 0 (line 233)`.
    pub well: String,
    /// How long its longest request or program took; 0 without time stamps.
    pub longest: Micros,
}

impl Symptom {
    /// What a run shows.
    pub fn of(run: &Run) -> Self {
        let mut worst = Worst::default();
        for unit in &run.units {
            ending(run, unit, &mut worst);
        }
        root_process(run, &mut worst);
        for (id, event) in (0..).zip(&run.trace.events) {
            if let EventKind::Call(call) = &event.kind {
                if let Outcome::Failed(number) = call.outcome {
                    worst.see(errno_weight(number), event.line, &|| {
                        let name = errno::name_of(number).unwrap_or("an error");
                        format!("sees {} fail with {name}", run.trace.name(call))
                    });
                }
                let role = run.descriptor(id).map(|descriptor| descriptor.role);
                let writes = matches!(run.trace.name(call), "write" | "writev" | "pwrite64" | "sendto");
                if writes && matches!(role, Some(DescriptorRole::ErrorLog | DescriptorRole::StandardError)) {
                    complaint(run, id, &mut worst);
                }
            }
        }
        let well = well(run);
        let Worst { weight, count, what } = worst;
        let what = if weight == 0 { well.clone() } else { what };
        Self { weight, count, what, well, longest: longest(run) }
    }

    /// True if it is enough to call a single trace failing.
    pub fn is_failure(&self) -> bool {
        self.weight >= FAILURE
    }
}

/// Keeps the heaviest symptom, the first of those that weigh the same.
#[derive(Default)]
struct Worst {
    weight: u32,
    count: u32,
    what: String,
}

impl Worst {
    fn see(&mut self, weight: u32, line: u32, what: &dyn Fn() -> String) {
        if weight == 0 || weight < self.weight {
            return;
        }
        if weight == self.weight {
            self.count = self.count.saturating_add(1);
        } else {
            *self = Self { weight, count: 1, what: format!("{} (line {line})", what()) };
        }
    }
}

/// How a request ended.
fn ending(run: &Run, unit: &Unit, worst: &mut Worst) {
    let last = line_of(run, unit.events.last().copied());
    match &unit.ending {
        Ending::Answered { status: status @ 500..=599, .. } => {
            worst.see(100, answer_line(run, unit, *status), &|| format!("answers {status}"));
        }
        Ending::Answered { status: status @ 400..=499, .. } => {
            worst.see(45, answer_line(run, unit, *status), &|| format!("answers {status}"));
        }
        // A connection on which nothing was asked is a health check or a browser's reserve.
        Ending::ClosedWithoutAnswer if asked(unit) => {
            worst.see(95, last, &|| "closes the client's connection without a byte of answer".to_string());
        }
        Ending::ClientLeft if asked(unit) => {
            worst.see(50, last, &|| "loses its client before it has answered".to_string());
        }
        Ending::TraceEnds { .. } if unit.kind == UnitKind::Request && asked(unit) => {
            worst.see(42, last, &|| "leaves a request unanswered where the trace ends".to_string());
        }
        _ => {}
    }
}

fn asked(unit: &Unit) -> bool {
    unit.kind == UnitKind::Request && !unit.title.starts_with("connection")
}

/// How the process that the trace began with ended; its children's ends are its own business.
fn root_process(run: &Run, worst: &mut Worst) {
    let Some(root) = run.processes.iter().find(|process| process.pid != 0).or(run.processes.first()) else {
        return;
    };
    let ends: Vec<_> =
        run.processes.iter().filter(|process| process.pid == root.pid && !process.thread).in_list();
    let line = |wanted: fn(&EventKind) -> bool| {
        let mut ends = run.trace.events.iter().filter(|event| event.pid == root.pid || root.pid == 0);
        ends.rfind(|event| wanted(&event.kind)).map_or(1, |event| event.line)
    };
    for process in ends {
        match &process.end {
            ProcessEnd::Exited(status) if *status != 0 => {
                let line = line(|kind| matches!(kind, EventKind::Exited { .. }));
                worst.see(80, line, &|| format!("ends with exit status {status}"));
            }
            ProcessEnd::Killed(signal) => {
                // Somebody ended it on purpose, perhaps because it hung, perhaps at the end of the recording.
                let asked = matches!(signal.as_str(), "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGPIPE");
                let line = line(|kind| matches!(kind, EventKind::Killed { .. }));
                worst.see(if asked { 60 } else { 90 }, line, &|| format!("is killed by {signal}"));
            }
            ProcessEnd::Running => hang(run, worst),
            _ => {}
        }
    }
}

/// A program whose start is in the trace and whose end is not hangs, or the recording was ended before it.
fn hang(run: &Run, worst: &mut Worst) {
    let started = run.trace.events.first().and_then(|event| match &event.kind {
        EventKind::Call(call) => Some(run.trace.name(call) == "execve"),
        _ => None,
    });
    if started != Some(true) {
        return;
    }
    for unit in run.units.iter().filter(|unit| unit.kind == UnitKind::Process) {
        if let Ending::TraceEnds { pending: Some(waiting) } = unit.ending {
            let line = line_of(run, Some(waiting));
            let name = run.trace.call(waiting).map_or("", |call| run.trace.name(call));
            worst.see(55, line, &|| format!("is still in {name} where the trace ends"));
        }
    }
}

/// What was written to an error log, or to standard error.
fn complaint(run: &Run, id: EventId, worst: &mut Worst) {
    let Some(payload) = run.trace.call(id).and_then(|call| run.trace.payload(call)) else { return };
    let text = payload.text();
    let line = line_of(run, Some(id));
    for (level, weight) in [("[emerg]", 70), ("[alert]", 60), ("[crit]", 55), ("[error]", 44)] {
        if text.contains(level) {
            worst.see(weight, line, &|| format!("writes {level} to its error log"));
            return;
        }
    }
    let lower = text.to_ascii_lowercase();
    if ["error", "fail", "cannot", "can't", "denied", "fatal"].iter().any(|word| lower.contains(word)) {
        worst.see(41, line, &|| "writes an error message".to_string());
    }
}

/// Errors that no healthy program expects weigh more than those that many look for on purpose.
fn errno_weight(number: u16) -> u32 {
    calls::of(ERRNO_WEIGHTS, errno::name_of(number).unwrap_or("")).unwrap_or(0)
}

/// What errors weigh that are worth a word.
const ERRNO_WEIGHTS: Table<u32> = calls! {
    "ENOSPC EDQUOT EIO EROFS EMFILE ENFILE ENOMEM EDEADLK" => 43,
    "ECONNREFUSED EADDRINUSE EADDRNOTAVAIL ETIMEDOUT ENETUNREACH EHOSTUNREACH ECONNRESET EPIPE EFBIG EXDEV" => 20,
    "EACCES EPERM EEXIST ENOEXEC" => 10,
};

/// How a run ends that shows no failure.
fn well(run: &Run) -> String {
    let answered = run.units.iter().find_map(|unit| match unit.ending {
        Ending::Answered { status, .. } if status != 0 => Some((unit, status)),
        _ => None,
    });
    if let Some((unit, status)) = answered {
        return format!("answers {status} (line {})", answer_line(run, unit, status));
    }
    let exit = run.trace.events.iter().rfind(|event| matches!(event.kind, EventKind::Exited { status: 0 }));
    match exit {
        Some(event) => format!("ends with exit status 0 (line {})", event.line),
        None => "runs on to the end of the trace".to_string(),
    }
}

/// How long the longest request, or program whose start is shown, took.
fn longest(run: &Run) -> Micros {
    let lengths = run.units.iter().filter_map(|unit| {
        let (first, last) = (run.trace.event(*unit.events.first()?)?, run.trace.event(*unit.events.last()?)?);
        let program = matches!(&first.kind, EventKind::Call(call) if run.trace.name(call) == "execve");
        let after = match &last.kind {
            EventKind::Call(call) => call.duration.get().unwrap_or(0),
            _ => 0,
        };
        let counts = unit.kind == UnitKind::Request || unit.kind == UnitKind::Process && program;
        counts.then_some(last.time?.saturating_sub(first.time?).saturating_add(after))
    });
    lengths.max().unwrap_or(0)
}

/// The line on which a request is answered: the first that carries the status, else its last.
fn answer_line(run: &Run, unit: &Unit, status: u16) -> u32 {
    let head = [format!("HTTP/1.1 {status}"), format!("HTTP/1.0 {status}")];
    let answers = |id: &&EventId| {
        let client = run.descriptor(**id).is_some_and(|descriptor| descriptor.role == DescriptorRole::Client);
        client
            && run.trace.call(**id).is_some_and(|call| {
                let arguments = run.trace.str(call.args);
                head.iter().any(|head| arguments.contains(head.as_str()))
            })
    };
    line_of(run, unit.events.iter().find(answers).or(unit.events.last()).copied())
}

fn line_of(run: &Run, event: Option<EventId>) -> u32 {
    event.and_then(|id| run.trace.event(id)).map_or(1, |event| event.line)
}
