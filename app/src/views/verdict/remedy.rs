//! What to run to be sure, how to mend it, and what would settle an open question.

use analyzer::report::{Confirmation, Diagnosis, Fix, FixKind, Missing};
use yew::prelude::*;

use crate::components::copy_button::command;
use crate::components::page::Page;
use crate::components::{prose, text};
use crate::i18n::Word;
use crate::view_model::settle;

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
            // What is expected is there at once; what else it may say unfolds.
            if confirm.if_true.is_empty() || confirm.if_false.is_empty() {
                { answer(outcome(Word::IfTrue, &confirm.if_true), &confirm.if_true) }
                { answer(outcome(Word::IfFalse, &confirm.if_false), &confirm.if_false) }
            } else {
                <details class="reading">
                    { text::marked("summary", &outcome(Word::IfTrue, &confirm.if_true)) }
                    { text::marked("p", &outcome(Word::IfFalse, &confirm.if_false)) }
                </details>
            }
        </div>
    }
}

/// What a command may say; nothing where that is not known.
fn answer(said: String, what: &str) -> Html {
    if what.is_empty() {
        html! {}
    } else {
        text::marked("p", &said)
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

/// What would settle an open question, with the command that gets it.
pub fn missing(page: &Page, missing: &[Missing], best: Option<&Diagnosis>) -> Html {
    let open = settle::open_questions(missing, best);
    if open.is_empty() {
        return html! {};
    }
    html! {
        <section class="missing">
            { text::plain("h3", page.text(Word::Missing)) }
            <ul>
                { for open.into_iter().map(|lacking| {
                    let (said, wanted) = settle::parts(&lacking.what);
                    html! {
                        <li data-testid="missing">
                            if !said.is_empty() {
                                { text::marked("strong", said) }
                            }
                            if let Some(wanted) = wanted {
                                { command(page, "code", wanted) }
                            }
                            { text::marked("p", &lacking.why) }
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
