//! The way from the cause to what the user saw, in numbered steps.

use analyzer::report::Diagnosis;
use yew::prelude::*;

use crate::components::line_link::line_link;
use crate::components::page::Page;
use crate::components::{prose, text};
use crate::i18n::Word;
use crate::view_model::quote;

/// The steps; nothing where there are none.
pub fn chain(page: &Page, diagnosis: &Diagnosis) -> Html {
    let steps = &diagnosis.mechanism;
    if steps.is_empty() {
        return html! {};
    }
    html! {
        <ol class="chain" aria-label={page.text(Word::ChainTitle)}>
            { for steps.iter().enumerate().map(|(index, step)| {
                let end = match index {
                    0 => Some(Word::Cause),
                    _ if index + 1 == steps.len() => Some(Word::Symptom),
                    _ => None,
                };
                let (heading, rest) = quote::headed(step);
                let evidence = diagnosis.mechanism_evidence.get(index).copied().flatten();
                let evidence = evidence.and_then(|index| diagnosis.evidence.get(index));
                html! {
                    <li class="step" data-testid="mechanism-step">
                        <span class="rail">
                            { text::plain("span.knot", &(index + 1).to_string()) }
                            if let Some(end) = end {
                                { text::plain("span.end", page.text(end)) }
                            }
                        </span>
                        <span class="says">
                            { text::marked("strong", heading) }
                            <span>
                                { prose::line(rest) }
                                { " " }
                                if let Some(evidence) = evidence {
                                    { line_link(page, &evidence.source, evidence.line) }
                                }
                            </span>
                        </span>
                    </li>
                }
            }) }
        </ol>
    }
}
