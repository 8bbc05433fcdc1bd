//! A step while it is being put together.

use std::fmt::Write as _;

use super::{Ending, Told};
use crate::render::rows::shorten;
use crate::source::LineNumber;

/// So much of what is said in pieces is gathered.
const SAID: usize = 400;
/// So much of what is said is shown.
const SHOWN: usize = 96;

/// One end of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// The traced process.
    Process,
    /// Who asked it.
    Client,
    /// Who stands before it.
    Front,
    /// A connection that it opened, by its address.
    Server(String),
    /// Who it asks for names, by the address.
    Resolver(String),
    /// Files of a cache.
    Cache,
    /// Files of a database.
    Database,
    /// Any other files.
    Files,
    /// A pipe.
    Pipe,
    /// Processes that it starts.
    Child,
}

/// What kind of step it is; neighbours of one kind become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// A connection comes in.
    Accept,
    /// A connection is opened.
    Connect,
    /// A request begins.
    Request,
    /// An answer begins.
    Answer,
    /// More of what began before, or data of a protocol that is not known.
    Data,
    /// Keys are agreed on.
    Handshake,
    /// A question for a name, or its answer.
    Name,
    /// A connection is closed by the process.
    Close,
    /// The other side closes.
    End,
    /// A file is opened.
    Open,
    /// A file is written.
    Write,
    /// A file is read.
    Read,
    /// A file is looked for, renamed, removed, locked: the call's name tells which.
    Call(u16),
    /// A process is started.
    Start,
    /// A child ends.
    Child,
    /// Something is waited for.
    Wait,
    /// Something is said in a log or on a terminal; a number tells which.
    Say(u8),
    /// The process ends.
    Exit,
    /// A signal.
    Signal,
    /// A phase.
    Phase,
    /// What the log of another tells.
    Log,
}

/// One side of a step while it is being put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What happens; empty where only bytes move.
    pub head: String,
    /// What is said in a log or on a terminal; programs may write it in pieces.
    pub said: Option<String>,
    /// How many other things were gathered in it.
    pub more: u32,
    /// How many bytes were moved, where that tells something.
    pub bytes: Option<i64>,
    /// Index of the source.
    pub source: u32,
    /// The first line.
    pub first: LineNumber,
    /// The last line.
    pub last: LineNumber,
    /// How many calls it stands for.
    pub calls: u32,
    /// How it ends.
    pub ending: Ending,
}

/// A step while it is being put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it comes from.
    pub from: Peer,
    /// Where it goes to; the same as `from` for what one does by itself.
    pub to: Peer,
    /// What kind of step it is.
    pub verb: Verb,
    /// The normal side.
    pub normal: Option<Part>,
    /// The failing side.
    pub failing: Option<Part>,
    /// Both behave the same.
    pub same: bool,
    /// The decisive difference.
    pub decisive: bool,
    /// Index of the comparison's phase.
    pub phase: usize,
}

impl Part {
    /// Gathers what follows into it.
    pub fn gather(&mut self, other: &Self) {
        let failed = other.ending > self.ending;
        if self.head.is_empty() || (failed && !other.head.is_empty()) {
            self.head.clone_from(&other.head);
        } else if !other.head.is_empty() && self.head != other.head && !other.head.ends_with(" answers") {
            self.more = self.more.saturating_add(1);
        }
        if let (Some(said), Some(more)) = (&mut self.said, &other.said)
            && said.len() < SAID
        {
            said.push_str(more);
        }
        self.more = self.more.saturating_add(other.more);
        self.bytes = match (self.bytes, other.bytes) {
            (Some(one), Some(two)) => Some(one.saturating_add(two)),
            (one, two) => one.or(two),
        };
        self.ending = self.ending.max(other.ending);
        self.calls = self.calls.saturating_add(other.calls);
        if self.source == other.source {
            self.first = self.first.min(other.first);
            self.last = self.last.max(other.last);
        }
    }

    /// Ready to show.
    pub fn told(&self) -> Told {
        let mut text = self.head.clone();
        if let Some(said) = &self.said {
            let line = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            let whole = said.trim().len() == line.len();
            let shown = shorten::end(line, SHOWN);
            let dots = if whole || shown.ends_with('…') { "" } else { "…" };
            if !line.is_empty() {
                let _ = write!(text, ": \"{shown}{dots}\"");
            }
        }
        if self.more > 0 {
            let _ = write!(text, " and {} more", self.more);
        }
        if let Some(bytes) = self.bytes {
            let between = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{between}{}", shorten::bytes(bytes));
        }
        Told {
            text,
            source: self.source,
            first: self.first,
            last: self.last,
            calls: self.calls,
            ending: self.ending,
        }
    }
}

impl Draft {
    /// Which of the runs do it.
    pub fn runs(&self) -> (bool, bool) {
        (self.normal.is_some(), self.failing.is_some())
    }

    /// Something goes wrong in it that does not go wrong in the normal run too.
    pub fn tells(&self) -> bool {
        let bad = |part: &Option<Part>| part.as_ref().is_some_and(|part| part.ending != Ending::Done);
        self.decisive || (!self.same && bad(&self.failing))
    }

    /// True if the next step continues this one.
    pub fn takes(&self, next: &Self) -> bool {
        let continues = match (self.verb, next.verb) {
            // Notes are joined by their titles.
            (Verb::Phase, _) | (_, Verb::Phase) => return false,
            (Verb::Exit | Verb::Connect, _) | (_, Verb::Exit | Verb::Connect) => {
                return self.verb == next.verb
                    && (&self.from, &self.to) == (&next.from, &next.to)
                    && self.runs() == next.runs();
            }
            (Verb::Request | Verb::Answer | Verb::Handshake, Verb::Data) => next.headless(),
            (one, other) => one == other,
        };
        let ending = |part: &Option<Part>| part.as_ref().map(|part| part.ending);
        continues
            && (&self.from, &self.to) == (&next.from, &next.to)
            && self.runs() == next.runs()
            && self.same == next.same
            && !self.decisive
            && !next.decisive
            && (ending(&self.normal), ending(&self.failing)) == (ending(&next.normal), ending(&next.failing))
    }

    /// Only bytes move.
    fn headless(&self) -> bool {
        [&self.normal, &self.failing].into_iter().flatten().all(|part| part.head.is_empty())
    }

    /// Gathers a step that continues this one into it.
    pub fn gather(&mut self, next: &Self) {
        for (mine, other) in [(&mut self.normal, &next.normal), (&mut self.failing, &next.failing)] {
            match (mine, other) {
                (Some(mine), Some(other)) => mine.gather(other),
                (mine @ None, Some(other)) => *mine = Some(other.clone()),
                _ => {}
            }
        }
        self.same &= next.same;
        self.decisive |= next.decisive;
    }
}
