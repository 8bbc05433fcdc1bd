//! The whole page: lays the views out, and hears the keys that work everywhere.

use yew::prelude::*;

use super::compare::Compare;
use super::help::help;
use super::inbox::Inbox;
use super::notices::{drop_hint, notice, progress};
use super::peek::{peek, use_lines};
use super::session::use_session;
use super::top_bar::top_bar;
use super::verdict::Verdict;
use super::welcome::welcome;
use crate::components::context::Page;
use crate::i18n::Word;
use crate::platform::keys::{self, Pressed};
use crate::platform::theme::use_theme;
use crate::state::{Action, State};

/// The page.
#[component]
pub fn App() -> Html {
    let (state, page) = use_session();
    let (theme, next_theme) = use_theme();
    use_escape(&state, &page);
    use_lines(&page, &state);
    let empty = state.pieces.is_empty();
    html! {
        <ContextProvider<Page> context={page.clone()}>
            if state.report().is_some() {
                <a class="skip" href="#verdict">{ page.text(Word::SkipToVerdict) }</a>
                <a class="skip" href="#rows">{ page.text(Word::SkipToRows) }</a>
            }
            { top_bar(&page, theme, next_theme) }
            <main>
                if empty {
                    { welcome(&page) }
                } else {
                    <Inbox
                        pieces={state.pieces.clone()}
                        answered={state.answered.clone()}
                    />
                }
                { notice(&page, state.notice.as_ref()) }
                { progress(&page, state.running) }
                if let Some(answered) = state.answered.clone() {
                    <Verdict answered={answered.clone()} />
                    if !answered.report.comparisons.is_empty() {
                        <Compare {answered} compare={state.compare.clone()} />
                    }
                }
            </main>
            if let (Some(looked), Some(answered)) = (&state.peek, &state.answered) {
                { peek(&page, looked, answered) }
            }
            if state.help {
                { help(&page) }
            }
            { drop_hint(&page, state.hovering) }
        </ContextProvider<Page>>
    }
}

/// Escape takes a notice away, `?` lists the keys. Dialogs close on Escape by themselves.
#[hook]
fn use_escape(state: &State, page: &Page) {
    let act = page.act.clone();
    let open = (state.help, state.notice.is_some());
    use_effect_with(open, move |(help, notice)| {
        let (help, notice) = (*help, *notice);
        let listening = keys::listen(Callback::from(move |pressed: Pressed| {
            let action = match pressed.key.as_str() {
                "?" if !pressed.in_field => Action::Help(!help),
                "Escape" if notice => Action::Dismiss,
                _ => return false,
            };
            act.emit(action);
            true
        }));
        move || drop(listening)
    });
}
