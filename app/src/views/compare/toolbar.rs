//! Above the rows: which comparison, what of it is shown, search, and steps from difference to difference.

use analyzer::report::Comparison;
use yew::prelude::*;

use super::super::tabs::{Tabs, tabs};
use super::filters;
use super::heads::is_alone;
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::fields;
use crate::state::filter::Narrow;
use crate::state::steps::{Places, Said};
use crate::state::{Action, Answered, Compare, CompareAction};
use crate::view_model::differences;

/// The toolbar. `times` says whether times are shown; `None` where the traces carry none.
pub fn toolbar(
    page: &Page,
    shown: Tabs,
    answered: &Answered,
    compare: &Compare,
    search: &NodeRef,
    times: Option<bool>,
) -> Html {
    let comparison = compare.comparison(answered);
    let own = &answered.report.comparisons;
    let chosen = compare.chosen.as_deref();
    let several = own.len() + usize::from(chosen.is_some()) > 1;
    html! {
        <div class="toolbar" >
            { tabs(page, shown) }
            if several {
                { chooser(page, own, chosen.map(|chosen| (chosen.index, &chosen.comparison)), compare.index) }
            }
            <div class="narrowing">
                { narrowing(page, compare, comparison) }
                if let Some(times) = times {
                    { toggle(page, (Word::Times, Word::TimesWhy), Some("t"), times, "times", None, CompareAction::Times(!times)) }
                }
                { toggle(page, (Word::Raw, Word::RawWhy), Some("r"), compare.raw, "raw-lines", None, CompareAction::Raw(!compare.raw)) }
            </div>
            if let Some(why) = comparison.and_then(|comparison| comparison.fallback.as_ref()) {
                { text::plain("span.flag", &page.words.fill(Word::Fallback, &[("why", why)])) }
            }
            <span class="spacer" />
            { search_box(page, compare, search) }
            if !comparison.is_some_and(is_alone) {
                { stepper(page, compare) }
            }
            <span class="out-of-sight" role="status">{ comparison.map(|shown| counts(page, shown)) }</span>
        </div>
    }
}

/// What can be asked of the rows, each with the number of rows that are left then.
fn narrowing(page: &Page, compare: &Compare, comparison: Option<&Comparison>) -> Html {
    let differing = comparison.map_or(0, |shown| shown.changed + shown.only_normal + shown.only_failing);
    let alone = comparison.is_some_and(is_alone);
    let failed = compare.facets.as_ref().map(|facets| facets.failed);
    let only = compare.only_differences;
    html! {
        <>
            if !alone {
                { toggle(page, (Word::DifferencesOnly, Word::DifferencesWhy), Some("f"), only, "only-differences",
                    Some(differing), CompareAction::OnlyDifferences(!only)) }
            }
            if failed.is_some_and(|failed| failed > 0) || compare.filter.failed {
                { toggle(page, (Word::Failed, Word::FailedWhy), None, compare.filter.failed, "only-failed",
                    failed, CompareAction::Narrow(Narrow::Failed, !compare.filter.failed)) }
            }
            { filters::choosers(page, compare) }
        </>
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

fn chooser(page: &Page, comparisons: &[Comparison], chosen: Option<(u32, &Comparison)>, index: u32) -> Html {
    let act = page.act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(index) = fields::chosen(&event).parse() {
            act.emit(Action::Compare(CompareAction::Choose(index)));
        }
    });
    html! {
        <select class="chooser" aria-label={page.text(Word::CompareChoose)} data-testid="comparison" {onchange}>
            { for (0_u32..).zip(comparisons).chain(chosen).map(|(number, comparison)| {
                let failing = &comparison.failing;
                html! {
                    <option key={number} value={number.to_string()} selected={number == index}>
                        { format!("{} · {}–{}", failing.unit, failing.first_line, failing.last_line) }
                    </option>
                }
            }) }
        </select>
    }
}

fn toggle(
    page: &Page,
    (word, why): (Word, Word),
    key: Option<&'static str>,
    pressed: bool,
    testid: &'static str,
    count: Option<u32>,
    action: CompareAction,
) -> Html {
    let toggle = Button {
        class: if pressed { "button quiet pressed" } else { "button quiet" },
        testid: Some(testid),
        title: Some(page.text(why).into()),
        keys: key,
        pressed: Some(pressed),
        onclick: Some(page.on(Action::Compare(action))),
        ..Button::default()
    };
    let content = html! {
        <>
            { page.text(word) }
            if let Some(count) = count {
                { text::plain("span.count", &grouped(u64::from(count))) }
            }
            if let Some(key) = key {
                { text::plain("kbd", key) }
            }
        </>
    };
    button(toggle, content)
}

