//! What the page knows, what can happen to it, and what follows: plain data, free of the browser.

pub mod compare;
pub mod inbox;
pub mod place;
pub mod timeline;

use std::borrow::Cow;
use std::rc::Rc;

use analyzer::report::{Report, Verdict};
use analyzer::source::{LineNumber, Role};

pub use compare::{Compare, CompareAction, RowKey};
pub use inbox::{Aside, NewPiece, Piece};
pub use place::View;
pub use timeline::{Timeline, TimelineAction};

use crate::build;
use crate::protocol::{Answer, Choice, JobId, PieceId, PieceName, SourceFacts, Stage, ToPage, ToWorker};

/// How often a worker may trap in a row before the page stops trying again by itself.
const MOST_TRAPS: u32 = 2;

/// Everything the page knows. Contents of pieces and rows that are not shown are elsewhere.
// Each is a thing of its own that is so or not.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Default)]
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
    /// The view that the reader chose; [`State::view`] is the one that can be shown.
    pub chosen_view: View,
    /// The verdict is folded to its heading, or not; `None` as long as the reader has not said.
    pub verdict_folded: Option<bool>,
    /// What the comparison shows.
    pub compare: Rc<Compare>,
    /// What the timeline shows.
    pub timeline: Rc<Timeline>,
    /// Lines of a source that are being looked at.
    pub peek: Option<Peek>,
    /// Something that must be said and is not part of a report.
    pub notice: Option<Notice>,
    /// The list of keys is open.
    pub help: bool,
    /// Files hang over the page.
    pub hovering: bool,
    /// All cards of the inbox are shown.
    pub unfolded: bool,
    /// The colours.
    pub theme: Theme,
    traps: u32,
}

/// Which colours the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

