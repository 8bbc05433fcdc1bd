//! One side of a row: line, call, what it acts on, arguments, result.

use analyzer::render::rows::{CallGroup, CellView};
use yew::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::quote;

/// How many characters of what a call acts on have room.
const LONGEST_SUBJECT: usize = 19;

/// Which side it is, and the number of its evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its class: `normal` or `failing`.
    pub side: &'static str,
    /// The number that the verdict gives to the line.
    pub evidence: Option<usize>,
    /// The line as it stands in the source.
    pub raw: bool,
}

/// The class of a group of calls.
pub fn group_class(group: CallGroup) -> &'static str {
    match group {
        CallGroup::File => "k-file",
        CallGroup::Network => "k-network",
        CallGroup::Wait => "k-wait",
        CallGroup::Process => "k-process",
        CallGroup::Memory => "k-memory",
        CallGroup::Signal => "k-signal",
        CallGroup::Other => "k-other",
    }
}

/// A side that is there.
pub fn cell(page: &Page, cell: &CellView, place: Place) -> Html {
    let number = place.evidence.map(|number| {
        let label = page.count(Word::EvidenceNumber, number as u64);
        html! { <span class={classes!("tag", (number == 1).then_some("first"))} title={label.clone()} aria-label={label}>{ number }</span> }
    });
    if place.raw {
        return html! {
            <div class={classes!("cell", place.side, "whole")} role="gridcell">
                { text::plain("span.line", &cell.line.to_string()) }
                { text::plain("code.text", &cell.raw) }
                { number.unwrap_or_default() }
            </div>
        };
    }
    html! {
        <div class={classes!("cell", place.side)} role="gridcell">
            { text::plain("span.line", &cell.line.to_string()) }
            <span class={classes!("call", group_class(cell.group))} data-explain="call">
                { icon(Icon::from(cell.group)) }{ text::plain("span", &cell.call) }
            </span>
            <span class="subject" data-explain="subject" title={cell.subject.clone()}>{ subject(&cell.subject) }</span>
            <span class="arguments" data-explain="arguments">{ &cell.arguments }</span>
            <span class={classes!("result", cell.failed.then_some("failed"))} data-explain="result">
                if quote::is_long(&cell.duration) {
                    { text::plain("span.duration", &cell.duration) }
                }
                { &cell.result }
            </span>
            { number.unwrap_or_default() }
        </div>
    }
}

/// `cache file 14`, with the number set back: the role counts, not the number.
fn subject(text: &str) -> Html {
    match text.rsplit_once(' ') {
        Some((role, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            html! { <>{ role.to_string() }{ " " }{ text::plain("small", number) }</> }
        }
        // The end of a path tells more than its beginning.
        _ => html! { quote::end_of(text, LONGEST_SUBJECT) },
    }
}

/// A side that is not there: dotted, in its place. `says` is told at the beginning of a stretch only.
pub fn absent(side: &'static str, says: Option<&str>, what: Option<&str>) -> Html {
    html! {
        <div class={classes!("cell", side, "absent")} role="gridcell">
            if let Some(says) = says {
                { text::plain("strong", says) }
            }
            if let Some(what) = what {
                { text::plain("span", what) }
            }
            <span class="dotted" aria-hidden="true" />
        </div>
    }
}
