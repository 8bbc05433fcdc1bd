//! A button that copies a text and says that it did.

use yew::prelude::*;

use super::context::use_page;
use super::icon::{Icon, icon};
use crate::i18n::Word;
use crate::platform::clipboard;

/// What the button copies and how it looks.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct Props {
    /// The text to copy.
    pub text: AttrValue,
    /// What stands on the button; a small one with an icon alone where there is nothing.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The hook for tests.
    #[prop_or("copy")]
    pub testid: &'static str,
}

/// The button. Until it loses the focus it says how the last try ended.
#[component]
pub fn CopyButton(props: &Props) -> Html {
    let page = use_page();
    let copied = use_state(|| None::<bool>);
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let copied = copied.clone();
            clipboard::copy(text.to_string(), Callback::from(move |done| copied.set(Some(done))));
        })
    };
    let onblur = {
        let copied = copied.clone();
        Callback::from(move |_: FocusEvent| copied.set(None))
    };
    let said = copied.map(|done| page.text(if done { Word::NoticeCopied } else { Word::NoticeNotCopied }));
    let name = props.label.clone().unwrap_or_else(|| {
        AttrValue::from(page.words.fill(Word::CopyWhat, &[("what", props.text.as_str())]))
    });
    let shown = match (&props.label, said) {
        (Some(_), Some(said)) => html! { <span>{ said }</span> },
        (Some(label), None) => html! { <span>{ label }</span> },
        (None, _) => html! {},
    };
    let done = *copied == Some(true);
    html! {
        <button
            type="button"
            class={classes!(if props.label.is_some() { "button" } else { "icon-button" }, done.then_some("done"))}
            aria-label={name}
            title={said.unwrap_or(page.text(Word::Copy))}
            data-testid={props.testid}
            {onclick}
            {onblur}
        >
            { icon(if done { Icon::Tick } else { Icon::Copy }) }
            { shown }
            <span class="out-of-sight" role="status">{ said.unwrap_or_default() }</span>
        </button>
    }
}
