//! What to run to be sure, how to mend it, and what would settle an open question.

use analyzer::report::{Confirmation, Diagnosis, Fix, FixKind, Missing};
use yew::prelude::*;

use crate::components::copy_button::command;
use crate::components::page::Page;
use crate::components::{prose, text};
use crate::i18n::Word;

/// Commands that confirm a diagnosis, with what they print if it is right and if not.
pub fn confirm(page: &Page, diagnosis: &Diagnosis) -> Html {
    if diagnosis.confirm.is_empty() {
        return html! {};
    }
    html! {
        <section class="confirms">
            { text::plain("h3", page.text(Word::Confirm)) }
            { for diagnosis.confirm.iter().map(|confirm| confirmation(page, confirm)) }
        </section>
    }
}

/// Ways to mend it.
pub fn mend(page: &Page, diagnosis: &Diagnosis) -> Html {
    if diagnosis.fix.is_empty() {
        return html! {};
    }
    html! {
        <section class="fixes">
            { text::plain("h3", page.text(Word::Mend)) }
            <ul>{ for diagnosis.fix.iter().map(|way| fix(page, way)) }</ul>
        </section>
    }
}

fn confirmation(page: &Page, confirm: &Confirmation) -> Html {
    let outcome = |word, what: &str| page.words.fill(word, &[("what", what)]);
    html! {
        <div class="confirm" data-testid="confirm">
            { command(page, "code", &confirm.command) }
            if !confirm.if_true.is_empty() {
                { text::marked("p", &outcome(Word::IfTrue, &confirm.if_true)) }
            }
            if !confirm.if_false.is_empty() {
                { text::marked("p", &outcome(Word::IfFalse, &confirm.if_false)) }
            }
        </div>
    }
}

fn fix(page: &Page, fix: &Fix) -> Html {
    let (name, word) = match fix.kind {
        FixKind::Now => ("now", Word::FixNow),
        FixKind::Proper => ("proper", Word::FixProper),
        FixKind::HidesIt => ("hides-it", Word::FixHides),
    };
    html! {
        <li class={name} data-testid="fix" data-kind={name}>
            <p>{ text::plain("strong", page.text(word)) }{ " " }{ prose::line(&fix.text) }</p>
            if let Some(snippet) = &fix.snippet {
                { command(page, "pre", snippet) }
            }
        </li>
    }
}

/// What would settle an open question.
pub fn missing(page: &Page, missing: &[Missing]) -> Html {
    if missing.is_empty() {
        return html! {};
    }
    html! {
        <div class="missing">
            { text::plain("h3", page.text(Word::Missing)) }
            <ul>
                { for missing.iter().map(|lacking| html! {
                    <li data-testid="missing">
                        { text::marked("strong", &lacking.what) }{ ": " }{ prose::line(&lacking.why) }
                    </li>
                }) }
            </ul>
        </div>
    }
}
