//! The explanation beside the mouse, once it has rested on a part of a row for a moment.

use yew::prelude::*;

use crate::components::text;
use crate::platform::hover::Hovered;
use crate::state::Compare;
use crate::view_model::hint;

/// The hint. The details say the same to those who have no mouse.
pub fn shown(hovered: Option<Hovered>, compare: &Compare, node: &NodeRef) -> Html {
    let told = hovered.zip(compare.hint.as_ref()).filter(|(hovered, (row, _))| *row == hovered.row);
    let lines = match told {
        Some((hovered, (_, Some(details)))) => hint::lines(details, hovered.side, hovered.part),
        _ => Vec::new(),
    };
    let class = classes!("hint-box", lines.is_empty().then_some("silent"));
    html! {
        <div {class} role="tooltip" data-testid="hint" ref={node}>
            { for lines.iter().map(|line| text::marked("p", line)) }
        </div>
    }
}
