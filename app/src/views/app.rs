//! The whole page: lays the views out, and hears the keys that work everywhere.

use std::rc::Rc;

use yew::prelude::*;

use super::compare::{self, Compare};
use super::flow::{self, Flow};
use super::help::help;
use super::inbox::inbox;
use super::notices::{drop_hint, notice, progress, said, undo};
use super::openers::Fields;
use super::palette::palette;
use super::session::Session;
use super::sources::{self, Sources};
use super::tabs::Tabs;
use super::timeline::{self, Timeline};
use super::top_bar::top_bar;
use super::verdict::{self, Verdict};
use super::welcome::welcome;
use crate::components::page::Page;
use crate::examples::EXAMPLES;
use crate::i18n::{Word, Words};
use crate::platform::screen::Standing;
use crate::platform::worker::Client;
use crate::platform::{Listening, clipboard, fields, focus, history, keys, listen, pieces, printing, screen};
use crate::protocol::{ToPage, ToWorker};
use crate::state::commands::Keys;
use crate::state::{Action, Answered, Effect, Place, State, View};

/// The page.
pub struct App {
    state: State,
    session: Session,
    page: Page,
    /// The fields through which files and folders are chosen.
    files: Fields,
    keys: Listening,
    focus: focus::Keeper,
    /// What must stay where it stands while another report is drawn.
    standing: Option<Standing>,
    /// The newest thing that the browser was told to do.
    effect: u32,
    /// There was a report when the page was last drawn.
    answered: bool,
    /// Everything that folds has been opened for printing.
    unfolded: bool,
    _given: Listening,
    _moved: Listening,
    _printing: Listening,
}

/// What the page hears of.
pub enum Msg {
    /// Something that the state follows.
    Happened(Action),
    /// The worker said something.
    Heard(ToPage<'static>),
    /// A view asks the worker for something.
    Ask(ToWorker),
    /// The report has been copied, or could not be.
    Copied(bool),
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let act = link.callback(Msg::Happened);
        let words = Words::default();
        let (moved, prints) = (act.clone(), act.clone());
        let mut session = Session::new(Client::new(link.callback(Msg::Heard)));
        Self {
            state: session.begin(),
            session,
            standing: None,
            effect: 0,
            answered: false,
            unfolded: false,
            _moved: history::watch(Box::new(move |fragment| {
                moved.emit(Action::Go(Place::decode(&fragment)));
            })),
            _printing: printing::watch(Box::new(move |now| prints.emit(Action::Printing(now)))),
            files: Fields::default(),
            keys: Listening::default(),
            focus: focus::Keeper::following(),
            _given: listen::pastes_and_drops(&act, words.text(Word::PasteName)),
            page: Page { words, act, ask: link.callback(Msg::Ask) },
        }
    }

    fn update(&mut self, _: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Happened(action) => self.state.apply(with_contents(action)),
            Msg::Copied(done) => {
                self.state.copied = Some(done);
            }
            Msg::Heard(message) => {
                if matches!(message, ToPage::Answered { .. }) && self.state.answered.is_some() {
                    self.standing = screen::standing();
                }
                self.state.hear(message);
            }
            Msg::Ask(question) => {
                self.session.ask(&question);
                return false;
            }
        }
        self.session.follow(&self.state);
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let (page, state) = (&self.page, &self.state);
        html! {
            <>
                if state.report().is_some() {
                    { skip(page, Word::SkipToVerdict, "verdict") }
                    { skip(page, Word::SkipToRows, "view") }
                }
                { top_bar(page, state) }
                <main>
                    if state.pieces.is_empty() {
                        { welcome(page, &self.files) }
                    } else {
                        { inbox(page, state, &self.files) }
                    }
                    { notice(page, state.notice.as_ref()) }
                    { progress(page, state.running) }
                    if let Some(answered) = state.answered.clone() {
                        <Verdict
                            ..verdict::Props {
                                page: page.clone(),
                                answered: answered.clone(),
                                folded: state.verdict_is_folded(),
                            }
                        />
                        { self.below(answered) }
                    }
                </main>
                if state.help {
                    { help(page) }
                }
                { palette(page, state) }
                { said(page, state) }
                { undo(page, state.undoable()) }
                { drop_hint(page, state.hovering) }
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.session.follow(&self.state);
        }
        self.keys = self.listen();
        screen::show_dialogs();
        self.focus.mend();
        if let Some(standing) = self.standing.take() {
            standing.keep();
        }
        // What was pressed is no longer there once the first report is: the keyboard goes on at the answer.
        let answered = self.state.answered.is_some();
        if answered && !self.answered && screen::is_focus_lost() {
            screen::focus_id("verdict");
        }
        self.answered = answered;
        if self.unfolded != self.state.printing {
            self.unfolded = self.state.printing;
            printing::unfold(self.unfolded);
        }
        let (number, effect) = &self.state.effect;
        if *number != self.effect {
            self.effect = *number;
            if let Some(effect) = effect {
                self.bring_about(ctx, effect);
            }
        }
    }
}

