//! The tabs that lead from view to view. Each view puts them before its own tools.

use yew::prelude::*;

use crate::components::button::with_key;
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::platform::screen;
use crate::state::{Action, State, View};

/// What the tabs are drawn from; cheap to copy and to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tabs {
    /// The view that is shown.
    pub shown: View,
    /// Which views can be chosen, in the order of [`View::ALL`].
    offered: [bool; View::ALL.len()],
}

impl Tabs {
    /// The tabs of the page as it is now; `None` before there is a report.
    pub fn of(state: &State) -> Option<Self> {
        Some(Self { shown: state.view()?, offered: View::ALL.map(|view| state.offers(view)) })
    }

    /// The views that can be chosen.
    fn views(self) -> Vec<View> {
        let all = View::ALL.into_iter().zip(self.offered);
        all.filter(|(_, offered)| *offered).map(|(view, _)| view).collect()
    }
}

/// The tabs, as a list with one stop for the keyboard: arrows, Home and End go from tab to tab.
pub fn tabs(page: &Page, tabs: Tabs) -> Html {
    let views = tabs.views();
    let act = page.act.clone();
    let places = views.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let last = places.len().saturating_sub(1);
        let here = places.iter().position(|view| *view == tabs.shown).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => here + 1,
            "ArrowLeft" => here.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(view) = places.get(next).or(places.first()) {
            act.emit(Action::View(*view));
            screen::focus_later(id(*view));
        }
    });
    html! {
        <div class="tabs" role="tablist" aria-label={page.text(Word::Views)} {onkeydown}>
            { for views.into_iter().map(|view| tab(page, view, view == tabs.shown)) }
        </div>
    }
}

fn tab(page: &Page, view: View, shown: bool) -> Html {
    html! {
        <button
            type="button"
            role="tab"
            id={id(view)}
            class="tab"
            data-testid={id(view)}
            aria-selected={shown.to_string()}
            aria-controls="view"
            title={with_key(page, shows(view))}
            tabindex={if shown { "0" } else { "-1" }}
            onclick={page.on::<MouseEvent>(Action::View(view))}
        >
            { text::plain("span", page.text(word(view))) }
        </button>
    }
}

/// The command that shows a view.
fn shows(view: View) -> Word {
    match view {
        View::Compare => Word::ShowCompare,
        View::Flow => Word::ShowFlow,
        View::Timeline => Word::ShowTimeline,
        View::Sources => Word::ShowSources,
    }
}

/// What a view is called.
pub fn word(view: View) -> Word {
    match view {
        View::Compare => Word::Compare,
        View::Flow => Word::Flow,
        View::Timeline => Word::Timeline,
        View::Sources => Word::Sources,
    }
}

fn id(view: View) -> &'static str {
    match view {
        View::Compare => "tab-compare",
        View::Flow => "tab-flow",
        View::Timeline => "tab-timeline",
        View::Sources => "tab-sources",
    }
}
