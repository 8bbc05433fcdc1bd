//! A trace as data: what each line of a strace says, with offsets into the source's text.
//!
//! ```text
//! 3904  08:46:33.102 pwritev(14, [...], 3, 0) = -1 ENOSPC (No space left on device) <0.000031>
//! pid   time         name    args             outcome                               duration
//! ```
//!
//! Events are kept in the order in which they began. A call whose two halves stand on two lines
//! (`<unfinished ...>`, `<... resumed>`) is one event.
//!
//! Pid 0 is whoever the lines do not name. In a capture from stderr strace names processes only while it traces
//! more than one; whose the bare lines are is worked out while reading, and what is left at 0 is then the first
//! process, whose number nothing shows, or a line that several processes may have written.

use std::sync::Arc;

use crate::source::{Line, LineNumber, Span};

/// Index of an event in [`Trace::events`].
pub type EventId = u32;

/// A process or thread number as the trace prints it; 0 where it prints none.
pub type Pid = u32;

/// Time or length of time in microseconds.
pub type Micros = i64;

/// A length of time, or none, in the room of a number: a trace has one for every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(Micros);

impl Length {
    /// None.
    pub const NONE: Self = Self(Micros::MIN);

    /// The length, if there is one.
    pub fn get(self) -> Option<Micros> {
        (self != Self::NONE).then_some(self.0)
    }
}

impl From<Option<Micros>> for Length {
    fn from(length: Option<Micros>) -> Self {
        length.map_or(Self::NONE, Self)
    }
}

/// One strace, read.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The source's text; every [`Span`] points into it. Where strace coloured its lines (`--color`), a copy
    /// without colours follows the source's text, and what is inside of the lines points into that.
    pub text: Arc<String>,
    /// The arguments of calls in two halves, put together. Spans that begin behind `text` point into it.
    pub joined: String,
    /// What happened, ordered by the line on which it began.
    pub events: Vec<Event>,
    /// Lines that say more of an event: stack frames (`-k`), dumps of data (`-e read`, `-e write`); ordered by line.
    pub details: Vec<Detail>,
    /// System call names; [`Call::name`] is an index into it.
    pub names: Vec<String>,
    /// Rows of `-c` tables, in order.
    pub summary: Vec<SummaryRow>,
    /// What kind of time stamps the lines carry.
    pub clock: Clock,
    /// Lines that were not understood, with a named reason.
    pub unparsed: Vec<Unparsed>,
    /// How many lines of the piece were understood.
    pub records: u32,
    /// How many lines of the piece were blank.
    pub blank: u32,
}

/// What the time stamps of a trace count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// There are none.
    #[default]
    None,
    /// Time of day (`-t`, `-tt`): microseconds since midnight, kept growing over midnight.
    TimeOfDay,
    /// Seconds since 1970 (`-ttt`).
    Epoch,
    /// Time since the first line, summed up from `-r`.
    SinceStart,
}

/// A line that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unparsed {
    /// The line of the piece.
    pub line: LineNumber,
    /// Kebab-case name of the reason, for example `unterminated-string`.
    pub reason: &'static str,
}

impl Unparsed {
    /// Every line of the piece that a logical line covers, under one reason.
    pub fn of(line: &Line, reason: &'static str) -> impl Iterator<Item = Self> + use<> {
        let first = line.number;
        (0..line.covers.max(1)).map(move |n| Self { line: first.saturating_add(n), reason })
    }
}

/// One thing that the trace shows.
#[derive(Debug, Clone)]
pub struct Event {
    /// The line of the piece on which it begins.
    pub line: LineNumber,
    /// The whole logical line, leader included.
    pub text: Span,
    /// Who did it; 0 where the line names nobody and nobody could be inferred.
    pub pid: Pid,
    /// The process's name, where `-Y` prints it.
    pub comm: Span,
    /// When it began, on the trace's [`Clock`].
    pub time: Option<Micros>,
    /// What it is.
    pub kind: EventKind,
}

/// A line that says more of the event above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// The line of the piece.
    pub line: LineNumber,
    /// The event it belongs to: the call or signal printed last before it.
    pub event: EventId,
    /// What it is.
    pub kind: DetailKind,
    /// The whole line.
    pub text: Span,
}

/// The kinds of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailKind {
    /// A stack frame, innermost first: ` > /srv/demo(_start+0x0) [0x14f0]`.
    Frame,
    /// Data in hexadecimal: ` | 00000  76 6d 0a ...`, and the lines that head it.
    Dump,
}

