//! How sure something is, as a shape, a word and a colour.

use analyzer::report::{Confidence, Verdict};
use yew::prelude::*;

use super::page::Page;
use super::text;
use crate::i18n::Word;

/// The badge of a diagnosis: a full, a half or an empty circle.
pub fn confidence(page: &Page, confidence: Confidence) -> Html {
    let (name, why) = match confidence {
        Confidence::Proven => ("proven", Word::ProvenWhy),
        Confidence::Likely => ("likely", Word::LikelyWhy),
        Confidence::Possible => ("possible", Word::PossibleWhy),
    };
    html! {
        <span
            class={classes!("badge", name)}
            title={page.text(why)}
            data-testid="confidence"
            data-confidence={name}
        >
            { shape(confidence) }
            { page.text(word(confidence)) }
        </span>
    }
}

/// The badge of a report that claims nothing.
pub fn verdict(page: &Page, verdict: Verdict) -> Html {
    text::plain("span.badge plain", page.text(word_of(verdict)))
}

/// What a confidence is called.
pub fn word(confidence: Confidence) -> Word {
    match confidence {
        Confidence::Proven => Word::Proven,
        Confidence::Likely => Word::Likely,
        Confidence::Possible => Word::Possible,
    }
}

/// What a verdict without a diagnosis is called.
pub fn word_of(verdict: Verdict) -> Word {
    match verdict {
        Verdict::CauseFound => Word::CauseFound,
        Verdict::DifferenceFound => Word::DifferenceFound,
        Verdict::NoFailureFound => Word::NoFailureFound,
        Verdict::CannotTell => Word::CannotTell,
    }
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
