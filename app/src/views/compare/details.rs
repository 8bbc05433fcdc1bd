//! Everything about the focused row: what the call does, what it returned and what that means here.

use analyzer::render::rows::{ArgumentDetails, CellView, HistoryStep, RowDetails, RowView, SideDetails};
use analyzer::report::Comparison;
use analyzer::source::Role;
use yew::prelude::*;

use super::cell::group_class;
use crate::components::button::{Button, button, icon_button};
use crate::components::icon::{Icon, icon};
use crate::components::line_link::line_link;
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::compare::Known;
use crate::state::{Action, Compare, CompareAction, RowKey};
use crate::views::inbox::marker;

/// The pane.
pub fn details(page: &Page, comparison: &Comparison, compare: &Compare) -> Html {
    let row = match compare.focus {
        Some(RowKey::Row(row)) => Some(row),
        _ => None,
    };
    let known = row.and_then(|row| compare.row(row));
    let view = known.as_ref().and_then(Known::view);
    let told = compare.details.as_ref().filter(|(about, _)| Some(*about) == row);
    let told = told.and_then(|(_, details)| details.as_deref());
    html! {
        <aside
            class={classes!("details", (!compare.details_asked).then_some("unasked"))}
            aria-label={page.text(Word::Details)} data-testid="details">
            <header>
                if let Some(row) = row {
                    { text::plain("h3", &page.count(Word::Row, row + 1)) }
                } else {
                    { text::plain("h3", page.text(Word::Details)) }
                }
                { icon_button(
                    Icon::Cross,
                    page.text(Word::CloseDetails),
                    page.on(Action::Compare(CompareAction::Details(false))),
                ) }
            </header>
            { match (view, told) {
                (None, None) => text::plain("p.hint", page.text(Word::NoDetails)),
                (view, told) => content(page, comparison, view, told),
            } }
        </aside>
    }
}

fn content(page: &Page, comparison: &Comparison, view: Option<&RowView>, told: Option<&RowDetails>) -> Html {
    let cells = |view: &RowView| view.failing.clone().or_else(|| view.normal.clone());
    let named = view.and_then(cells);
    html! {
        <>
            if let Some(named) = named {
                <p class={classes!("call", group_class(named.group))}>
                    { icon(Icon::from(named.group)) }{ text::plain("code", &named.call) }
                </p>
            }
            if let Some(told) = told.filter(|told| !told.call.is_empty()) {
                { text::marked("p.does", &told.call) }
            }
            { side(page, Role::Normal, Word::Normal, &comparison.normal.source,
                view.and_then(|view| view.normal.as_ref()), told.and_then(|told| told.normal.as_ref())) }
            { side(page, Role::Failing, Word::Failing, &comparison.failing.source,
                view.and_then(|view| view.failing.as_ref()), told.and_then(|told| told.failing.as_ref())) }
            { errno(told) }
            { arguments(page, told) }
            { history(page, comparison, told) }
        </>
    }
}

/// What one side returned, when, and its line.
fn side(
    page: &Page,
    role: Role,
    word: Word,
    source: &str,
    cell: Option<&CellView>,
    told: Option<&SideDetails>,
) -> Html {
    if cell.is_none() && told.is_none() {
        return html! {};
    }
    let class = if role == Role::Normal { "normal" } else { "failing" };
    let result = match (told, cell) {
        (Some(told), _) if !told.result.is_empty() => told.result.clone(),
        (_, Some(cell)) => cell.result.clone(),
        _ => String::new(),
    };
    let line = cell.map(|cell| cell.line).or(told.map(|told| told.line));
    let raw = told.map(|told| told.raw.as_str()).or(cell.map(|cell| cell.raw.as_str())).unwrap_or_default();
    let time = |word, text: &str| {
        (!text.is_empty()).then(|| text::plain("span", &page.words.fill(word, &[("time", text)])))
    };
    html! {
        <section class={classes!("side", class)}>
            <h4>
                { marker(role) }{ page.text(word) }
                { line.map(|line| line_link(page, source, line)).unwrap_or_default() }
                { line.map(|line| to_source(page, source, line)).unwrap_or_default() }
            </h4>
            { text::marked("p.result", &result) }
            if let Some(cell) = cell.filter(|cell| !cell.time.is_empty() || !cell.duration.is_empty()) {
                <p class="when">
                    { time(Word::At, &cell.time).unwrap_or_default() }
                    { time(Word::Took, &cell.duration).unwrap_or_default() }
                </p>
            }
            { text::plain("pre.raw-line", raw) }
        </section>
    }
}

/// Leads to the line in its text.
fn to_source(page: &Page, source: &str, line: u32) -> Html {
    let says = page.text(Word::ShowInSource);
    let to_source = Button {
        class: "icon-button to-source",
        testid: Some("show-in-source"),
        label: Some(says.into()),
        title: Some(format!("{says} (s)").into()),
        onclick: Some(page.on(Action::ShowSource { source: source.to_string(), line })),
        ..Button::default()
    };
    button(to_source, icon(Icon::Lines))
}

/// The sentence about the errno; once where both sides failed alike.
fn errno(told: Option<&RowDetails>) -> Html {
    let Some(told) = told else { return html! {} };
    let mut said: Vec<&str> = Vec::new();
    for side in [told.failing.as_ref(), told.normal.as_ref()].into_iter().flatten() {
        if !side.errno.is_empty() && !said.contains(&side.errno.as_str()) {
            said.push(&side.errno);
        }
    }
    html! { <>{ for said.iter().map(|text| text::marked("p.errno", text)) }</> }
}

/// The failing side's arguments; the normal one's where there is no failing side.
fn arguments(page: &Page, told: Option<&RowDetails>) -> Html {
    let side = told.and_then(|told| told.failing.as_ref().or(told.normal.as_ref()));
    let Some(side) = side.filter(|side| !side.arguments.is_empty()) else { return html! {} };
    html! {
        <section class="arguments">
            { text::plain("h4", page.text(Word::Arguments)) }
            <dl>{ for side.arguments.iter().map(argument) }</dl>
        </section>
    }
}

fn argument(argument: &ArgumentDetails) -> Html {
    html! {
        <div>
            { text::plain("dt", &argument.name) }
            <dd>
                { text::plain("code", &argument.value) }
                if !argument.meaning.is_empty() {
                    { text::marked("span", &argument.meaning) }
                }
            </dd>
        </div>
    }
}

/// The life of the descriptor.
fn history(page: &Page, comparison: &Comparison, told: Option<&RowDetails>) -> Html {
    let failing = told.and_then(|told| told.failing.as_ref()).map(|side| (side, &comparison.failing.source));
    let normal = told.and_then(|told| told.normal.as_ref()).map(|side| (side, &comparison.normal.source));
    let Some((side, source)) = failing.or(normal).filter(|(side, _)| !side.history.is_empty()) else {
        return html! {};
    };
    html! {
        <section class="history">
            { text::plain("h4", &side.descriptor) }
            <ol>{ for side.history.iter().map(|step| life(page, source, step)) }</ol>
        </section>
    }
}

fn life(page: &Page, source: &str, step: &HistoryStep) -> Html {
    html! {
        <li class={classes!(step.here.then_some("here"))} aria-current={step.here.then_some("step")}>
            { line_link(page, source, step.line) }
            { text::marked("span", &step.what) }
        </li>
    }
}
