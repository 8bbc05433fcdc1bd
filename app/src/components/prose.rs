//! The Markdown of explanations, drawn.

use yew::prelude::*;

use super::text;
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
        Block::Heading(text) => text::around("h4", spans(text)),
        Block::Paragraph(text) => text::around("p", spans(text)),
        Block::List { ordered, items } => {
            let items = items.iter().map(|item| text::around("li", spans(item))).collect();
            text::around(if *ordered { "ol" } else { "ul" }, items)
        }
        Block::Code(text) => text::plain("pre", text),
    }
}

fn spans(spans: &[Span]) -> Html {
    spans
        .iter()
        .map(|span| match span {
            Span::Text(text) => text.clone().into(),
            Span::Code(text) => text::plain("code", text),
            Span::Strong(text) => text::plain("strong", text),
        })
        .collect()
}
