//! A window over the page: keeps the focus inside, gives it back when it closes, and closes on Escape.
//!
//! The browser does all that for a dialog that is opened by `platform::screen::show_dialogs` once it is drawn.

use yew::prelude::*;

use super::button::icon_button;
use super::icon::Icon;
use super::page::Page;
use crate::i18n::Word;
use crate::state::Action;

/// What the window is.
pub struct Dialog {
    /// Its heading.
    pub title: AttrValue,
    /// Its classes.
    pub class: &'static str,
    /// The hook for tests.
    pub testid: &'static str,
    /// What happens when it closes.
    pub closed: Action,
}

/// The window around its content. It is open as long as it is there.
pub fn dialog(page: &Page, dialog: Dialog, content: Html) -> Html {
    let Dialog { title, class, testid, closed } = dialog;
    html! {
        <dialog {class} aria-label={title.clone()} data-testid={testid} onclose={page.on(closed.clone())}>
            <header>
                <h2>{ title }</h2>
                { icon_button(Icon::Cross, page.text(Word::Close), page.on(closed)) }
            </header>
            { content }
        </dialog>
    }
}
