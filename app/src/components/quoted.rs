//! A quoted line, whose result is never what gets lost when there is no room.

use yew::prelude::*;

use super::text;
use crate::view_model::quote;

/// The line on one line of the page; whole when the mouse rests on it.
pub fn quoted(line: &str) -> Html {
    let cut = quote::cut(line.trim_start());
    html! {
        <code class="quoted" title={line.to_string()}>
            { text::plain("span.head", cut.head) }
            if !cut.result.is_empty() {
                { text::plain(if cut.failed { "span.result failed" } else { "span.result" }, cut.result) }
                { text::plain("span.remark", cut.remark) }
            }
        </code>
    }
}
