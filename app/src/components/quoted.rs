//! A quoted line, whose result is never what gets lost when there is no room.

use yew::prelude::*;

use crate::view_model::quote;

/// The line on one line of the page; whole when the mouse rests on it.
pub fn quoted(line: &str) -> Html {
    let cut = quote::cut(line);
    html! {
        <code class="quoted" title={line.to_string()}>
            <span class="head">{ cut.head.to_string() }</span>
            if !cut.result.is_empty() {
                <span class={classes!("result", cut.failed.then_some("failed"))}>{ cut.result.to_string() }</span>
                <span class="remark">{ cut.remark.to_string() }</span>
            }
        </code>
    }
}
