//! How sure something is, as a shape, a word and a colour.

use analyzer::report::{Confidence, Verdict};
use yew::prelude::*;

use super::page::Page;
use super::text;
use crate::i18n::Word;

/// The badge of a diagnosis: a full, a half or an empty circle.
pub fn confidence(page: &Page, confidence: Confidence) -> Html {
    let (name, word, why) = match confidence {
        Confidence::Proven => ("proven", Word::Proven, Word::ProvenWhy),
        Confidence::Likely => ("likely", Word::Likely, Word::LikelyWhy),
        Confidence::Possible => ("possible", Word::Possible, Word::PossibleWhy),
    };
    html! {
        <span
            class={classes!("badge", name)}
            title={page.text(why)}
            data-testid="confidence"
            data-confidence={name}
        >
            { shape(confidence) }
            { page.text(word) }
        </span>
    }
}

/// The badge of a report that claims nothing.
pub fn verdict(page: &Page, verdict: Verdict) -> Html {
    let word = match verdict {
        Verdict::CauseFound => Word::CauseFound,
        Verdict::DifferenceFound => Word::DifferenceFound,
        Verdict::NoFailureFound => Word::NoFailureFound,
        Verdict::CannotTell => Word::CannotTell,
    };
    text::plain("span.badge plain", page.text(word))
}

fn shape(confidence: Confidence) -> Html {
    let inside = match confidence {
        Confidence::Proven => html! {
            <><circle class="full" cx="8" cy="8" r="7" /><path class="tick" d="M4.8 8.3 7 10.5l4.2-4.8" /></>
        },
        Confidence::Likely => html! {
            <><circle class="ring" cx="8" cy="8" r="6" /><path class="full" d="M8 2a6 6 0 0 1 0 12z" /></>
        },
        Confidence::Possible => html! { <circle class="ring" cx="8" cy="8" r="6" /> },
    };
    html! { <svg class="shape" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">{ inside }</svg> }
}
