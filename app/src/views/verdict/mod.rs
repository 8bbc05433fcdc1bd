//! The answer: what caused it, how sure that is, the way from the cause to the symptom, and what proves it.

mod chain;
mod evidence;
mod remedy;

use std::rc::Rc;

use analyzer::report::{Diagnosis, Report, Verdict as Answer};
use yew::prelude::*;

use crate::components::badge;
use crate::components::button::{Button, button, with_key};
use crate::components::copy_button::{self, CopyButton};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::{prose, text};
use crate::i18n::Word;
use crate::state::commands::keys_of;
use crate::state::compare::main_row;
use crate::state::{Action, Answered, diagnosis_id};

/// What the verdict is drawn from.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words, and what hears of presses.
    pub page: Page,
    /// The report.
    pub answered: Rc<Answered>,
    /// Only the heading is shown.
    pub folded: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.answered, &other.answered) && self.folded == other.folded
    }
}

/// The verdict: a component of its own, so that it is drawn anew for another report only.
pub struct Verdict;

impl Component for Verdict {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { page, answered, folded } = ctx.props();
        verdict(page, answered, *folded)
    }
}

fn verdict(page: &Page, answered: &Answered, folded: bool) -> Html {
    let report = &answered.report;
    let explanation = |index: usize| answered.explanations.get(index).map(String::as_str).unwrap_or_default();
    let (best, others) = match report.diagnoses.split_first() {
        Some((best, others)) => (Some(best), others),
        None => (None, [].as_slice()),
    };
    html! {
        <section
            class={if folded { "verdict folded" } else { "verdict" }}
            id="verdict"
            tabindex="-1"
            aria-label={page.text(Word::Verdict)}
            data-testid="verdict"
            data-verdict={verdict_name(report.verdict)}
        >
            { heading(page, report, best, answered, folded) }
            if folded {
            } else if let Some(best) = best {
                { chain::chain(page, best) }
                { proof(page, best, explanation(0), Some(report)) }
            } else {
                <div class="columns">
                    { evidence::unrelated(page, &report.unrelated) }
                    { remedy::missing(page, &report.missing, None) }
                </div>
            }
            if !folded && !others.is_empty() {
                <div class="candidates">
                    { text::plain("h3", page.text(Word::Candidates)) }
                    { for others.iter().enumerate().map(|(index, other)| {
                        candidate(page, other, explanation(index + 1), index + 1)
                    }) }
                </div>
            }
        </section>
    }
}

fn verdict_name(verdict: Answer) -> &'static str {
    match verdict {
        Answer::CauseFound => "cause-found",
        Answer::DifferenceFound => "difference-found",
        Answer::NoFailureFound => "no-failure-found",
        Answer::CannotTell => "cannot-tell",
    }
}

fn heading(
    page: &Page,
    report: &Report,
    best: Option<&Diagnosis>,
    answered: &Answered,
    folded: bool,
) -> Html {
    let title = match (best, report.verdict) {
        (Some(best), _) => best.title.as_str(),
        (None, Answer::CauseFound | Answer::DifferenceFound) => page.text(Word::DifferenceTitle),
        (None, Answer::NoFailureFound) => page.text(Word::NoFailureTitle),
        (None, Answer::CannotTell) => page.text(Word::CannotTellTitle),
    };
    let copy = copy_button::Props {
        page: page.clone(),
        text: answered.ticket.clone().into(),
        label: Some(page.text(Word::CopyTicket).into()),
        testid: "copy-ticket",
    };
    html! {
        <>
            <header class="answer">
                { match best {
                    Some(best) => badge::confidence(page, best.confidence),
                    None => badge::verdict(page, report.verdict),
                } }
                <h2 data-testid="verdict-title">{ prose::line(title) }</h2>
                if !folded && report.comparisons.first().and_then(main_row).is_some() {
                    { button(
                        Button {
                            class: "button quiet go",
                            testid: Some("go-to-rows"),
                            title: Some(with_key(page, Word::GoToMain).into()),
                            keys: keys_of(Word::GoToMain).first().copied(),
                            onclick: Some(page.on(Action::ShowMainRow)),
                            ..Button::default()
                        },
                        html! { <>{ icon(Icon::Down) }{ page.text(Word::GoToRows) }</> },
                    ) }
                }
                <CopyButton ..copy />
                { fold(page, folded) }
            </header>
            if folded {
                { html! {} }
            } else {
                { summary(report, best) }
            }
        </>
    }
}

