//! What to run to be sure, how to mend it, and what would settle an open question.

use analyzer::report::{Confirmation, Diagnosis, Fix, FixKind, Missing};
use yew::prelude::*;

use crate::components::copy_button::CopyButton;
use crate::components::page::Page;
use crate::components::prose;
use crate::i18n::Word;

/// Commands that confirm a diagnosis, ways to mend it, and what is missing.
pub fn remedy(page: &Page, diagnosis: &Diagnosis, lacking: &[Missing]) -> Html {
    if diagnosis.confirm.is_empty() && diagnosis.fix.is_empty() && lacking.is_empty() {
        return html! {};
    }
    html! {
        <section class="remedy">
            if !diagnosis.confirm.is_empty() {
                <h3>{ page.text(Word::Confirm) }</h3>
                { for diagnosis.confirm.iter().map(|confirm| confirmation(page, confirm)) }
            }
            if !diagnosis.fix.is_empty() {
                <h3>{ page.text(Word::Mend) }</h3>
                <ul class="fixes">{ for diagnosis.fix.iter().map(|way| fix(page, way)) }</ul>
            }
            { missing(page, lacking) }
        </section>
    }
}

fn confirmation(page: &Page, confirm: &Confirmation) -> Html {
    let outcome = |word, what: &str| page.words.fill(word, &[("what", what)]);
    html! {
        <div class="confirm" data-testid="confirm">
            <div class="command"><code>{ &confirm.command }</code>{ copied(page, &confirm.command) }</div>
            if !confirm.if_true.is_empty() {
                <p>{ prose::line(&outcome(Word::IfTrue, &confirm.if_true)) }</p>
            }
            if !confirm.if_false.is_empty() {
                <p>{ prose::line(&outcome(Word::IfFalse, &confirm.if_false)) }</p>
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
            <p><strong>{ page.text(word) }</strong>{ " " }{ prose::line(&fix.text) }</p>
            if let Some(snippet) = &fix.snippet {
                <div class="command">
                    <pre>{ snippet }</pre>
                    { copied(page, snippet) }
                </div>
            }
        </li>
    }
}

/// A button that copies a command.
fn copied(page: &Page, text: &str) -> Html {
    html! { <CopyButton page={page.clone()} text={text.to_string()} /> }
}

/// What would settle an open question.
pub fn missing(page: &Page, missing: &[Missing]) -> Html {
    if missing.is_empty() {
        return html! {};
    }
    html! {
        <div class="missing">
            <h3>{ page.text(Word::Missing) }</h3>
            <ul>
                { for missing.iter().map(|lacking| html! {
                    <li data-testid="missing">
                        <strong>{ prose::line(&lacking.what) }</strong>{ ": " }{ prose::line(&lacking.why) }
                    </li>
                }) }
            </ul>
        </div>
    }
}
