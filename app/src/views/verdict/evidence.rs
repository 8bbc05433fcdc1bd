//! The lines that prove it, what never happened, what is ruled out, and what has nothing to do with it.

use analyzer::report::{Absence, Diagnosis, Evidence, Unrelated};
use yew::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::line_link::line_link;
use crate::components::page::Page;
use crate::components::quoted::quoted;
use crate::components::{prose, text};
use crate::i18n::Word;

/// How many unrelated lines are shown before the others fold.
const UNRELATED_SHOWN: usize = 3;

/// The lines that a diagnosis rests on.
pub fn evidence(page: &Page, diagnosis: &Diagnosis) -> Html {
    if diagnosis.evidence.is_empty() {
        return html! {};
    }
    html! {
        <section class="evidence">
            <h3>
                { page.text(Word::Evidence) }
                { text::plain("small", &page.count(Word::EvidenceLines, diagnosis.evidence.len() as u64)) }
            </h3>
            <ol>
                { for diagnosis.evidence.iter().enumerate().map(|(index, evidence)| row(page, index, evidence)) }
            </ol>
        </section>
    }
}

/// What did not happen and should have.
pub fn absent(page: &Page, diagnosis: &Diagnosis) -> Html {
    if diagnosis.absent.is_empty() {
        return html! {};
    }
    html! {
        <section class="never">
            { text::plain("h3", page.text(Word::NeverHappened)) }
            <ul>{ for diagnosis.absent.iter().map(|absence| absence_row(page, absence)) }</ul>
        </section>
    }
}

fn row(page: &Page, index: usize, evidence: &Evidence) -> Html {
    html! {
        <li data-testid="evidence-row" data-source={evidence.source.clone()} data-line={evidence.line.to_string()}>
            { text::plain(if index == 0 { "span.tag first" } else { "span.tag" }, &(index + 1).to_string()) }
            { line_link(page, &evidence.source, evidence.line) }
            { quoted(&evidence.quote) }
            { text::marked("span.why", &evidence.why) }
        </li>
    }
}

fn absence_row(page: &Page, absence: &Absence) -> Html {
    html! {
        <li data-testid="absent">
            <span class="dotted" aria-hidden="true" />
            <span class="why">
                { text::marked("strong", &absence.what) }{ reason(&absence.why) }{ " " }
                if let (Some(source), Some(line)) = (&absence.source, absence.line) {
                    { line_link(page, source, line) }
                }
            </span>
        </li>
    }
}

/// What it is not, and by which line.
pub fn ruled_out(page: &Page, diagnosis: &Diagnosis) -> Html {
    if diagnosis.refutes.is_empty() {
        return html! {};
    }
    html! {
        <section class="ruled-out">
            <h3>{ page.text(Word::RuledOut) }<small>{ diagnosis.refutes.len() }</small></h3>
            <ul>
                { for diagnosis.refutes.iter().map(|refuted| html! {
                    <li data-testid="ruled-out">
                        { icon(Icon::Cross) }
                        <span class="why">
                            { text::marked("strong", &refuted.hypothesis) }{ reason(&refuted.why) }{ " " }
                            { line_link(page, &refuted.source, refuted.line) }
                        </span>
                    </li>
                }) }
            </ul>
        </section>
    }
}

/// A reason behind a name: `: it answered 200`.
fn reason(why: &str) -> Html {
    if why.is_empty() {
        html! {}
    } else {
        html! { <>{ ": " }{ prose::line(why) }</> }
    }
}

/// Lines that look bad and have nothing to do with the failure.
pub fn unrelated(page: &Page, unrelated: &[Unrelated]) -> Html {
    let Some((first, rest)) = unrelated.split_at_checked(unrelated.len().min(UNRELATED_SHOWN)) else {
        return html! {};
    };
    if first.is_empty() {
        return html! {};
    }
    html! {
        <section class="unrelated">
            <h3>{ page.text(Word::Unrelated) }{ text::plain("small", page.text(Word::UnrelatedWhy)) }</h3>
            <ul>{ for first.iter().map(|line| unrelated_row(page, line)) }</ul>
            if !rest.is_empty() {
                <details>
                    { text::plain("summary", &page.count(Word::MoreUnrelated, rest.len() as u64)) }
                    <ul>{ for rest.iter().map(|line| unrelated_row(page, line)) }</ul>
                </details>
            }
        </section>
    }
}

fn unrelated_row(page: &Page, line: &Unrelated) -> Html {
    html! {
        <li data-testid="unrelated">
            { icon(Icon::Cross) }
            <span class="why">{ prose::line(&line.why) }{ " " }{ line_link(page, &line.source, line.line) }</span>
        </li>
    }
}
