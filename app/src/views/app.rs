//! The whole page: holds the state, speaks with the worker, and lays the views out.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::{Word, Words};
use crate::platform::listen::{self, Given};
use crate::platform::pieces;
use crate::platform::worker::Client;
use crate::protocol::{PieceName, ToWorker};
use crate::state::{Action, State};

/// The state as Yew wants it.
#[derive(Clone, Default)]
pub struct Store(pub State);

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Self(self.0.after(action)))
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let words = Words::default();
    let store = use_reducer(Store::default);
    let dispatcher = store.dispatcher();
    let client = use_memo((), |()| {
        let dispatcher = dispatcher.clone();
        Client::new(Callback::from(move |message| dispatcher.dispatch(Action::Heard(Rc::new(message)))))
    });
    let state = &store.0;
    {
        let client = Rc::clone(&client);
        use_effect_with(state.worker, move |_| client.restart());
    }
    {
        let client = Rc::clone(&client);
        let question = ToWorker::Analyze {
            job: state.job,
            pieces: state
                .active()
                .map(|piece| PieceName { id: piece.id, name: piece.name.clone() })
                .collect(),
            choices: state.choices.clone(),
        };
        use_effect_with((state.listening, state.worker, state.job), move |(listening, _, job)| {
            if *listening && *job > 0 {
                client.ask(&question);
            }
        });
    }
    {
        let dispatcher = dispatcher.clone();
        use_effect_with((), move |()| {
            let to = dispatcher.clone();
            let failed = dispatcher.clone();
            let hover = dispatcher.clone();
            let listening = listen::pastes_and_drops(&Given {
                pieces: Callback::from(move |pieces| to.dispatch(Action::Give(pieces))),
                unreadable: Callback::from(move |name| failed.dispatch(Action::CannotRead(name))),
                paste_name: Callback::from(move |()| words.text(Word::PasteName).to_string()),
                hovering: Callback::from(move |over| hover.dispatch(Action::Hover(over))),
            });
            move || drop(listening)
        });
    }
    let give = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |_: MouseEvent| {
            let normal = include_str!("../../../tests/cases/gateway-01-enospc-proxy-cache/normal.strace");
            let failing = include_str!("../../../tests/cases/gateway-01-enospc-proxy-cache/failing.strace");
            let both = [
                pieces::keep_text("normal.strace".into(), normal),
                pieces::keep_text("failing.strace".into(), failing),
            ];
            dispatcher.dispatch(Action::Give(both.into_iter().flatten().collect()));
        })
    };
    let swap = {
        let dispatcher = dispatcher.clone();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Swap))
    };
    html! {
        <main>
            <h1>{ words.text(Word::Name) }</h1>
            <section data-testid="inbox">
                <button type="button" data-testid="example" onclick={give}>{ words.text(Word::TryExample) }</button>
                <button type="button" data-testid="swap" onclick={swap}>{ words.text(Word::Swap) }</button>
            </section>
            if state.running.is_some() { <p data-testid="progress">{ words.text(Word::Working) }</p> }
            if let Some(notice) = &state.notice { <p data-testid="message">{ format!("{notice:?}") }</p> }
            if let Some(report) = state.report() {
                { for report.sources.iter().map(|source| html! {
                    <p data-testid="source-card" data-role={format!("{:?}", source.role).to_lowercase()}>{ &source.name }</p>
                }) }
                <section data-testid="verdict">
                    <p data-testid="message">{ &report.message }</p>
                    { for report.diagnoses.iter().map(|diagnosis| html! {
                        <article><h2 data-testid="verdict-title">{ &diagnosis.title }</h2><p>{ &diagnosis.summary }</p></article>
                    }) }
                </section>
                <section data-testid="compare">
                    { for report.comparisons.iter().map(|c| html! { <p>{ format!("{} rows", c.rows) }</p> }) }
                </section>
            }
        </main>
    }
}
