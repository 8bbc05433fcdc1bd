//! Above the two columns: which runs they are, how each of them ended, and the way to other units.

use analyzer::report::{Comparison, Side};
use analyzer::source::Role;
use yew::prelude::*;

use super::units;
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::platform::screen;
use crate::state::{Action, Answered, Compare, CompareAction};
use crate::view_model::evidence::short_name;
use crate::views::inbox::marker;

/// Both heads, and above them whose choice the pair is, where it is the reader's.
pub fn heads(page: &Page, answered: &Answered, compare: &Compare, comparison: &Comparison) -> Html {
    html! {
        <>
            if compare.own_choice().is_some() {
                { own_choice(page, answered, comparison) }
            }
            <div class="heads">
                { head(page, Role::Normal, Word::Normal, &comparison.normal) }
                { head(page, Role::Failing, Word::Failing, &comparison.failing) }
            </div>
        </>
    }
}

/// Both heads where no other unit can be chosen.
pub fn names(page: &Page, comparison: &Comparison) -> Html {
    let name = |role, word, side: &Side| {
        let class = classes!("side-head", if role == Role::Failing { "failing" } else { "normal" });
        let unit = html! { <span class="unit" title={side.unit.clone()}>{ &side.unit }</span> };
        named(page, class, (role, word), unit, side)
    };
    html! {
        <div class="heads">
            { name(Role::Normal, Word::Normal, &comparison.normal) }
            { name(Role::Failing, Word::Failing, &comparison.failing) }
        </div>
    }
}

/// The id of the button that leads to other units for a side.
pub fn id_of(failing: bool) -> &'static str {
    if failing { "unit-of-failing" } else { "unit-of-normal" }
}

/// True if there is no unit on a side.
pub fn is_empty(side: &Side) -> bool {
    side.source.is_empty() && side.first_line == 0
}

/// True if there is only one side.
pub fn is_alone(comparison: &Comparison) -> bool {
    is_empty(&comparison.normal) || is_empty(&comparison.failing)
}

/// Says that the analysis did not choose the pair, and offers the way back.
fn own_choice(page: &Page, answered: &Answered, comparison: &Comparison) -> Html {
    let said = if is_alone(comparison) { Word::YourChoiceAlone } else { Word::YourChoice };
    let back = if answered.report.comparisons.is_empty() { Word::OwnTrace } else { Word::OwnComparison };
    let back_button = Button {
        class: "link",
        testid: Some("own-comparison"),
        onclick: Some(page.on(Action::Compare(CompareAction::Choose(0)))),
        ..Button::default()
    };
    html! {
        <p class="own-choice" role="status" data-testid="your-choice">
            { page.text(said) }{ " " }
            { button(back_button, page.text(back).into()) }
        </p>
    }
}

fn head(page: &Page, role: Role, word: Word, side: &Side) -> Html {
    let failing = role == Role::Failing;
    let class = classes!("side-head", if failing { "failing" } else { "normal" });
    let act = page.act.clone();
    let open = Callback::from(move |_: MouseEvent| {
        act.emit(Action::Compare(CompareAction::Units(Some(failing))));
        screen::focus_later(units::SEARCH);
    });
    if is_empty(side) {
        let choose = Button {
            class: "link",
            id: Some(id_of(failing)),
            testid: Some(if failing { "choose-failing" } else { "choose-normal" }),
            onclick: Some(open),
            ..Button::default()
        };
        return html! {
            <div class={classes!(class, "empty")}>
                { marker(role) }
                { text::plain("strong", page.text(word)) }
                <span class="invites">
                    { page.text(Word::AddOtherRun) }{ " " }
                    { button(choose, page.text(Word::ChooseAUnit).into()) }
                </span>
            </div>
        };
    }
    let lines = format!(":{}–{}", side.first_line, side.last_line);
    let choose = Button {
        class: "unit",
        id: Some(id_of(failing)),
        testid: Some(if failing { "choose-failing" } else { "choose-normal" }),
        title: Some(format!("{}\n{}{lines}\n{}", side.unit, side.source, page.text(Word::ChooseUnit)).into()),
        label: Some(format!("{} {}. {}", page.text(word), side.unit, page.text(Word::ChooseUnit)).into()),
        onclick: Some(open),
        ..Button::default()
    };
    let unit = button(choose, html! { <>{ text::plain("span", &side.unit) }{ icon(Icon::Down) }</> });
    named(page, class, (role, word), unit, side)
}

fn named(page: &Page, class: Classes, (role, word): (Role, Word), unit: Html, side: &Side) -> Html {
    let lines = format!(":{}–{}", side.first_line, side.last_line);
    html! {
        <div {class}>
            { marker(role) }
            { text::plain("strong", page.text(word)) }
            { unit }
            <span class="range">
                { text::plain("span", short_name(&side.source)) }{ text::plain("span", &lines) }
            </span>
            { text::plain("strong.outcome", &side.outcome) }
        </div>
    }
}