fn search_box(page: &Page, compare: &Compare, field: &NodeRef) -> Html {
    let search = &compare.search;
    let oninput = {
        let act = page.act.clone();
        Callback::from(move |event: InputEvent| {
            act.emit(Action::Compare(CompareAction::Search(fields::text(&event))));
        })
    };
    let onkeydown = {
        let act = page.act.clone();
        Callback::from(move |event: KeyboardEvent| {
            let action = match event.key().as_str() {
                "Escape" => CompareAction::Search(String::new()),
                "Enter" if event.shift_key() => CompareAction::PreviousFound,
                "Enter" => CompareAction::NextFound,
                _ => return,
            };
            event.prevent_default();
            act.emit(Action::Compare(action));
        })
    };
    let bad = !search.problem.is_empty();
    html! {
        <div class="search-box">
            <div class={classes!("search", bad.then_some("bad"))}>
                { icon(Icon::Search) }
                <input
                    ref={field.clone()}
                    type="search"
                    placeholder={page.text(Word::SearchHow)}
                    aria-label={page.text(Word::SearchHow)}
                    aria-invalid={bad.then_some("true")}
                    autocomplete="off"
                    spellcheck="false"
                    data-testid="search"
                    value={search.text.clone()}
                    {oninput}
                    {onkeydown}
                />
                <span class="said" role="status" data-testid="search-said">{ found(page, compare) }</span>
                if search.text.is_empty() {
                    <kbd>{ "/" }</kbd>
                } else if !bad {
                    { toggle(page, (Word::SearchNarrow, Word::SearchNarrowWhy), None, compare.filter.found,
                        "search-narrow", None, CompareAction::Narrow(Narrow::Found, !compare.filter.found)) }
                }
            </div>
            if bad {
                <p class="problem" role="alert" data-testid="search-problem">
                    { page.words.fill(Word::SearchBad, &[("why", &search.problem)]) }
                </p>
            }
        </div>
    }
}

/// `3 of 12`, or that there is none; nothing without a search. As long as it is under way, more may follow.
fn found(page: &Page, compare: &Compare) -> String {
    if compare.search.rows.is_none() {
        return String::new();
    }
    let (rows, searching) = (compare.places(Places::Found), compare.is_searching());
    let more = if searching { page.text(Word::LoadingRow) } else { "" };
    if rows.count() == 0 {
        return if searching { more.into() } else { page.text(Word::SearchNone).into() };
    }
    let row = compare.focused_row();
    let at = row.and_then(|row| differences::current(&rows, row)).map_or(0, |at| at + 1);
    let (at, n) = (grouped(at.into()), grouped(rows.count().into()));
    page.words.fill(Word::SearchFound, &[("at", &at), ("n", &n)]) + more
}

fn stepper(page: &Page, compare: &Compare) -> Html {
    let starts = compare.places(Places::Differences);
    let row = compare.focused_row();
    let at = row.and_then(|row| differences::current(&starts, row));
    let said = if starts.count() == 0 {
        page.text(Word::NoDifferences).to_string()
    } else {
        let at = at.map_or_else(|| "–".to_string(), |at| grouped(u64::from(at) + 1));
        page.words.fill(Word::DifferenceOf, &[("at", &at), ("n", &grouped(u64::from(starts.count())))])
    };
    let went = compare.said.map(|said| {
        page.text(match said {
            Said::FromTop => Word::SaidFromTop,
            Said::FromEnd => Word::SaidFromEnd,
            Said::Nowhere => Word::SaidNowhere,
            Said::Uncovered => Word::SaidUncovered,
        })
    });
    let step = |action, shown, word, keys, testid| {
        let step = Button {
            class: "icon-button",
            testid: Some(testid),
            label: Some(page.text(word).into()),
            title: Some(format!("{} ({keys})", page.text(word)).into()),
            keys: Some(keys),
            onclick: (!starts.is_empty()).then(|| page.on(Action::Compare(action))),
            ..Button::default()
        };
        button(step, icon(shown))
    };
    html! {
        <div class="stepper">
            { step(CompareAction::PreviousDifference, Icon::Up, Word::PreviousDifference, "p", "previous-difference") }
            <span class="said">{ said }</span>
            <span class="went" role="status" data-testid="step-said">{ went.unwrap_or_default() }</span>
            { step(CompareAction::NextDifference, Icon::Down, Word::NextDifference, "n", "next-difference") }
        </div>
    }
}