/// The kinds of event.
#[derive(Debug, Clone)]
pub enum EventKind {
    /// A system call, whole or cut off.
    Call(Call),
    /// `--- SIGCHLD {si_signo=SIGCHLD, ...} ---`
    Signal {
        /// `SIGCHLD`
        name: Span,
        /// `si_signo=SIGCHLD, ...`, empty in old forms
        info: Span,
    },
    /// `--- stopped by SIGSTOP ---`
    Stopped {
        /// `SIGSTOP`
        signal: Span,
    },
    /// `+++ exited with 0 +++`
    Exited {
        /// The exit status.
        status: i32,
    },
    /// `+++ killed by SIGSEGV (core dumped) +++`
    Killed {
        /// `SIGSEGV`
        signal: Span,
        /// Whether a core was written.
        core: bool,
    },
    /// `+++ superseded by execve in pid 6 +++`
    Superseded {
        /// The thread that called execve.
        by: Pid,
    },
    /// `strace: Process 26334 attached` and strace's other own words; the text without `strace: `.
    Note(Span),
    /// Output of the traced program that got into the capture.
    Output(Span),
}

/// One system call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Index into [`Trace::names`].
    pub name: u16,
    /// What stands between the parentheses; of a call in two halves, both parts put together.
    pub args: Span,
    /// Of a call in two halves, the part of the arguments on the second line.
    pub args_rest: Span,
    /// How it ended.
    pub outcome: Outcome,
    /// What stands behind the `=` (without the duration), for example `-1 ENOENT (No such file or directory)`.
    pub result: Span,
    /// How long it took (`-T`).
    pub duration: Length,
    /// The line of the second half of a call in two halves.
    pub resumed_line: Option<LineNumber>,
    /// Number of the system call (`-n`).
    pub number: Option<u16>,
    /// strace tampered with it: `(INJECTED)` or `(DELAYED)`.
    pub tampered: bool,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It returned this value. Hexadecimal and octal results are read; results over `i64::MAX` saturate.
    Returned(i64),
    /// `-1` with an errno: its number in [`crate::kernel::errno`]'s table of Linux on x86-64,
    /// 0 where the name is unknown.
    Failed(u16),
    /// `? ERESTARTSYS`, `ERESTARTNOINTR`, ...: interrupted by a signal, not seen to the user program.
    Restarting,
    /// The call had not returned when the trace, the process or the line ended.
    Unfinished,
    /// `= ?`: exit, or a result strace could not read.
    Unknown,
}

/// One row of a `-c` table.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryRow {
    /// The line of the piece.
    pub line: LineNumber,
    /// The system call, `total` in the last row.
    pub name: String,
    /// Number of calls.
    pub calls: u64,
    /// Number of calls that failed.
    pub errors: u64,
    /// Time spent, in microseconds.
    pub micros: u64,
}

impl Trace {
    /// An empty trace of that text.
    pub fn empty(text: Arc<String>) -> Self {
        Self {
            text,
            joined: String::new(),
            events: Vec::new(),
            details: Vec::new(),
            names: Vec::new(),
            summary: Vec::new(),
            clock: Clock::None,
            unparsed: Vec::new(),
            records: 0,
            blank: 0,
        }
    }

    /// The text of a span.
    pub fn str(&self, span: Span) -> &str {
        let behind = |at: u32| (at as usize).checked_sub(self.text.len());
        match (behind(span.start), behind(span.end)) {
            (Some(start), Some(end)) => self.joined.get(start..end).unwrap_or(""),
            _ => span.of(&self.text),
        }
    }

    /// The two halves of a call's arguments, put together.
    pub fn join(&mut self, first: Span, second: Span) -> Span {
        let gap = if self.str(first).ends_with(',') { " " } else { "" };
        let whole = [self.str(first), gap, self.str(second).trim_start()].concat();
        let base = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let start = self.joined.len();
        self.joined.push_str(&whole);
        Span::shifted(base, start, self.joined.len())
    }

    /// The event of that id.
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.events.get(id as usize)
    }

    /// The call of that id; `None` for other events.
    pub fn call(&self, id: EventId) -> Option<&Call> {
        match &self.event(id)?.kind {
            EventKind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// A call's name.
    pub fn name(&self, call: &Call) -> &str {
        self.names.get(usize::from(call.name)).map_or("", String::as_str)
    }
}

impl Call {
    /// A call of which nothing but the name is known.
    pub fn of(name: u16, number: Option<u16>) -> Self {
        Self {
            name,
            args: Span::default(),
            args_rest: Span::default(),
            outcome: Outcome::Unfinished,
            result: Span::default(),
            duration: Length::NONE,
            resumed_line: None,
            number,
            tampered: false,
        }
    }
}

impl Outcome {
    /// True if the call failed with an errno.
    pub fn failed(self) -> bool {
        matches!(self, Self::Failed(_))
    }
}
