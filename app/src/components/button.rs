//! Buttons: with a text, an icon or both, each with what is said of it to those who cannot see it.

use yew::prelude::*;

use super::icon::{Icon, icon};
use super::page::Page;
use crate::i18n::Word;
use crate::state::commands::{keys_of, written};

/// What a button is besides its content; what is not given is not said.
#[derive(Default)]
pub struct Button {
    /// Its classes.
    pub class: &'static str,
    /// Its id, where the focus is given to it.
    pub id: Option<&'static str>,
    /// The hook for tests.
    pub testid: Option<&'static str>,
    /// What stands on it for those who do not see its icon.
    pub label: Option<AttrValue>,
    /// What is said when the mouse rests on it.
    pub title: Option<AttrValue>,
    /// The key that does the same.
    pub keys: Option<&'static str>,
    /// It is one that stays pressed, and whether it is.
    pub pressed: Option<bool>,
    /// It unfolds something, and whether that is unfolded.
    pub expanded: Option<bool>,
    /// What happens when it is pressed; without this it cannot be.
    pub onclick: Option<Callback<MouseEvent>>,
}

/// The button.
pub fn button(button: Button, content: Html) -> Html {
    let Button { class, id, testid, label, title, keys, pressed, expanded, onclick } = button;
    html! {
        <button
            type="button"
            {class}
            {id}
            data-testid={testid}
            aria-label={label}
            {title}
            aria-keyshortcuts={keys}
            aria-pressed={pressed.map(|pressed| pressed.to_string())}
            aria-expanded={expanded.map(|expanded| expanded.to_string())}
            disabled={onclick.is_none()}
            {onclick}
        >
            { content }
        </button>
    }
}

/// A small button with an icon alone.
pub fn icon_button(shown: Icon, label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    let onclick = Some(onclick);
    button(
        Button { class: "icon-button", label: Some(label.into()), onclick, ..Button::default() },
        icon(shown),
    )
}

/// What a command is called, and the key that does it: `Next difference (n)`.
pub fn with_key(page: &Page, word: Word) -> String {
    match keys_of(word).first() {
        Some(key) => format!("{} ({})", page.text(word), written(key)),
        None => page.text(word).into(),
    }
}
