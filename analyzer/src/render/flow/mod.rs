//! A comparison as a sequence: who said what to whom in each run, where the failing one stops, what never happened.
//!
//! Plain data for a diagram. Calls that say nothing by themselves are left out or gathered in notes, so that even a
//! start of a program with ten thousand calls is some forty steps; every step names the lines that it stands for.

mod build;
mod calls;
mod ends;
mod files;
mod front;
mod lifelines;
mod mark;
mod phases;
mod rounds;
mod sockets;
mod squeeze;
mod step;
#[cfg(test)]
mod tests;

use crate::Analysis;
use crate::order::InList;
use crate::source::LineNumber;

/// A comparison as a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// Who takes part, from left to right.
    pub lifelines: Vec<Lifeline>,
    /// What happens, from top to bottom.
    pub steps: Vec<Step>,
    /// Steps that repeat; they do not overlap.
    pub rounds: Vec<Round>,
}

/// One who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifeline {
    /// What it is.
    pub kind: LifelineKind,
    /// What to call it: `nginx`, `upstream`.
    pub name: String,
    /// What tells it from others of its kind: an address, a directory, a pid; empty if nothing does.
    pub detail: String,
}

/// What a lifeline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LifelineKind {
    /// Who asks.
    Client,
    /// Who stands before the traced process; known from its log alone.
    Front,
    /// The traced process.
    Process,
    /// Another process that it started.
    Child,
    /// A pipe or a pair of sockets; who is at its other end the trace does not show.
    Pipe,
    /// Who is asked for names.
    Resolver,
    /// Who is asked for anything else.
    Server,
    /// Files, a cache, a database's file.
    Files,
}

/// One step: a message from one to another, or something that one does by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Index of the lifeline that it comes from.
    pub from: u32,
    /// Index of the lifeline that it goes to; the same as `from` for what one does by itself.
    pub to: u32,
    /// What the normal run does; `None` if it does not do it.
    pub normal: Option<Told>,
    /// What the failing run does; `None` if that never happened.
    pub failing: Option<Told>,
    /// Both do it, and behave the same. Where one side is absent all the same, nothing tells of it: the step stands
    /// in a log, and no line there can be told to be about that run.
    pub same: bool,
    /// Here is the difference that everything else follows from.
    pub decisive: bool,
}

/// One side of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happens, in a few words: `GET /?key=testxxxx`, `pwritev: no space left on device`.
    pub text: String,
    /// Index of the source in [`Analysis::sources`].
    pub source: u32,
    /// The first line that it stands for.
    pub first: LineNumber,
    /// The last line that it stands for.
    pub last: LineNumber,
    /// How many calls or lines it stands for.
    pub calls: u32,
    /// How it ends.
    pub ending: Ending,
}

/// How one side of a step ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// As it should, or in no way that would tell of a failure.
    Done,
    /// It waits in vain, for some time.
    TimedOut,
    /// It waits for as long as the trace lasts.
    Endless,
    /// It fails.
    Failed,
}

/// Steps that repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Index of the first step.
    pub first: u32,
    /// How many steps one round has.
    pub steps: u32,
    /// How many rounds there are in the normal run; 0 if it has none.
    pub normal: u32,
    /// How many rounds there are in the failing run; 0 if it has none.
    pub failing: u32,
}

impl Analysis {
    /// A comparison as a sequence; empty if there is no such comparison.
    pub fn flow(&self, comparison: usize) -> Flow {
        let Some(alignment) = self.alignments.get(comparison) else { return Flow::default() };
        let scene = build::Scene { analysis: self, alignment, comparison };
        let mut drafts = build::drafts(&scene);
        let mut lanes = lifelines::Lanes::of(&scene, &drafts);
        front::stand_before(&scene, &mut lanes, &mut drafts);
        let (drafts, rounds) = squeeze::squeeze(drafts);
        let steps = drafts.iter().filter_map(|draft| lanes.step(draft)).in_list();
        Flow { lifelines: lanes.into_lifelines(), steps, rounds }
    }
}
