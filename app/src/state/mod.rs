//! What the page knows, what can happen to it, and what follows: plain data, free of the browser.

mod action;
pub mod commands;
pub mod compare;
pub mod effect;
pub mod filter;
pub mod inbox;
pub mod look;
pub mod place;
pub mod sources;
pub mod steps;
pub mod timeline;
pub mod units;

use std::borrow::Cow;
use std::rc::Rc;

use analyzer::render::flow::Flow;
use analyzer::report::{Comparison, Report, Verdict};
use analyzer::source::{LineNumber, Role};

pub use action::Action;
pub use compare::{Compare, CompareAction, RowKey};
pub use effect::{Effect, Palette, diagnosis_id};
pub use inbox::{Aside, Named, NewPiece, Piece, Removed};
pub use look::{Look, TextSize, Theme};
pub use place::{Place, View};
pub use sources::{Sources, SourcesAction};
pub use timeline::{Timeline, TimelineAction};

use crate::build;
use crate::protocol::{Answer, Choice, JobId, PieceId, SourceFacts, Stage, ToPage, ToWorker};

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
    /// What the view of the sources shows.
    pub sources: Rc<Sources>,
    /// A comparison as a sequence, with its index, once it was asked for.
    pub flow: Option<(u32, Rc<Flow>)>,
    /// What the timeline shows.
    pub timeline: Rc<Timeline>,
    /// Something that must be said and is not part of a report.
    pub notice: Option<Notice>,
    /// The list of keys is open.
    pub help: bool,
    /// Files hang over the page.
    pub hovering: bool,
    /// Colours and text size.
    pub look: Look,
    /// The palette of commands, while it is open.
    pub palette: Option<Palette>,
    /// What was chosen in the palette, the newest first.
    pub recent: Vec<String>,
    /// The page is being printed: everything that folds is open.
    pub printing: bool,
    /// Counts the reader's jumps: the browser's way back stops at each, and not at the small steps between them.
    pub jumps: u32,
    /// The newest thing that the browser must do, and its number.
    pub effect: (u32, Option<Effect>),
    /// How the last try to copy the report ended, until something else happens.
    pub copied: Option<bool>,
    /// Where the reader was when the first report came: what an address without a place means.
    pub home: Option<Place>,
    /// Where to go as soon as there is a report.
    wanted_place: Option<Place>,
    /// All cards of the inbox are shown, or one line; `None` as long as the reader has not said.
    pub unfolded: Option<bool>,
    /// Names that the user gave to sources that have headings of their own.
    pub titles: Vec<(Named, String)>,
    /// What is being renamed.
    pub renaming: Option<Named>,
    /// What was removed and can come back, the newest last.
    pub removed: Vec<Removed>,
    /// The page says that the last removal can be undone.
    pub offers_undo: bool,
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
    /// Where the report compares nothing: one unit alone, which stands where its first comparison would.
    pub alone: Option<Comparison>,
    pieces: Vec<PieceId>,
    choices: Vec<Choice>,
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
    /// This file is packed in a way that the browser cannot unpack, or is damaged; the command that unpacks it.
    Packed(String, &'static str),
    /// Of a folder so many files were read, and so many were left out.
    LeftOut(u32, u32),
}

impl State {
    /// Something has happened.
    pub fn apply(&mut self, action: Action) {
        if action.is_a_jump() {
            self.jumps = self.jumps.wrapping_add(1);
        }
        self.copied = None;
        match action {
            Action::Give(pieces) => self.give(pieces),
            Action::Remove(id) => self.remove(id),
            Action::RemoveAll => self.remove_all(),
            Action::Undo => self.undo(),
            Action::DismissUndo => self.offers_undo = false,
            Action::Renaming(named) => self.renaming = named,
            Action::Rename(named, name) => self.rename(named, &name),
            Action::Infer { source } => self.infer(source),
            Action::CannotUnpack(name, how) => self.notice = Some(Notice::Packed(name, how)),
            Action::LeftOut(read, left_out) => self.notice = Some(Notice::LeftOut(read, left_out)),
            Action::Choose { source, role } => self.choose(source, role),
            Action::Swap => self.swap(),
            Action::Retry => self.retry(),
            Action::Stop => {
                self.notice = Some(Notice::Stopped);
                self.interrupted(Aside::Stopped);
            }
            Action::CannotRead(name) => self.notice = Some(Notice::Unreadable(name)),
            Action::View(view) => {
                self.chosen_view = view;
                Rc::make_mut(&mut self.compare).seen = self.compare.jump;
            }
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
            Action::Sources(action) => Rc::make_mut(&mut self.sources).apply(action),
            Action::ShowSource { source, line } => self.look_at(&source, line),
            Action::Dismiss => self.notice = None,
            Action::Help(open) => self.help = open,
            Action::Hover(over) => self.hovering = over,
            Action::Unfold(all) => self.unfolded = Some(all),
            Action::Theme(theme) => self.look.theme = theme,
            Action::TextSize(size) => self.look.size = size,
            Action::Remember(remember) => self.look.remember = remember,
            Action::Palette(open) => self.palette = open.then(Palette::default),
            Action::PaletteAt(palette) => self.palette = self.palette.as_ref().map(|_| palette),
            Action::Run { label, action } => {
                self.palette = None;
                self.recent.retain(|known| *known != label);
                self.recent.insert(0, label);
                self.apply(*action);
            }
            Action::Effect(effect) => self.effect = (self.effect.0.wrapping_add(1), Some(effect)),
            // The platform holds their contents: see `views::app`.
            Action::Example(_) => {}
            Action::Replace(pieces) => {
                self.pieces.clear();
                self.choices.clear();
                self.give(pieces);
            }
            Action::ShowDiagnosis(index) => {
                self.verdict_folded = Some(false);
                self.apply(Action::Effect(Effect::Reveal(diagnosis_id(index))));
            }
            Action::ShowComparison(index) => {
                self.chosen_view = View::Compare;
                Rc::make_mut(&mut self.compare).go(index, None);
            }
            Action::Go(place) => self.go(place),
            Action::Printing(printing) => self.printing = printing,
        }
    }

