//! A window over the page: keeps the focus inside, gives it back when it closes, and closes on Escape.

use yew::prelude::*;

use super::context::use_page;
use super::icon::{Icon, icon};
use crate::i18n::Word;
use crate::platform::screen;
use crate::state::Action;

/// What the window shows.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct Props {
    /// Its heading.
    pub title: AttrValue,
    /// A class for its size.
    #[prop_or_default]
    pub class: Classes,
    /// The hook for tests.
    pub testid: &'static str,
    /// What happens when it closes.
    pub closed: Callback<()>,
    /// Its content.
    pub children: Html,
}

/// The window. It is open as long as it is there.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let page = use_page();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| screen::show_modal(&node));
    }
    let onclose = props.closed.reform(|_: Event| ());
    html! {
        <dialog
            class={classes!("dialog", props.class.clone())}
            aria-label={props.title.clone()}
            data-testid={props.testid}
            ref={node}
            {onclose}
        >
            <header>
                <h2>{ &props.title }</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label={page.text(Word::Close)}
                    onclick={props.closed.reform(|_: MouseEvent| ())}
                >
                    { icon(Icon::Cross) }
                </button>
            </header>
            { props.children.clone() }
        </dialog>
    }
}

/// What a window does when it closes: says that this has happened.
pub fn closing(act: &Callback<Action>, action: Action) -> Callback<()> {
    let act = act.clone();
    Callback::from(move |()| act.emit(action.clone()))
}
