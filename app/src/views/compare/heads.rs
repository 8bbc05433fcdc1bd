//! Above the two columns: which runs they are, and how each of them ended.

use analyzer::report::{Comparison, Side};
use analyzer::source::Role;
use yew::prelude::*;

use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::evidence::short_name;
use crate::views::inbox::marker;

/// Both heads.
pub fn heads(page: &Page, comparison: &Comparison) -> Html {
    html! {
        <div class="heads">
            { head(page, Role::Normal, Word::Normal, &comparison.normal) }
            { head(page, Role::Failing, Word::Failing, &comparison.failing) }
        </div>
    }
}

fn head(page: &Page, role: Role, word: Word, side: &Side) -> Html {
    let lines = format!("{}:{}–{}", short_name(&side.source), side.first_line, side.last_line);
    html! {
        <div class={classes!("side-head", if role == Role::Normal { "normal" } else { "failing" })}>
            { marker(role) }
            { text::plain("strong", page.text(word)) }
            <span class="unit" title={side.unit.clone()}>{ &side.unit }</span>
            <span class="range">{ lines }</span>
            { text::plain("strong.outcome", &side.outcome) }
        </div>
    }
}
