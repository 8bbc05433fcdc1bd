//! Above the rows: which comparison, what of it is shown, search, and steps from difference to difference.

use analyzer::report::Comparison;
use yew::prelude::*;

use super::super::tabs::{Tabs, tabs};
use super::focused_row;
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::fields;
use crate::state::{Action, Answered, Compare, CompareAction, RowKey};
use crate::view_model::differences;

/// The toolbar.
pub fn toolbar(page: &Page, shown: Tabs, answered: &Answered, compare: &Compare, search: &NodeRef) -> Html {
    let comparison = answered.report.comparisons.get(compare.index as usize);
    html! {
        <div class="toolbar" >
            { tabs(page, shown) }
            if answered.report.comparisons.len() > 1 {
                { chooser(page, &answered.report.comparisons, compare.index) }
            }
            { toggle(page, Word::DifferencesOnly, "f", compare.only_differences, "only-differences", {
                CompareAction::OnlyDifferences(!compare.only_differences)
            }) }
            { toggle(page, Word::Raw, "r", compare.raw, "raw-lines", CompareAction::Raw(!compare.raw)) }
            if let Some(why) = comparison.and_then(|comparison| comparison.fallback.as_ref()) {
                { text::plain("span.flag", &page.words.fill(Word::Fallback, &[("why", why)])) }
            }
            <span class="spacer" />
            { search_box(page, compare, search) }
            { stepper(page, compare) }
            <span class="out-of-sight" role="status">{ comparison.map(|shown| counts(page, shown)) }</span>
        </div>
    }
}

/// How many rows of each kind there are, for a reader who does not see them.
fn counts(page: &Page, comparison: &Comparison) -> String {
    let n = |count: u32| grouped(u64::from(count));
    page.words.fill(
        Word::Counts,
        &[
            ("same", &n(comparison.same)),
            ("value", &n(comparison.value_only)),
            ("changed", &n(comparison.changed)),
            ("normal", &n(comparison.only_normal)),
            ("failing", &n(comparison.only_failing)),
        ],
    )
}

fn chooser(page: &Page, comparisons: &[Comparison], index: u32) -> Html {
    let act = page.act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(index) = fields::chosen(&event).parse() {
            act.emit(Action::Compare(CompareAction::Choose(index)));
        }
    });
    html! {
        <select class="chooser" aria-label={page.text(Word::CompareChoose)} data-testid="comparison" {onchange}>
            { for (0_u32..).zip(comparisons).map(|(number, comparison)| {
                let failing = &comparison.failing;
                html! {
                    <option value={number.to_string()} selected={number == index}>
                        { format!("{} · {}–{}", failing.unit, failing.first_line, failing.last_line) }
                    </option>
                }
            }) }
        </select>
    }
}

fn toggle(
    page: &Page,
    word: Word,
    key: &'static str,
    pressed: bool,
    testid: &'static str,
    action: CompareAction,
) -> Html {
    let toggle = Button {
        class: if pressed { "button quiet pressed" } else { "button quiet" },
        testid: Some(testid),
        keys: Some(key),
        pressed: Some(pressed),
        onclick: Some(page.on(Action::Compare(action))),
        ..Button::default()
    };
    button(toggle, html! { <>{ page.text(word) }{ text::plain("kbd", key) }</> })
}

fn search_box(page: &Page, compare: &Compare, field: &NodeRef) -> Html {
    let found = compare.search.rows.clone();
    let row = focused_row(compare);
    let at = found.as_deref().map(|rows| row.map_or(0, |row| rows.before(row.saturating_add(1))));
    let searching = compare.is_searching();
    let oninput = {
        let act = page.act.clone();
        Callback::from(move |event: InputEvent| {
            act.emit(Action::Compare(CompareAction::Search(fields::text(&event))));
        })
    };
    let onkeydown = {
        let (act, found) = (page.act.clone(), found.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                act.emit(Action::Compare(CompareAction::Search(String::new())));
            }
            let Some(rows) = found.as_deref().filter(|_| event.key() == "Enter") else { return };
            event.prevent_default();
            let next = if event.shift_key() {
                differences::previous(rows, row).or(rows.last_before(rows.len()))
            } else {
                differences::next(rows, row).or(rows.from(0))
            };
            if let Some(row) = next {
                act.emit(Action::Compare(CompareAction::Look(RowKey::Row(row))));
            }
        })
    };
    let said = match (&found, compare.search.text.is_empty()) {
        (_, true) | (None, _) => String::new(),
        (Some(rows), _) if rows.count() == 0 && searching => page.text(Word::LoadingRow).to_string(),
        (Some(rows), _) if rows.count() == 0 => page.text(Word::SearchNone).to_string(),
        (Some(rows), _) => {
            let (at, n) = (grouped(u64::from(at.unwrap_or(0))), grouped(u64::from(rows.count())));
            let said = page.words.fill(Word::SearchFound, &[("at", &at), ("n", &n)]);
            if searching { format!("{said}{}", page.text(Word::LoadingRow)) } else { said }
        }
    };
    html! {
        <label class="search">
            { icon(Icon::Search) }
            <input
                ref={field.clone()}
                type="search"
                placeholder={page.text(Word::Search)}
                aria-label={page.text(Word::Search)}
                autocomplete="off"
                spellcheck="false"
                data-testid="search"
                value={compare.search.text.clone()}
                {oninput}
                {onkeydown}
            />
            <span class="said" role="status">{ said }</span>
            <kbd>{ "/" }</kbd>
        </label>
    }
}

fn stepper(page: &Page, compare: &Compare) -> Html {
    let outline = compare.outline.clone().unwrap_or_default();
    let starts = &outline.starts;
    let row = focused_row(compare);
    let at = row.and_then(|row| differences::current(starts, row));
    let said = if starts.count() == 0 {
        page.text(Word::NoDifferences).to_string()
    } else {
        let at = at.map_or_else(|| "–".to_string(), |at| grouped(u64::from(at) + 1));
        page.words.fill(Word::DifferenceOf, &[("at", &at), ("n", &grouped(u64::from(starts.count())))])
    };
    let step = |to: Option<u32>, shown, word, keys, testid| {
        let step = Button {
            class: "icon-button",
            testid: Some(testid),
            label: Some(page.text(word).into()),
            title: Some(format!("{} ({keys})", page.text(word)).into()),
            keys: Some(keys),
            onclick: to.map(|row| page.on(Action::Compare(CompareAction::Show(RowKey::Row(row))))),
            ..Button::default()
        };
        button(step, icon(shown))
    };
    html! {
        <div class="stepper">
            { step(differences::previous(starts, row), Icon::Up, Word::PreviousDifference, "p", "previous-difference") }
            <span class="said">{ said }</span>
            { step(differences::next(starts, row), Icon::Down, Word::NextDifference, "n", "next-difference") }
        </div>
    }
}
