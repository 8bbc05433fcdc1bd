//! What is asked of the rows: where it is chosen, and chips for what is on, each of which can be taken off.

use analyzer::render::rows::CallGroup;
use analyzer::report::Comparison;
use yew::prelude::*;

use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::fields;
use crate::state::filter::Narrow;
use crate::state::{Action, Compare, CompareAction};
use crate::view_model::quote;

/// So much of what a descriptor stands for is shown in the list.
const TARGET: usize = 36;

/// The word for a family of calls.
pub fn group_word(group: CallGroup) -> Word {
    match group {
        CallGroup::File => Word::GroupFile,
        CallGroup::Network => Word::GroupNetwork,
        CallGroup::Wait => Word::GroupWait,
        CallGroup::Process => Word::GroupProcess,
        CallGroup::Memory => Word::GroupMemory,
        CallGroup::Signal => Word::GroupSignal,
        CallGroup::Other => Word::GroupOther,
    }
}

/// The lists of descriptors and of kinds of calls. What is chosen becomes a chip.
pub fn choosers(page: &Page, compare: &Compare) -> Html {
    let Some(facets) = &compare.facets else { return html! {} };
    let things = facets.things.iter().map(|thing| {
        let parts = [thing.label.as_str(), &quote::end_of(&thing.target, TARGET), &thing.origin];
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let rows = page.count(Word::RowsAlone, thing.rows);
        (format!("{} · {rows}", told.join(" · ")), Narrow::Thing(thing.thing, thing.label.clone()))
    });
    let groups = facets.groups.iter().map(|(group, rows)| {
        let rows = page.count(Word::RowsAlone, *rows);
        (format!("{} · {rows}", page.text(group_word(*group))), Narrow::Group(*group))
    });
    html! {
        <>
            { chooser(page, Word::ByDescriptor, Word::ByDescriptorWhy, "by-descriptor", things.collect()) }
            { chooser(page, Word::ByKind, Word::ByKindWhy, "by-kind", groups.collect()) }
        </>
    }
}

fn chooser(page: &Page, word: Word, why: Word, testid: &'static str, choices: Vec<(String, Narrow)>) -> Html {
    if choices.is_empty() {
        return html! {};
    }
    let options: Html = choices
        .iter()
        .enumerate()
        .map(|(index, (told, _))| html! { <option value={index.to_string()}>{ told.clone() }</option> })
        .collect();
    let act = page.act.clone();
    let onchange = Callback::from(move |event: Event| {
        let chosen = fields::chosen_once(&event).parse().ok().and_then(|index: usize| choices.get(index));
        if let Some((_, narrow)) = chosen {
            act.emit(Action::Compare(CompareAction::Narrow(narrow.clone(), true)));
        }
    });
    html! {
        <span class={classes!("narrow-by", testid)}>
            <select aria-label={page.text(why)} title={page.text(why)} data-testid={testid} {onchange}>
                <option value="" selected=true>{ page.text(word) }</option>
                { options }
            </select>
            { icon(Icon::Down) }
        </span>
    }
}

/// What is on, how many rows are left, and the way back to all of them; nothing where nothing is asked for.
pub fn chips(page: &Page, compare: &Compare, comparison: &Comparison) -> Html {
    if !compare.filter.is_on(&compare.search.text) {
        return html! {};
    }
    let filter = &compare.filter;
    let chip = |name: String, action: CompareAction| {
        let take_off = Button {
            class: "filter-on",
            testid: Some("chip"),
            label: Some(page.words.fill(Word::TakeOff, &[("what", &name)]).into()),
            onclick: Some(page.on(Action::Compare(action))),
            ..Button::default()
        };
        button(take_off, html! { <>{ text::plain("span", &name) }{ icon(Icon::Cross) }</> })
    };
    let off = |narrow: Narrow| CompareAction::Narrow(narrow, false);
    let said = match &filter.rows {
        Some(rows) => {
            let (n, all) = (grouped(rows.count().into()), grouped(u64::from(comparison.rows)));
            page.words.fill(Word::RowsLeft, &[("n", &n), ("all", &all)])
        }
        None => page.text(Word::RowsCounting).to_string(),
    };
    let clear = Button {
        class: "link",
        testid: Some("clear-filters"),
        onclick: Some(page.on(Action::Compare(CompareAction::ClearFilters))),
        ..Button::default()
    };
    html! {
        <div class="filters-on" role="group" aria-label={page.text(Word::FiltersOn)}>
            <span class="said" role="status" data-testid="rows-left">{ said }</span>
            if compare.only_differences {
                { chip(page.text(Word::DifferencesOnly).into(), CompareAction::OnlyDifferences(false)) }
            }
            if filter.failed {
                { chip(page.text(Word::Failed).into(), off(Narrow::Failed)) }
            }
            { for filter.things.iter().map(|(thing, name)| {
                chip(name.clone(), off(Narrow::Thing(*thing, name.clone())))
            }) }
            { for filter.groups.iter().map(|group| {
                chip(page.text(group_word(*group)).into(), off(Narrow::Group(*group)))
            }) }
            if filter.found && !compare.search.text.is_empty() {
                { chip(compare.search.text.clone(), off(Narrow::Found)) }
            }
            { button(clear, page.text(Word::ClearFilters).into()) }
        </div>
    }
}

/// What stands in place of the rows where none is left.
pub fn nothing_left(page: &Page) -> Html {
    let clear = Button {
        class: "button",
        onclick: Some(page.on(Action::Compare(CompareAction::ClearFilters))),
        ..Button::default()
    };
    html! {
        <p class="nothing-left" data-testid="nothing-left">
            { page.text(Word::NothingLeft) }{ " " }
            { button(clear, page.text(Word::ClearFilters).into()) }
        </p>
    }
}
