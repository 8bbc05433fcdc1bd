//! What the lines and signs of the picture mean.

use yew::prelude::*;

use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::flow::Look;

const LINES: [(Look, Look, &str, Word); 4] = [
    (Look::Both, Look::HeadBoth, "M30 7L22 3V11Z", Word::FlowInBoth),
    (Look::Normal, Look::HeadNormal, "M30 7L22 3V11Z", Word::FlowOnlyNormal),
    (Look::Failing, Look::HeadFailing, "M30 7L22 3V11Z", Word::FlowOnlyFailing),
    (Look::Never, Look::HeadNever, "M30 7L22 3V11Z", Word::FlowNever),
];

const SIGNS: [(&str, Word); 3] = [
    ("M4 4l6 6m0 -6l-6 6", Word::FlowFails),
    ("M3 7h1m3 0h1m3 0h1", Word::FlowWaits),
    ("M7 3v5m0 3v0.5", Word::FlowDecisive),
];

/// The legend.
pub fn legend(page: &Page) -> Html {
    html! {
        <div class="flow-legend">
            { for LINES.iter().map(|(line, head, tip, word)| html! {
                <span class="flow-key">
                    <svg class="flow-picture" width="32" height="14" aria-hidden="true">
                        <path class={line.class()} d="M0 7H23" />
                        <path class={head.class()} d={*tip} />
                    </svg>
                    { text::plain("span", page.text(*word)) }
                </span>
            }) }
            { for SIGNS.iter().map(|(sign, word)| html! {
                <span class="flow-key">
                    <svg class="flow-picture" width="16" height="16" viewBox="-1 -1 16 16" aria-hidden="true">
                        <path class={Look::Disc.class()} d="M-1 7a8 8 0 1 0 16 0a8 8 0 1 0 -16 0Z" />
                        <path class={Look::Sign.class()} d={*sign} />
                    </svg>
                    { text::plain("span", page.text(*word)) }
                </span>
            }) }
            { text::plain("span.flow-hint", page.text(Word::FlowHint)) }
        </div>
    }
}
