//! The whole page: lays the views out, and hears the keys that work everywhere.

use std::rc::Rc;

use yew::prelude::*;

use super::compare::{self, Compare};
use super::flow::{self, Flow};
use super::help::help;
use super::inbox::inbox;
use super::notices::{drop_hint, notice, progress};
use super::peek::peek;
use super::session::Session;
use super::sources::{self, Sources};
use super::tabs::Tabs;
use super::timeline::{self, Timeline};
use super::top_bar::top_bar;
use super::verdict::{self, Verdict};
use super::welcome::welcome;
use crate::components::page::Page;
use crate::i18n::{Word, Words};
use crate::platform::worker::Client;
use crate::platform::{Listening, keys, listen, screen};
use crate::protocol::{ToPage, ToWorker};
use crate::state::{Action, Answered, State, View};

/// The page.
pub struct App {
    state: State,
    session: Session,
    page: Page,
    /// The field through which files are chosen.
    files: NodeRef,
    keys: Listening,
    _given: Listening,
}

/// What the page hears of.
pub enum Msg {
    /// Something that the state follows.
    Happened(Action),
    /// The worker said something.
    Heard(ToPage<'static>),
    /// A view asks the worker for something.
    Ask(ToWorker),
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let act = link.callback(Msg::Happened);
        let words = Words::default();
        Self {
            state: State::default(),
            session: Session::new(Client::new(link.callback(Msg::Heard))),
            files: NodeRef::default(),
            keys: Listening::default(),
            _given: listen::pastes_and_drops(&act, words.text(Word::PasteName)),
            page: Page { words, act, ask: link.callback(Msg::Ask) },
        }
    }

    fn update(&mut self, _: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Happened(action) => self.state.apply(action),
            Msg::Heard(message) => self.state.hear(message),
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
                    <a class="skip" href="#verdict">{ page.text(Word::SkipToVerdict) }</a>
                    <a class="skip" href="#view">{ page.text(Word::SkipToRows) }</a>
                }
                { top_bar(page, state.theme) }
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
                if let (Some(looked), Some(answered)) = (&state.peek, &state.answered) {
                    { peek(page, looked, answered) }
                }
                if state.help {
                    { help(page) }
                }
                { drop_hint(page, state.hovering) }
            </>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.session.follow(&self.state);
        }
        self.keys = self.listen();
        screen::show_dialogs();
    }
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
            View::Flow => html! { <Flow ..flow::Props { page, tabs, answered } /> },
            View::Timeline => {
                let (timeline, comparison) = (state.timeline.clone(), state.compare.index);
                html! { <Timeline ..timeline::Props { page, tabs, answered, timeline, comparison } /> }
            }
            View::Sources => html! { <Sources ..sources::Props { page, tabs, answered } /> },
        }
    }

    /// Escape takes a notice away, `?` lists the keys. Dialogs close on Escape by themselves.
    fn listen(&self) -> Listening {
        let act = self.page.act.clone();
        let (help, notice) = (self.state.help, self.state.notice.is_some());
        keys::listen(Box::new(move |pressed| {
            let action = match pressed.key.as_str() {
                "?" if !pressed.in_field => Action::Help(!help),
                "Escape" if notice => Action::Dismiss,
                _ => return false,
            };
            act.emit(action);
            true
        }))
    }
}
