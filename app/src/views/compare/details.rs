//! Everything about the focused row: what the call does, what it returned and what that means here.

use analyzer::align::RowKind;
use analyzer::render::filter::Thing;
use analyzer::render::rows::{CellView, HistoryStep, RowDetails, RowView, SideDetails};
use analyzer::report::{Comparison, DivergenceKind};
use analyzer::source::Role;
use yew::prelude::*;

use super::cell::group_class;
use super::sign;
use crate::components::button::{Button, button, icon_button};
use crate::components::copy_button::{self, CopyButton};
use crate::components::icon::{Icon, icon};
use crate::components::line_link::{file_link, line_link};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::state::compare::Known;
use crate::state::filter::Narrow;
use crate::state::{Action, Compare, CompareAction, RowKey};
use crate::view_model::arguments::{self, Compared, Standing};
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
            { tools(page, comparison, told) }
            { arguments(page, told, view.is_some_and(|view| asks_else(view.mark.divergence))) }
            { descriptors(page, comparison, told) }
        </>
    }
}

/// True if the difference lies in what is asked of the kernel, and not in what came of it.
fn asks_else(divergence: Option<DivergenceKind>) -> bool {
    matches!(divergence, Some(DivergenceKind::Target | DivergenceKind::Data))
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
                { line.map(|line| file_link(page, source, line)).unwrap_or_default() }
            </h4>
            { text::marked("p.result", &result) }
            if let Some(cell) = cell.filter(|cell| !cell.time.is_empty() || !cell.duration.is_empty()) {
                <p class="when">
                    { time(Word::At, &cell.time).unwrap_or_default() }
                    { time(Word::Took, &cell.duration).unwrap_or_default() }
                </p>
            }
            <pre class="raw-line" tabindex="0">{ raw.to_string() }</pre>
        </section>
    }
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

/// What can be done with the row: it is copied, and what else acts on its descriptor is looked for.
fn tools(page: &Page, comparison: &Comparison, told: Option<&RowDetails>) -> Html {
    let Some(told) = told else { return html! {} };
    let sides = [(&comparison.normal.source, &told.normal), (&comparison.failing.source, &told.failing)];
    let lines = sides.into_iter().filter_map(|(source, side)| {
        let side = side.as_ref()?;
        Some(format!("{source}:{}  {}", side.line, side.raw))
    });
    let text: Vec<String> = lines.collect();
    let copy = copy_button::Props {
        page: page.clone(),
        text: text.join("\n").into(),
        label: Some(page.text(Word::CopyRow).into()),
        testid: "copy-row",
    };
    let thing = |side: &Option<SideDetails>| side.as_ref().and_then(|side| side.thing);
    let thing = Thing { normal: thing(&told.normal), failing: thing(&told.failing) };
    let name = [&told.failing, &told.normal].into_iter().flatten().map(|side| side.label.clone()).next();
    let only = Button {
        class: "button",
        testid: Some("only-this"),
        onclick: name
            .map(|name| page.on(Action::Compare(CompareAction::Narrow(Narrow::Thing(thing, name), true)))),
        ..Button::default()
    };
    html! {
        <p class="tools">
            <CopyButton ..copy />
            if thing != Thing::default() {
                { button(only, page.text(Word::OnlyThis).into()) }
            }
        </p>
    }
}

/// Every argument, with its value in the normal run where that is another one, and each flag that is set.
fn arguments(page: &Page, told: Option<&RowDetails>, changed: bool) -> Html {
    let all = told.map(|told| arguments::compared(told, changed)).unwrap_or_default();
    if all.is_empty() {
        return html! {};
    }
    html! {
        <section class="arguments">
            { text::plain("h4", page.text(Word::Arguments)) }
            <dl>{ for all.into_iter().map(|one| argument(page, one)) }</dl>
        </section>
    }
}

fn argument(page: &Page, compared: Compared<'_>) -> Html {
    let Compared { told, before, matters } = compared;
    let class = match before {
        Some(_) if matters => "other",
        Some(_) => "other quiet",
        None => "",
    };
    let flags = arguments::flags(compared);
    html! {
        <div {class}>
            { text::plain("dt", &told.name) }
            <dd>
                if let Some(before) = before {
                    <p class="before">
                        { marker(Role::Normal) }
                        <span class="out-of-sight">{ page.text(Word::Normal) }</span>
                        { text::plain("code", &before.value) }
                    </p>
                    <p class="after">
                        { marker(Role::Failing) }
                        <span class="out-of-sight">{ page.text(Word::Failing) }</span>
                        { text::plain("code", &told.value) }
                    </p>
                } else {
                    { text::plain("code", &told.value) }
                }
                if !told.meaning.is_empty() {
                    { text::marked("span", &told.meaning) }
                }
                if !flags.is_empty() {
                    <ul class="flags">
                        { for flags.into_iter().map(|(flag, standing)| {
                            let meaning = match flag.meaning.as_str() {
                                "" => page.text(Word::FlagUnknown),
                                known => known,
                            };
                            let kind = match standing {
                                Standing::Both => None,
                                Standing::OnlyNormal => Some(RowKind::OnlyNormal),
                                Standing::OnlyFailing => Some(RowKind::OnlyFailing),
                            };
                            html! {
                                <li class={kind.map(sign::name)}>
                                    if let Some(kind) = kind {
                                        <b title={page.text(sign::word(kind))}>{ sign::glyph(kind) }{ " " }</b>
                                    }
                                    { text::plain("code", &flag.name) }{ " " }
                                    { text::marked("span", meaning) }
                                </li>
                            }
                        }) }
                    </ul>
                }
            </dd>
        </div>
    }
}

/// The life of the descriptor in the failing run; below it, folded, the same in the normal one.
fn descriptors(page: &Page, comparison: &Comparison, told: Option<&RowDetails>) -> Html {
    let side = |side: Option<&'_ SideDetails>| side.filter(|side| !side.descriptor.is_empty()).cloned();
    let failing = side(told.and_then(|told| told.failing.as_ref()));
    let normal = side(told.and_then(|told| told.normal.as_ref()));
    let both = failing.is_some() && normal.is_some();
    html! {
        <>
            if let Some(failing) = failing {
                { descriptor(page, &comparison.failing.source, &failing, Role::Failing) }
            }
            if let Some(normal) = normal {
                if both {
                    <details class="same-normal" data-testid="descriptor-normal">
                        <summary>{ page.text(Word::DescriptorNormal) }</summary>
                        { descriptor(page, &comparison.normal.source, &normal, Role::Normal) }
                    </details>
                } else {
                    { descriptor(page, &comparison.normal.source, &normal, Role::Normal) }
                }
            }
        </>
    }
}

/// Role, origin and target of a descriptor, what went through it, and step by step what was done with it.
fn descriptor(page: &Page, source: &str, side: &SideDetails, role: Role) -> Html {
    let [origin, target] = &side.origin;
    html! {
        <section class={classes!("history", if role == Role::Failing { "of-failing" } else { "of-normal" })}>
            <h4>{ marker(role) }{ &side.descriptor }</h4>
            if !target.is_empty() {
                { text::plain("p.target", target) }
            }
            if !side.descriptor.ends_with(origin.as_str()) {
                { text::plain("p.facts", origin) }
            }
            if !side.traffic.is_empty() {
                { text::plain("p.facts", &side.traffic) }
            }
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