/// Folds the verdict to its heading, or unfolds it.
fn fold(page: &Page, folded: bool) -> Html {
    let fold = Button {
        class: if folded { "button quiet fold-verdict" } else { "icon-button fold-verdict" },
        testid: Some("fold-verdict"),
        label: Some(page.text(if folded { Word::UnfoldVerdict } else { Word::FoldVerdict }).into()),
        title: Some(with_key(page, Word::FoldVerdict).into()),
        keys: keys_of(Word::FoldVerdict).first().copied(),
        expanded: Some(!folded),
        onclick: Some(page.on(Action::FoldVerdict(!folded))),
        ..Button::default()
    };
    let content = if folded {
        html! { <>{ icon(Icon::Down) }{ page.text(Word::Verdict) }</> }
    } else {
        icon(Icon::Up)
    };
    button(fold, content)
}

fn summary(report: &Report, best: Option<&Diagnosis>) -> Html {
    html! {
        <>
            if let Some(best) = best {
                { text::marked("p.summary", &best.summary) }
            }
            if !repeats(&report.message, best) {
                <p class={classes!("message", best.is_some().then_some("beside"))} data-testid="message">
                    { prose::line(&report.message) }
                </p>
            }
        </>
    }
}

/// True if the report's sentence says nothing that the diagnosis does not.
fn repeats(message: &str, best: Option<&Diagnosis>) -> bool {
    let said = message.trim_end_matches('.');
    said.is_empty() || best.is_some_and(|best| best.title.trim_end_matches('.') == said)
}

/// Where the diagnosis holds, if not everywhere.
fn applies(page: &Page, diagnosis: &Diagnosis) -> Html {
    match &diagnosis.applies_when {
        Some(when) => text::plain("p.applies", &page.words.fill(Word::AppliesWhen, &[("what", when)])),
        None => html! {},
    }
}

fn explain(page: &Page, text: &str) -> Html {
    if text.is_empty() {
        return html! {};
    }
    html! {
        <details class="explain">
            <summary>{ page.text(Word::Explain) }</summary>
            { prose::prose(text) }
        </details>
    }
}

/// What proves a diagnosis, and beside it what to do. What belongs to the report as a whole stands with the best one.
fn proof(page: &Page, diagnosis: &Diagnosis, explanation: &str, report: Option<&Report>) -> Html {
    html! {
        <div class="proof">
            <div class="shown">
                { evidence::evidence(page, diagnosis) }
                <div class="columns">
                    { evidence::absent(page, diagnosis) }
                    { evidence::ruled_out(page, diagnosis) }
                    if let Some(report) = report {
                        { evidence::unrelated(page, &report.unrelated) }
                    }
                </div>
                { applies(page, diagnosis) }
                { explain(page, explanation) }
            </div>
            <div class="remedy">
                { remedy::confirm(page, diagnosis) }
                { remedy::mend(page, diagnosis) }
                if let Some(report) = report {
                    { remedy::missing(page, &report.missing, Some(diagnosis)) }
                }
            </div>
        </div>
    }
}

/// Another diagnosis, folded to its title.
fn candidate(page: &Page, diagnosis: &Diagnosis, explanation: &str, index: usize) -> Html {
    html! {
        <details class="candidate" data-testid="candidate">
            <summary id={diagnosis_id(index)}>
                { badge::confidence(page, diagnosis.confidence) }
                { text::marked("strong", &diagnosis.title) }
            </summary>
            { text::marked("p.summary", &diagnosis.summary) }
            { proof(page, diagnosis, explanation, None) }
        </details>
    }
}
