//! The lines around one line of a source, for lines that stand in no comparison.

use yew::prelude::*;

use crate::components::dialog::{Dialog, dialog};
use crate::components::page::Page;
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
                        <span class="number">{ line }</span><code>{ text }</code>
                    </li>
                }) }
            </ol>
        },
        None => html! { <p>{ page.text(Word::LoadingLines) }</p> },
    };
    dialog(page, Dialog { title, class: "dialog peek", testid: "peek", closed: Action::ClosePeek }, content)
}
