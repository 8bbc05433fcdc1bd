//! The lines around one line of a source, for lines that stand in no comparison.

use yew::prelude::*;

use crate::components::dialog::{Dialog, dialog};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::{Action, Answered, Peek};

/// The lines.
pub fn peek(page: &Page, peek: &Peek, answered: &Answered) -> Html {
    let name = answered
        .report
        .sources
        .get(peek.source as usize)
        .map(|source| source.name.as_str())
        .unwrap_or_default();
    let number = peek.line.to_string();
    let title = page.words.fill(Word::PeekTitle, &[("source", name), ("line", &number)]).into();
    let content = match &peek.lines {
        Some(lines) => html! {
            <ol class="lines">
                { for lines.iter().map(|(line, text)| html! {
                    <li class={classes!((*line == peek.line).then_some("here"))}>
                        { text::plain("span.number", &line.to_string()) }<code>{ text }</code>
                    </li>
                }) }
            </ol>
        },
        None => text::plain("p", page.text(Word::LoadingLines)),
    };
    dialog(page, Dialog { title, class: "dialog peek", testid: "peek", closed: Action::ClosePeek }, content)
}
