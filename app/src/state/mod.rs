//! What the page knows, what can happen to it, and what follows: plain data and one pure function.

pub mod compare;
pub mod inbox;

use std::rc::Rc;

use analyzer::report::{Report, Verdict};
use analyzer::source::{LineNumber, Role};

pub use compare::{Compare, CompareAction, RowKey};
pub use inbox::{Aside, NewPiece, Piece};

use crate::build;
use crate::protocol::{Answer, Choice, JobId, PieceId, SourceFacts, Stage, ToPage};

/// How often a worker may trap in a row before the page stops trying again by itself.
const MOST_TRAPS: u32 = 2;

/// Everything the page knows. Contents of pieces and rows that are not shown are elsewhere.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What the user gave, in order.
    pub pieces: Vec<Piece>,
    /// Roles that the user chose.
    pub choices: Vec<Choice>,
    /// Number of the newest analysis; 0 before the first.
    pub job: JobId,
    /// The analysis that is under way.
    pub running: Option<Running>,
    /// Counts workers: when it grows, the old worker is ended and a fresh one is made.
    pub worker: u32,
    /// The worker has said that it listens.
    pub listening: bool,
    /// The newest report.
    pub answered: Option<Rc<Answered>>,
    /// What the comparison shows.
    pub compare: Compare,
    /// Lines of a source that are being looked at.
    pub peek: Option<Peek>,
    /// Something that must be said and is not part of a report.
    pub notice: Option<Notice>,
    /// The list of keys is open.
    pub help: bool,
    /// Files hang over the page.
    pub hovering: bool,
    traps: u32,
}

/// An analysis under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Running {
    /// What is being done, once it has begun.
    pub stage: Option<Stage>,
    /// How much of it is done, 0 to 100.
    pub share: u8,
}

/// A report, and what it was made from.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The analysis; questions must name it.
    pub job: JobId,
    /// What is said.
    pub report: Report,
    /// For each of its sources, what it does not say.
    pub sources: Vec<SourceFacts>,
    /// For each diagnosis, the explanation of its cause as Markdown; empty where there is none.
    pub explanations: Vec<String>,
    /// The report as Markdown, for an issue tracker.
    pub ticket: String,
    pieces: Vec<PieceId>,
    choices: Vec<Choice>,
}

/// Lines of a source around one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// Index of the source.
    pub source: u32,
    /// The line.
    pub line: LineNumber,
    /// What stands there, once it is known.
    pub lines: Option<Rc<Vec<(LineNumber, String)>>>,
}

/// What must be said besides the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The analyzer gave up; what it said.
    Trapped(String),
    /// The user stopped it.
    Stopped,
    /// The worker cannot be loaded; why.
    CannotLoad(String),
    /// The browser cannot read this file.
    Unreadable(String),
    /// What was pasted holds nothing.
    Empty,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Action {
    /// The user gave something.
    Give(Vec<NewPiece>),
    /// The user removes a piece.
    Remove(PieceId),
    /// The user removes everything.
    RemoveAll,
    /// The user says what a source is for.
    Choose {
        /// Index of the source in the report.
        source: usize,
        /// Its role.
        role: Role,
    },
    /// Normal becomes failing and the other way round.
    Swap,
    /// Pieces that were set aside are tried again.
    Retry,
    /// The user stops the analysis.
    Stop,
    /// The browser could not read a file.
    CannotRead(String),
    /// The worker said something.
    Heard(Rc<ToPage>),
    /// Something about the comparison.
    Compare(CompareAction),
    /// A line of a source is asked for: in the comparison if it stands there, else by itself.
    ShowLine {
        /// Name of the source.
        source: String,
        /// The line.
        line: LineNumber,
    },
    /// The main difference is asked for.
    ShowMainRow,
    /// The lines are no longer looked at.
    ClosePeek,
    /// The notice has been read.
    Dismiss,
    /// The list of keys opens or closes.
    Help(bool),
    /// Files hang over the page, or no longer do.
    Hover(bool),
}

