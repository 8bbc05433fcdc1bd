//! A button that copies a text and says that it did.

use yew::prelude::*;

use super::icon::{Icon, icon};
use super::page::Page;
use super::text;
use crate::i18n::Word;
use crate::platform::clipboard;

/// What the button copies and how it looks.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct Props {
    /// The words.
    pub page: Page,
    /// The text to copy.
    pub text: AttrValue,
    /// What stands on the button; a small one with an icon alone where there is nothing.
    pub label: Option<AttrValue>,
    /// The hook for tests.
    pub testid: &'static str,
}

/// A command with a button that copies it; `element` is `code`, or `pre` where it has several lines.
pub fn command(page: &Page, element: &'static str, command: &str) -> Html {
    let props = Props { page: page.clone(), text: command.to_string().into(), label: None, testid: "copy" };
    html! { <div class="command">{ text::plain(element, command) }<CopyButton ..props /></div> }
}

/// The button. Until it loses the focus it says how the last try ended.
pub struct CopyButton {
    copied: Option<bool>,
}

/// What happens to the button.
pub enum Msg {
    /// It was pressed.
    Copy,
    /// It has copied the text, or could not.
    Copied(bool),
    /// It has lost the focus.
    Left,
}

impl Component for CopyButton {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self { copied: None }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Copy => {
                let text = ctx.props().text.to_string();
                ctx.link().send_future(async { Msg::Copied(clipboard::copy(text).await) });
                return false;
            }
            Msg::Copied(done) => self.copied = Some(done),
            Msg::Left => self.copied = None,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { page, text, label, testid } = ctx.props();
        let said =
            self.copied.map(|done| page.text(if done { Word::NoticeCopied } else { Word::NoticeNotCopied }));
        let name = label
            .clone()
            .unwrap_or_else(|| AttrValue::from(page.words.fill(Word::CopyWhat, &[("what", text.as_str())])));
        let shown = match (label, said) {
            (Some(_), Some(said)) => html! { <span>{ said }</span> },
            (Some(label), None) => html! { <span>{ label }</span> },
            (None, _) => html! {},
        };
        let done = self.copied == Some(true);
        html! {
            <button
                type="button"
                class={classes!(if label.is_some() { "button" } else { "icon-button" }, done.then_some("done"))}
                aria-label={name}
                title={said.unwrap_or(page.text(Word::Copy))}
                data-testid={*testid}
                onclick={ctx.link().callback(|_| Msg::Copy)}
                onblur={ctx.link().callback(|_| Msg::Left)}
            >
                { icon(if done { Icon::Tick } else { Icon::Copy }) }
                { shown }
                <span class="out-of-sight" role="status">{ said.unwrap_or_default() }</span>
            </button>
        }
    }
}
