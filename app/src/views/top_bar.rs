//! The bar at the top: the name, the promise, keys and colours.

use yew::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
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
            <p class="promise">{ icon(Icon::Lock) }<span>{ page.text(Word::Promise) }</span></p>
            <div class="spacer" />
            <button
                type="button"
                class="button quiet"
                data-testid="help"
                onclick={page.on(Action::Help(true))}
            >
                { page.text(Word::Keys) }<kbd>{ "?" }</kbd>
            </button>
            <button
                type="button"
                class="icon-button"
                data-testid="theme"
                aria-label={page.text(says)}
                title={page.text(says)}
                onclick={page.on(Action::NextTheme)}
            >
                { icon(shown) }
            </button>
        </header>
    }
}
