//! The lines around one line of a source, for lines that stand in no comparison.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::context::use_page;
use crate::components::dialog::{Dialog, closing};
use crate::i18n::Word;
use crate::protocol::ToWorker;
use crate::state::{Action, Answered, Peek as Looked};

/// What is looked at.
#[derive(Clone, Properties)]
pub struct Props {
    /// The line, and what is known of it.
    pub peek: Looked,
    /// The report that it is about.
    pub answered: Rc<Answered>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.peek == other.peek && Rc::ptr_eq(&self.answered, &other.answered)
    }
}

/// The lines.
#[component]
pub fn Peek(props: &Props) -> Html {
    let page = use_page();
    {
        let ask = page.ask.clone();
        let wanted = (props.answered.job, props.peek.source, props.peek.line);
        use_effect_with(wanted, move |(job, source, line)| {
            ask.emit(ToWorker::Lines { job: *job, source: *source, line: *line });
        });
    }
    let name = props
        .answered
        .report
        .sources
        .get(props.peek.source as usize)
        .map(|source| source.name.as_str())
        .unwrap_or_default();
    let number = props.peek.line.to_string();
    let title = page.words.fill(Word::PeekTitle, &[("source", name), ("line", &number)]);
    html! {
        <Dialog {title} class="peek" testid="peek" closed={closing(&page.act, Action::ClosePeek)}>
            if let Some(lines) = &props.peek.lines {
                <ol class="lines">
                    { for lines.iter().map(|(line, text)| html! {
                        <li class={classes!((*line == props.peek.line).then_some("here"))}>
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
