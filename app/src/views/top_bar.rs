//! The bar at the top: the name, the promise, examples, commands, keys and how the page looks.

use yew::prelude::*;

use super::menus;
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::commands::{keys_of, written};
use crate::state::{Action, State};

/// The bar.
pub fn top_bar(page: &Page, state: &State) -> Html {
    html! {
        <header class="top-bar">
            <h1 class="brand">{ icon(Icon::Mark) }{ page.text(Word::Name) }</h1>
            <p class="promise">{ icon(Icon::Lock) }{ text::plain("span", page.text(Word::Promise)) }</p>
            <div class="spacer" />
            if !state.pieces.is_empty() {
                { menus::examples(page) }
            }
            { opens(page, Word::Commands, Word::Palette, "commands", Action::Palette(true)) }
            { opens(page, Word::Keys, Word::HelpHelp, "help", Action::Help(true)) }
            { menus::look(page, state.look) }
        </header>
    }
}

/// A button with the key that does the same.
fn opens(page: &Page, label: Word, command: Word, testid: &'static str, action: Action) -> Html {
    let key = keys_of(command).first().map(|key| written(key)).unwrap_or_default();
    let opens = Button {
        class: "button quiet",
        testid: Some(testid),
        title: Some(page.text(command).into()),
        onclick: Some(page.on(action)),
        ..Button::default()
    };
    button(opens, html! { <>{ text::plain("span", page.text(label)) }{ text::plain("kbd", &key) }</> })
}
