//! The list of all units of all traces, from which the reader chooses one for a side.

use analyzer::render::units::UnitView;
use analyzer::report::Side;
use yew::prelude::*;

use super::heads::id_of;
use crate::components::button::{Button, button};
use crate::components::dialog::{Dialog, dialog};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::{fields, screen};
use crate::protocol::UnitsWanted;
use crate::state::units::Units;
use crate::state::{Action, CompareAction};
use crate::view_model::evidence::short_name;
use crate::views::inbox::marker;

/// The id of the field in which the list is searched.
pub const SEARCH: &str = "units-search";

/// The list; `here` is the unit that stands on the side now, `other` the one on the other side.
pub fn units(page: &Page, list: &Units, here: &Side, other: &Side) -> Html {
    let title = page.text(if list.failing { Word::UnitsFailing } else { Word::UnitsNormal }).into();
    let closed = Action::Compare(CompareAction::Units(None));
    let content = html! {
        <>
            { search(page, list) }
            { known(page, list, here) }
            <footer>
                { part(page, list.before(), Word::UnitsEarlier) }
                { part(page, list.behind(), Word::UnitsLater) }
                if !super::heads::is_empty(other) && !super::heads::is_empty(here) {
                    { button(
                        Button {
                            class: "button quiet",
                            testid: Some("unit-alone"),
                            onclick: Some(page.on(Action::Compare(CompareAction::Pair(None)))),
                            ..Button::default()
                        },
                        page.text(Word::UnitAlone).into(),
                    ) }
                }
            </footer>
        </>
    };
    dialog(page, Dialog { title, class: "dialog units", testid: "units", closed }, content)
}

fn search(page: &Page, list: &Units) -> Html {
    let act = page.act.clone();
    let wanted = UnitsWanted { first: 0, ..list.wanted.clone() };
    let oninput = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            let wanted = UnitsWanted { text: fields::text(&event), ..wanted.clone() };
            act.emit(Action::Compare(CompareAction::ListUnits(wanted)));
        })
    };
    let failed = UnitsWanted { failed: !wanted.failed, ..wanted };
    let toggle = Button {
        class: if list.wanted.failed { "button quiet pressed" } else { "button quiet" },
        testid: Some("units-failed"),
        pressed: Some(list.wanted.failed),
        onclick: Some(page.on(Action::Compare(CompareAction::ListUnits(failed)))),
        ..Button::default()
    };
    html! {
        <div class="tools">
            <label class="search">
                { icon(Icon::Search) }
                <input
                    type="search"
                    placeholder={page.text(Word::UnitsSearch)}
                    aria-label={page.text(Word::UnitsSearch)}
                    autocomplete="off"
                    spellcheck="false"
                    id={SEARCH}
                    data-testid="units-search"
                    value={list.wanted.text.clone()}
                    {oninput}
                    onkeydown={Callback::from(|event: KeyboardEvent| {
                        if event.key() == "ArrowDown" {
                            event.prevent_default();
                            screen::focus_first(".units li button");
                        }
                    })}
                />
            </label>
            { button(toggle, page.text(Word::UnitsFailed).into()) }
        </div>
    }
}

fn known(page: &Page, list: &Units, here: &Side) -> Html {
    let Some((total, units)) = &list.known else {
        return text::plain("p.said", page.text(Word::UnitsLoading));
    };
    let said = if units.is_empty() {
        page.text(Word::UnitsNone).to_string()
    } else if units.len() == *total as usize {
        page.count(Word::UnitsCount, *total)
    } else {
        let first = list.wanted.first;
        let end = u64::from(first) + units.len() as u64;
        let (from, to, n) = (grouped(u64::from(first) + 1), grouped(end), grouped(u64::from(*total)));
        page.words.fill(Word::UnitsPart, &[("from", &from), ("to", &to), ("n", &n)])
    };
    html! {
        <>
            <p class="said" role="status" data-testid="units-said">{ said }</p>
            <ul onkeydown={Callback::from(|event: KeyboardEvent| {
                let forward = match event.key().as_str() {
                    "ArrowDown" => true,
                    "ArrowUp" => false,
                    _ => return,
                };
                event.prevent_default();
                screen::focus_neighbour(&event, forward);
            })}>
                { for units.iter().enumerate().map(|(place, unit)| one(page, unit, list.failing, here, place == 0)) }
            </ul>
        </>
    }
}

/// One unit. Arrows go from one to the next; Tab reaches the first.
fn one(page: &Page, unit: &UnitView, failing: bool, here: &Side, first: bool) -> Html {
    let is_here = unit.source == here.source && unit.first_line == here.first_line && unit.title == here.unit;
    let place = u32::try_from(unit.run).ok().zip(u32::try_from(unit.unit).ok());
    let lines = format!("{}:{}–{}", short_name(&unit.source), unit.first_line, unit.last_line);
    let content = html! {
        <>
            { marker(unit.role) }
            { text::plain("span.title", &unit.title) }
            <span class="outcome">
                if unit.failed {
                    <span class="sign" aria-hidden="true">{ "×" }</span>
                    <span class="out-of-sight">{ page.text(Word::UnitBad) }{ " " }</span>
                }
                { &unit.outcome }
            </span>
            <span class="facts">
                { text::plain("span.range", &lines) }
                { text::plain("span", &page.count(Word::RowsAlone, unit.events)) }
                if !unit.duration.is_empty() {
                    { text::plain("span", &unit.duration) }
                }
                if is_here {
                    { text::plain("strong", page.text(Word::UnitHere)) }
                }
            </span>
        </>
    };
    let act = page.act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::Compare(CompareAction::Pair(place)));
        // The list goes without closing, so the browser gives no focus back.
        screen::focus_later(id_of(failing));
    });
    html! {
        <li>
            <button
                type="button"
                class={if unit.failed { "bad" } else { "good" }}
                data-testid="unit"
                title={unit.title.clone()}
                aria-current={is_here.then_some("true")}
                tabindex={if first { "0" } else { "-1" }}
                {onclick}
            >
                { content }
            </button>
        </li>
    }
}

fn part(page: &Page, wanted: Option<UnitsWanted>, word: Word) -> Html {
    let Some(wanted) = wanted else { return html! {} };
    let onclick = Some(page.on(Action::Compare(CompareAction::ListUnits(wanted))));
    button(Button { class: "button quiet", onclick, ..Button::default() }, page.text(word).into())
}
