//! The state of the page and its worker, kept in step with each other.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::components::context::Page;
use crate::i18n::{Word, Words};
use crate::platform::listen::{self, Given};
use crate::platform::pieces;
use crate::platform::worker::Client;
use crate::protocol::{PieceName, ToWorker};
use crate::state::{Action, State};

/// The state as Yew wants it.
#[derive(Clone, Default)]
pub struct Store(State);

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Self(self.0.after(action)))
    }
}

impl std::ops::Deref for Store {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

/// The state, and what every part of the page can reach.
#[hook]
pub fn use_session() -> (UseReducerHandle<Store>, Page) {
    let store = use_reducer(Store::default);
    let dispatcher = store.dispatcher();
    let act = use_memo((), |()| {
        let dispatcher = dispatcher.clone();
        Callback::from(move |action| dispatcher.dispatch(action))
    });
    let client = use_memo((), |()| {
        let act = Callback::clone(&act);
        Client::new(Callback::from(move |message| act.emit(Action::Heard(Rc::new(message)))))
    });
    let page = use_memo((), |()| {
        let client = Rc::clone(&client);
        let ask = Callback::from(move |question| client.ask(&question));
        Page { words: Words::default(), act: Callback::clone(&act), ask }
    });

    use_worker(&store, &client);
    use_listening(&page);
    use_forgetting(&store);
    (store.clone(), Page::clone(&page))
}

/// Makes workers, and asks for analyses.
#[hook]
fn use_worker(state: &State, client: &Rc<Client>) {
    let made = Rc::clone(client);
    use_effect_with(state.worker, move |_| made.restart());

    let asked = Rc::clone(client);
    let question = ToWorker::Analyze {
        job: state.job,
        pieces: state.active().map(|piece| PieceName { id: piece.id, name: piece.name.clone() }).collect(),
        choices: state.choices.clone(),
    };
    let wanted = state.listening && state.running.is_some();
    use_effect_with((wanted, state.worker, state.job), move |(wanted, ..)| {
        if *wanted {
            asked.ask(&question);
        }
    });
}

/// Hears of pastes and drops anywhere.
#[hook]
fn use_listening(page: &Page) {
    let page = page.clone();
    use_effect_with((), move |()| {
        let words = page.words;
        let say = |to_action: fn(_) -> Action| {
            let act = page.act.clone();
            Callback::from(move |what| act.emit(to_action(what)))
        };
        let hovering = {
            let act = page.act.clone();
            Callback::from(move |over| act.emit(Action::Hover(over)))
        };
        let unreadable = {
            let act = page.act.clone();
            Callback::from(move |name| act.emit(Action::CannotRead(name)))
        };
        let listening = listen::pastes_and_drops(&Given {
            pieces: say(Action::Give),
            unreadable,
            paste_name: Callback::from(move |()| words.text(Word::PasteName).to_string()),
            hovering,
        });
        move || drop(listening)
    });
}

/// Lets the content of removed pieces go.
#[hook]
fn use_forgetting(state: &State) {
    let known = use_mut_ref(Vec::new);
    let now: Vec<_> = state.pieces.iter().map(|piece| piece.id).collect();
    use_effect_with(now, move |now| {
        let known: &RefCell<Vec<_>> = &known;
        for gone in known.borrow().iter().filter(|id| !now.contains(id)) {
            pieces::forget(*gone);
        }
        known.replace(now.clone());
    });
}
