//! One side of a row: line, call, what it acts on, arguments, result.

use analyzer::render::rows::{CallGroup, CellView};
use yew::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::view_model::quote;
use crate::wanted::place_of;

/// How many characters of what a call acts on have room.
const LONGEST_SUBJECT: usize = 19;

/// Which side it is, and the number of its evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Its class: `normal` or `failing`.
    pub side: &'static str,
    /// The number that the verdict gives to the line.
    pub evidence: Option<usize>,
    /// The line as it stands in the source.
    pub raw: bool,
    /// What was searched for and found in the row; empty for nothing.
    pub wanted: &'a str,
    /// How long the call on the other side took; empty if unknown.
    pub other: &'a str,
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
pub fn cell(page: &Page, cell: &CellView, place: Place<'_>) -> Html {
    let wanted = place.wanted;
    let number = place.evidence.map(|number| {
        let label = page.count(Word::EvidenceNumber, number as u64);
        html! { <span class={classes!("tag", (number == 1).then_some("first"))} title={label.clone()} aria-label={label}>{ number }</span> }
    });
    if place.raw {
        return html! {
            <div class={classes!("cell", place.side, "whole")} role="gridcell">
                { text::plain("span.line", &cell.line.to_string()) }
                { offset(cell) }
                { text::around("code.text", marks(&cell.raw, wanted)) }
                { number.unwrap_or_default() }
            </div>
        };
    }
    html! {
        <div class={classes!("cell", place.side)} role="gridcell">
            { text::plain("span.line", &cell.line.to_string()) }
            { offset(cell) }
            <span class={classes!("call", group_class(cell.group))} data-explain="call">
                { icon(Icon::from(cell.group)) }{ text::around("span", marks(&cell.call, wanted)) }
            </span>
            <span class="subject" data-explain="subject" title={cell.subject.clone()}>{ subject(&cell.subject, wanted) }</span>
            <span class="arguments" data-explain="arguments">{ marks(&cell.arguments, wanted) }</span>
            <span class={classes!("result", cell.failed.then_some("failed"))} data-explain="result">
                { took(page, cell, place.other) }
                { marks(&cell.result, wanted) }
            </span>
            { number.unwrap_or_default() }
        </div>
    }
}

/// When the call was made; the style sheets show it where there is room or the reader asks for it.
fn offset(cell: &CellView) -> Html {
    if cell.offset.is_empty() {
        return html! {};
    }
    html! { <span class="offset" title={cell.time.clone()}>{ &cell.offset }</span> }
}

/// How long the call took, where that is long; louder where it is the slower one of the two.
fn took(page: &Page, cell: &CellView, other: &str) -> Html {
    if !cell.slower.is_empty() {
        let places = [("time", cell.slower.as_str()), ("other", other)];
        let why = format!("{}. {}", cell.duration, page.words.fill(Word::SlowerWhy, &places));
        return html! {
            <span class="slower" title={why}>
                { icon(Icon::Wait) }{ page.words.fill(Word::Slower, &places) }
            </span>
        };
    }
    if quote::is_long(&cell.duration) {
        return text::plain("span.duration", &cell.duration);
    }
    html! {}
}

/// A text in which what was searched for is marked.
fn marks(text: &str, wanted: &str) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let mut rest = text;
    while !wanted.is_empty()
        && let Some(at) = place_of(rest, wanted)
        && let Some((before, found)) = rest.split_at_checked(at)
        && let Some((found, after)) = found.split_at_checked(wanted.len())
    {
        parts.push(before.to_string().into());
        parts.push(text::plain("mark", found));
        rest = after;
    }
    parts.push(rest.to_string().into());
    html! { { for parts } }
}

/// `cache file 14`, with the number set back: the role counts, not the number.
fn subject(text: &str, wanted: &str) -> Html {
    match text.rsplit_once(' ') {
        Some((role, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            html! { <>{ marks(role, wanted) }{ " " }{ text::plain("small", number) }</> }
        }
        // The end of a path tells more than its beginning.
        _ => marks(&quote::end_of(text, LONGEST_SUBJECT), wanted),
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