/// An example is loaded from the texts of the page: the state knows pieces only.
fn with_contents(action: Action) -> Action {
    match action {
        Action::Example(index) => {
            let Some(example) = EXAMPLES.get(index) else { return Action::Dismiss };
            let mut kept = Vec::new();
            for name in example.files {
                kept.extend(pieces::keep_text((*name).into(), example.content(name)));
            }
            Action::Replace(kept)
        }
        Action::Run { label, action } => Action::Run { label, action: Box::new(with_contents(*action)) },
        other => other,
    }
}

/// A link that leads past what stands before a part of the page. The address stays what it is: it says where one is.
fn skip(page: &Page, word: Word, id: &'static str) -> Html {
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        screen::reveal(id);
    });
    html! { <a class="skip" href={format!("#{id}")} {onclick}>{ page.text(word) }</a> }
}

impl App {
    /// The view below the verdict.
    fn below(&self, answered: Rc<Answered>) -> Html {
        let (page, state) = (self.page.clone(), &self.state);
        let Some(tabs) = Tabs::of(state) else { return html! {} };
        match tabs.shown {
            View::Compare => {
                let compare = state.compare.clone();
                html! { <Compare ..compare::Props { page, tabs, answered, compare } /> }
            }
            View::Flow => {
                let (flow, compare) = (state.flow.clone(), state.compare.clone());
                let shown = flow.filter(|(of, _)| *of == compare.index).map(|(_, flow)| flow);
                html! { <Flow ..flow::Props { page, tabs, answered, compare, shown } /> }
            }
            View::Sources => {
                let sources = state.sources.clone();
                html! { <Sources ..sources::Props { page, tabs, answered, sources } /> }
            }
            View::Timeline => {
                let (timeline, comparison) = (state.timeline.clone(), state.compare.index);
                html! { <Timeline ..timeline::Props { page, tabs, answered, timeline, comparison } /> }
            }
        }
    }

    /// Does what only the browser can do.
    fn bring_about(&self, ctx: &Context<Self>, effect: &Effect) {
        match effect {
            Effect::Press(key) => keys::press(key),
            Effect::Reveal(id) => screen::reveal(id),
            Effect::CopyTicket => {
                let ticket = self.state.answered.as_ref().map(|answered| answered.ticket.clone());
                let ticket = ticket.unwrap_or_default();
                ctx.link().send_future(async { Msg::Copied(clipboard::copy(ticket).await) });
            }
            Effect::OpenFiles => fields::press(&self.files.files),
            Effect::Print => printing::print(),
        }
    }

    /// The keys of the table of commands.
    fn listen(&self) -> Listening {
        let act = self.page.act.clone();
        let known = Keys::of(&self.state);
        keys::listen(Box::new(move |pressed| {
            let Some(action) = known.heard(&pressed.key, pressed.in_field) else { return false };
            act.emit(action);
            true
        }))
    }
}
