//! A reference to a line: leads to it in the comparison, or shows it by itself.

use yew::prelude::*;

use super::page::Page;
use super::text;
use crate::i18n::Word;
use crate::state::Action;
use crate::view_model::evidence::short_name;

/// The reference, as `name:line`.
pub fn line_link(page: &Page, source: &str, line: u32) -> Html {
    link(page, source, line, Action::ShowLine { source: source.to_string(), line })
}

/// The same, but it leads to the line in its file, also where the line stands in the comparison.
pub fn file_link(page: &Page, source: &str, line: u32) -> Html {
    link(page, source, line, Action::ShowSource { source: source.to_string(), line })
}

fn link(page: &Page, source: &str, line: u32, action: Action) -> Html {
    let number = line.to_string();
    // The name holds what is seen, so that it can be spoken to be pressed; what it does is its description.
    let label = page.words.fill(Word::GoToLine, &[("line", &number), ("source", source)]);
    let onclick = page.on(action);
    html! {
        <button
            type="button"
            class="line-link"
            title={label}
            data-testid="line-link"
            data-source={source.to_string()}
            data-line={number.clone()}
            {onclick}
        >
            { text::plain("span.name", short_name(source)) }
            <span class="number">{ format!(":{number}") }</span>
        </button>
    }
}
