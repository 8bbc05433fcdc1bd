//! The bar at the top: the name, the promise, keys and colours.

use yew::prelude::*;

use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::{Action, Theme};

/// The bar.
pub fn top_bar(page: &Page, theme: Theme) -> Html {
    let (shown, says) = match theme {
        Theme::System => (Icon::Theme, Word::ThemeSystem),
        Theme::Light => (Icon::Sun, Word::ThemeLight),
        Theme::Dark => (Icon::Moon, Word::ThemeDark),
    };
    html! {
        <header class="top-bar">
            <h1 class="brand">{ icon(Icon::Mark) }{ page.text(Word::Name) }</h1>
            <p class="promise">{ icon(Icon::Lock) }{ text::plain("span", page.text(Word::Promise)) }</p>
            <div class="spacer" />
            { button(
                Button {
                    class: "button quiet",
                    testid: Some("help"),
                    onclick: Some(page.on(Action::Help(true))),
                    ..Button::default()
                },
                html! { <>{ page.text(Word::Keys) }{ text::plain("kbd", "?") }</> },
            ) }
            { button(
                Button {
                    class: "icon-button",
                    testid: Some("theme"),
                    label: Some(page.text(says).into()),
                    title: Some(page.text(says).into()),
                    onclick: Some(page.on(Action::NextTheme)),
                    ..Button::default()
                },
                icon(shown),
            ) }
        </header>
    }
}