impl Theme {
    /// The next one of the three.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
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
#[derive(Debug)]
pub struct Answered {
    /// The analysis; questions must name it.
    pub job: JobId,
    /// What is said.
    pub report: Cow<'static, Report>,
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
    pub lines: Option<Vec<(LineNumber, String)>>,
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
    /// Another view is chosen.
    View(View),
    /// The verdict folds to its heading, or unfolds.
    FoldVerdict(bool),
    /// Something about the comparison.
    Compare(CompareAction),
    /// Something about the timeline.
    Timeline(TimelineAction),
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
    /// The inbox shows all cards, or only the first ones.
    Unfold(bool),
    /// Other colours are asked for.
    NextTheme,
}

impl State {
    /// Something has happened.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Give(pieces) => self.give(pieces),
            Action::Remove(id) => self.remove(id),
            Action::RemoveAll => {
                self.pieces.clear();
                self.choices.clear();
                self.unfolded = false;
                self.analyze();
            }
            Action::Choose { source, role } => self.choose(source, role),
            Action::Swap => self.swap(),
            Action::Retry => self.retry(),
            Action::Stop => {
                self.notice = Some(Notice::Stopped);
                self.interrupted(Aside::Stopped);
            }
            Action::CannotRead(name) => self.notice = Some(Notice::Unreadable(name)),
            Action::View(view) => self.chosen_view = view,
            Action::FoldVerdict(folded) => self.verdict_folded = Some(folded),
            Action::Compare(action) => Rc::make_mut(&mut self.compare).apply(action),
            Action::Timeline(action) => Rc::make_mut(&mut self.timeline).apply(action),
            Action::ShowLine { source, line } => self.show_line(&source, line),
            Action::ShowMainRow => {
                self.chosen_view = View::Compare;
                if let Some(answered) = &self.answered {
                    Rc::make_mut(&mut self.compare).show_main_row(&answered.report);
                }
            }
            Action::ClosePeek => self.peek = None,
            Action::Dismiss => self.notice = None,
            Action::Help(open) => self.help = open,
            Action::Hover(over) => self.hovering = over,
            Action::Unfold(all) => self.unfolded = all,
            Action::NextTheme => self.theme = self.theme.next(),
        }
    }

    /// What the worker must be asked for what is shown. A question stands until it is no longer among these, and is
    /// asked when it was not among those before.
    pub fn questions(&self) -> Vec<ToWorker> {
        let mut questions = Vec::new();
        if self.listening && self.running.is_some() {
            let names = self.active().map(|piece| PieceName { id: piece.id, name: piece.name.clone() });
            questions.push(ToWorker::Analyze {
                job: self.job,
                pieces: names.collect(),
                choices: self.choices.clone(),
            });
        }
        if let Some(answered) = &self.answered {
            let job = answered.job;
            if let Some(Peek { source, line, .. }) = self.peek {
                questions.push(ToWorker::Lines { job, source, line });
            }
            if !answered.report.comparisons.is_empty() {
                questions.extend(self.compare.questions(job));
            }
            if self.view() == Some(View::Timeline) {
                questions.extend(self.timeline.questions(job, self.compare.index));
            }
        }
        questions
    }

    /// The pieces that are analyzed: all that are not set aside.
    pub fn active(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|piece| piece.aside.is_none())
    }

    /// The report, if there is one.
    pub fn report(&self) -> Option<&Report> {
        self.answered.as_deref().map(|answered| &*answered.report)
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
            self.compare = Rc::default();
            self.timeline = Rc::default();
        } else {
            self.running = Some(Running::default());
        }
        self.peek = None;
    }

    fn fresh_worker(&mut self) {
        self.worker = self.worker.wrapping_add(1);
        self.listening = false;
    }

    /// The worker has said something.
    pub fn hear(&mut self, message: ToPage<'static>) {
        match message {
            ToPage::Ready { build } if build == build::ID => self.listening = true,
            ToPage::Ready { build } => {
                self.notice = Some(Notice::CannotLoad(format!("worker of build {build}")));
            }
            ToPage::Progress { job, stage, share } if job == self.job => {
                self.running = Some(Running { stage: Some(stage), share });
            }
            ToPage::Answered { job, answer } if job == self.job => self.answer(*answer),
            ToPage::Unreadable { job, piece } if job == self.job => {
                if let Some(piece) = self.pieces.iter_mut().find(|known| known.id == piece) {
                    piece.aside = Some(Aside::Unreadable);
                    self.notice = Some(Notice::Unreadable(piece.name.clone()));
                }
                self.running = None;
                self.analyze();
            }
            ToPage::Marks { job, .. }
            | ToPage::Rows { job, .. }
            | ToPage::Details { job, .. }
            | ToPage::Found { job, .. } => {
                if let Some(answered) = self.answered.as_ref().filter(|answered| answered.job == job) {
                    Rc::make_mut(&mut self.compare).hear(message, &answered.report);
                }
            }
            ToPage::TimelineLanes { job, .. }
            | ToPage::TimelineLines { job, .. }
            | ToPage::TimelineUnit { job, .. }
                if self.answered.as_ref().is_some_and(|answered| answered.job == job) =>
            {
                Rc::make_mut(&mut self.timeline).hear(message);
            }
            ToPage::Lines { job, source, line, lines } if job == self.job => {
                let asked = self.peek.as_mut().filter(|peek| peek.source == source && peek.line == line);
                if let Some(peek) = asked {
                    peek.lines = Some(lines);
                }
            }
            ToPage::CannotLoad { message } => {
                self.running = None;
                self.listening = false;
                self.notice = Some(Notice::CannotLoad(message));
            }
            ToPage::Trapped { message } => {
                self.traps += 1;
                self.notice = Some(Notice::Trapped(message));
                self.interrupted(Aside::Trapped);
            }
            // An answer to a question that is no longer asked.
            _ => {}
        }
    }

    fn answer(&mut self, answer: Answer<'static>) {
        let Answer { report, sources, explanations, ticket } = answer;
        self.compare = Rc::new(self.compare.renewed(&report));
        self.timeline = Rc::default();
        self.answered = Some(Rc::new(Answered {
            job: self.job,
            report,
            sources,
            explanations,
            ticket,
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
        if Rc::make_mut(&mut self.compare).show_line(&answered.report, source, line) {
            self.chosen_view = View::Compare;
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