    /// What the worker must be asked for what is shown. A question stands until it is no longer among these, and is
    /// asked when it was not among those before.
    pub fn questions(&self) -> Vec<ToWorker> {
        let mut questions = Vec::new();
        if self.listening && self.running.is_some() {
            questions.push(ToWorker::Analyze {
                job: self.job,
                pieces: self.names(),
                choices: self.choices.clone(),
            });
        }
        if let Some(answered) = &self.answered {
            let job = answered.job;
            if self.view() == Some(View::Sources) {
                questions.extend(self.sources.questions(job));
            }
            if self.offers(View::Compare) {
                questions.extend(self.compare.questions(job));
            }
            if self.view() == Some(View::Flow) {
                questions.push(ToWorker::Flow { job, comparison: self.compare.index });
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
            self.home = None;
            self.compare = Rc::default();
            self.sources = Rc::default();
            self.timeline = Rc::default();
        } else {
            self.running = Some(Running::default());
        }
    }

    /// True if there is a normal and a failing source that could change places.
    pub fn can_swap(&self) -> bool {
        self.report().is_some_and(|report| report.sources.iter().any(|source| source.role != Role::Context))
    }

    /// True if there is a difference to lead to.
    pub fn has_main_row(&self) -> bool {
        let first = self.report().and_then(|report| report.comparisons.first());
        first.and_then(compare::main_row).is_some()
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
            | ToPage::Found { job, .. }
            | ToPage::Units { job, .. }
            | ToPage::Paired { job, .. }
            | ToPage::Facets { job, .. }
            | ToPage::Filtered { job, .. } => {
                if let Some(answered) = self.answered.as_ref().filter(|answered| answered.job == job) {
                    Rc::make_mut(&mut self.compare).hear(message, answered);
                }
            }
            ToPage::Placed { job, comparison, failing, line, row } => {
                self.placed(job, (comparison, failing, line), row);
            }
            ToPage::TimelineLanes { job, .. }
            | ToPage::TimelineLines { job, .. }
            | ToPage::TimelineUnit { job, .. }
                if self.answered.as_ref().is_some_and(|answered| answered.job == job) =>
            {
                Rc::make_mut(&mut self.timeline).hear(message);
            }
            ToPage::Text { job, source, told }
                if self.answered.as_ref().is_some_and(|answered| answered.job == job) =>
            {
                Rc::make_mut(&mut self.sources).hear(job, source, told);
            }
            ToPage::Flow { job, comparison, flow }
                if self.answered.as_ref().is_some_and(|it| it.job == job) =>
            {
                self.flow = Some((comparison, flow));
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
        let Answer { report, sources, explanations, ticket, alone } = answer;
        let old = self.answered.as_deref();
        self.sources =
            Rc::new(self.sources.renewed(old.map(|old| old.sources.as_slice()), &report, &sources));
        self.compare = Rc::new(match old {
            Some(old) => self.compare.followed(&old.report, &report),
            None => self.compare.renewed(&report),
        });
        self.flow = None;
        self.timeline = Rc::default();
        self.answered = Some(Rc::new(Answered {
            job: self.job,
            report,
            sources,
            explanations,
            ticket,
            alone,
            pieces: self.active().map(|piece| piece.id).collect(),
            choices: self.choices.clone(),
        }));
        self.running = None;
        self.traps = 0;
        if self.home.is_none() {
            self.home = self.place();
        }
        if let Some(place) = self.wanted_place.take() {
            self.go(place);
        }
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
        if !Rc::make_mut(&mut self.compare).show_line(&answered, source, line) {
            self.look_at(source, line);
        }
    }

    /// The worker says in which row of a comparison a line stands, or that it stands in none.
    fn placed(&mut self, job: JobId, place: (u32, bool, LineNumber), row: Option<u32>) {
        let Some(answered) = self.answered.clone().filter(|answered| answered.job == job) else { return };
        match Rc::make_mut(&mut self.compare).placed(&answered, place, row) {
            Some(Ok(())) => {
                self.chosen_view = View::Compare;
                self.jumps = self.jumps.wrapping_add(1);
            }
            Some(Err(source)) => self.look_at(&source, place.2),
            None => {}
        }
    }

    /// Looks at a line by itself.
    fn look_at(&mut self, source: &str, line: LineNumber) {
        let index = self.report().and_then(|report| report.place_of(source, line));
        if let Some(source) = index.and_then(|index| u32::try_from(index).ok()) {
            Rc::make_mut(&mut self.sources).show_line(source, line);
            self.chosen_view = View::Sources;
            self.jumps = self.jumps.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests;
