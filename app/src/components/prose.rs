//! The Markdown of explanations, drawn.

use yew::prelude::*;

use crate::view_model::markdown::{self, Block, Span};

/// A whole text.
pub fn prose(text: &str) -> Html {
    html! { <div class="prose">{ for markdown::blocks(text).iter().map(block) }</div> }
}

/// One line with code and emphasis.
pub fn line(text: &str) -> Html {
    spans(&markdown::spans(text))
}

fn block(block: &Block) -> Html {
    match block {
        Block::Heading(text) => html! { <h4>{ spans(text) }</h4> },
        Block::Paragraph(text) => html! { <p>{ spans(text) }</p> },
        Block::List { ordered: true, items } => html! { <ol>{ for items.iter().map(|i| item(i)) }</ol> },
        Block::List { ordered: false, items } => html! { <ul>{ for items.iter().map(|i| item(i)) }</ul> },
        Block::Code(text) => html! { <pre>{ text.clone() }</pre> },
    }
}

fn item(text: &[Span]) -> Html {
    html! { <li>{ spans(text) }</li> }
}

fn spans(spans: &[Span]) -> Html {
    spans
        .iter()
        .map(|span| match span {
            Span::Text(text) => html! { text.clone() },
            Span::Code(text) => html! { <code>{ text.clone() }</code> },
            Span::Strong(text) => html! { <strong>{ text.clone() }</strong> },
        })
        .collect()
}