impl State {
    /// What is known after something has happened.
    #[must_use]
    pub fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Give(pieces) => next.give(pieces),
            Action::Remove(id) => next.remove(id),
            Action::RemoveAll => {
                next.pieces.clear();
                next.choices.clear();
                next.analyze();
            }
            Action::Choose { source, role } => next.choose(source, role),
            Action::Swap => next.swap(),
            Action::Retry => next.retry(),
            Action::Stop => {
                next.notice = Some(Notice::Stopped);
                next.interrupted(Aside::Stopped);
            }
            Action::CannotRead(name) => next.notice = Some(Notice::Unreadable(name)),
            Action::Heard(message) => next.hear(&message),
            Action::Compare(action) => next.compare.apply(action),
            Action::ShowLine { source, line } => next.show_line(&source, line),
            Action::ShowMainRow => {
                if let Some(answered) = &self.answered {
                    next.compare = self.compare.at_main_row(&answered.report);
                }
            }
            Action::ClosePeek => next.peek = None,
            Action::Dismiss => next.notice = None,
            Action::Help(open) => next.help = open,
            Action::Hover(over) => next.hovering = over,
        }
        next
    }

    /// The pieces that are analyzed: all that are not set aside.
    pub fn active(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|piece| piece.aside.is_none())
    }

    /// The report, if there is one.
    pub fn report(&self) -> Option<&Report> {
        self.answered.as_deref().map(|answered| &answered.report)
    }

    /// True if there is a report that says more than what is missing.
    pub fn says_something(&self) -> bool {
        self.report()
            .is_some_and(|report| report.verdict != Verdict::CannotTell || !report.comparisons.is_empty())
    }

    /// Asks for a new analysis of what is there now. An analysis under way is ended: nobody waits for it any more.
    fn analyze(&mut self) {
        if self.running.is_some() {
            self.fresh_worker();
        }
        self.job = self.job.wrapping_add(1);
        if self.active().next().is_none() {
            self.running = None;
            self.answered = None;
            self.compare = Compare::default();
        } else {
            self.running = Some(Running::default());
        }
        self.peek = None;
    }

    fn fresh_worker(&mut self) {
        self.worker = self.worker.wrapping_add(1);
        self.listening = false;
    }

    fn hear(&mut self, message: &ToPage) {
        match message {
            ToPage::Ready { build } if build == build::ID => self.listening = true,
            ToPage::Ready { build } => {
                self.notice = Some(Notice::CannotLoad(format!("worker of build {build}")));
            }
            ToPage::Progress { job, stage, share } if *job == self.job => {
                self.running = Some(Running { stage: Some(*stage), share: *share });
            }
            ToPage::Answered { job, answer } if *job == self.job => self.answer(answer),
            ToPage::Unreadable { job, piece } if *job == self.job => {
                if let Some(piece) = self.pieces.iter_mut().find(|known| known.id == *piece) {
                    piece.aside = Some(Aside::Unreadable);
                    self.notice = Some(Notice::Unreadable(piece.name.clone()));
                }
                self.running = None;
                self.analyze();
            }
            ToPage::Marks { job, .. }
            | ToPage::Rows { job, .. }
            | ToPage::Details { job, .. }
            | ToPage::Found { job, .. }
                if self.answered.as_ref().is_some_and(|answered| answered.job == *job) =>
            {
                if let Some(answered) = &self.answered {
                    self.compare.hear(message, &answered.report);
                }
            }
            ToPage::Lines { job, source, line, lines } if *job == self.job => {
                if let Some(peek) =
                    self.peek.as_mut().filter(|peek| peek.source == *source && peek.line == *line)
                {
                    peek.lines = Some(Rc::new(lines.clone()));
                }
            }
            ToPage::CannotLoad { message } => {
                self.running = None;
                self.listening = false;
                self.notice = Some(Notice::CannotLoad(message.clone()));
            }
            ToPage::Trapped { message } => {
                self.traps += 1;
                self.notice = Some(Notice::Trapped(message.clone()));
                self.interrupted(Aside::Trapped);
            }
            // An answer to a question that is no longer asked.
            _ => {}
        }
    }

    fn answer(&mut self, answer: &Answer) {
        self.compare = self.compare.renewed(&answer.report);
        self.answered = Some(Rc::new(Answered {
            job: self.job,
            report: answer.report.clone(),
            sources: answer.sources.clone(),
            explanations: answer.explanations.clone(),
            ticket: answer.ticket.clone(),
            pieces: self.active().map(|piece| piece.id).collect(),
            choices: self.choices.clone(),
        }));
        self.running = None;
        self.traps = 0;
    }

    /// The analysis was stopped or gave up. What came last is set aside, what was read before is read again
    /// by a fresh worker, so that nothing that was there is lost.
    fn interrupted(&mut self, why: Aside) {
        let was_running = self.running.take().is_some();
        self.fresh_worker();
        let (known, choices) = match self.answered.as_deref() {
            Some(answered) => (answered.pieces.clone(), answered.choices.clone()),
            None => (Vec::new(), Vec::new()),
        };
        let mut found_newcomer = false;
        for piece in self.pieces.iter_mut().filter(|piece| piece.aside.is_none()) {
            if !known.contains(&piece.id) {
                piece.aside = Some(why);
                found_newcomer = true;
            }
        }
        let chose_anew = self.choices != choices;
        self.choices = choices;
        // Without newcomers and new choices the very same analysis would run again.
        let again = found_newcomer || chose_anew || !was_running;
        if again && self.traps <= MOST_TRAPS && self.active().next().is_some() {
            self.analyze();
        }
    }

    fn show_line(&mut self, source: &str, line: LineNumber) {
        let Some(answered) = self.answered.clone() else { return };
        if self.compare.show_line(&answered.report, source, line) {
            return;
        }
        let index = answered.report.place_of(source, line);
        if let Some(source) = index.and_then(|index| u32::try_from(index).ok()) {
            self.peek = Some(Peek { source, line, lines: None });
        }
    }
}

#[cfg(test)]
mod tests;
