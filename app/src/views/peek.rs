//! The lines around one line of a source, for lines that stand in no comparison.

use yew::prelude::*;

use crate::components::context::Page;
use crate::components::dialog::{Dialog, closing};
use crate::i18n::Word;
use crate::protocol::ToWorker;
use crate::state::{Action, Answered, Peek, State};

/// Asks for the lines that are looked at.
#[hook]
pub fn use_lines(page: &Page, state: &State) {
    let ask = page.ask.clone();
    let wanted = state.answered.as_ref().zip(state.peek.as_ref());
    let wanted = wanted.map(|(answered, peek)| (answered.job, peek.source, peek.line));
    use_effect_with(wanted, move |wanted| {
        if let Some((job, source, line)) = *wanted {
            ask.emit(ToWorker::Lines { job, source, line });
        }
    });
}

/// The lines.
pub fn peek(page: &Page, peek: &Peek, answered: &Answered) -> Html {
    let name = answered
        .report
        .sources
        .get(peek.source as usize)
        .map(|source| source.name.as_str())
        .unwrap_or_default();
    let number = peek.line.to_string();
    let title = page.words.fill(Word::PeekTitle, &[("source", name), ("line", &number)]);
    html! {
        <Dialog {title} class="peek" testid="peek" closed={closing(&page.act, Action::ClosePeek)}>
            if let Some(lines) = &peek.lines {
                <ol class="lines">
                    { for lines.iter().map(|(line, text)| html! {
                        <li class={classes!((*line == peek.line).then_some("here"))}>
                            <span class="number">{ line }</span><code>{ text }</code>
                        </li>
                    }) }
                </ol>
            } else {
                <p>{ page.text(Word::LoadingLines) }</p>
            }
        </Dialog>
    }
}
