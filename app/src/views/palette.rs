//! The palette: a field, and below it everything that can be done or gone to; arrows mark, Enter chooses.

use yew::prelude::*;

use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::platform::{fields, screen};
use crate::state::{Action, Palette, State};
use crate::view_model::palette::{Entry, entries};

/// The palette; nothing while it is closed.
pub fn palette(page: &Page, state: &State) -> Html {
    let Some(Palette { text: typed, at }) = &state.palette else { return html! {} };
    let offered = entries(state, page.words, typed);
    let at = (*at).min(offered.len().saturating_sub(1));
    let name = page.text(Word::Palette);
    let said = match offered.len() {
        0 => page.text(Word::PaletteNone).to_string(),
        n => page.count(Word::PaletteFound, n as u64),
    };
    let marked = offered.get(at).map(|_| id(at));
    let oninput = {
        let act = page.act.clone();
        Callback::from(move |event: InputEvent| {
            act.emit(Action::PaletteAt(Palette { text: fields::text(&event), at: 0 }));
        })
    };
    html! {
        <dialog class="dialog palette" aria-label={name} data-testid="palette" onclose={page.on(Action::Palette(false))}>
            <input
                class="palette-field"
                type="text"
                role="combobox"
                aria-label={name}
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant={marked}
                placeholder={page.text(Word::PaletteHint)}
                autocomplete="off"
                spellcheck="false"
                data-testid="palette-field"
                value={typed.clone()}
                {oninput}
                onkeydown={on_key(page, typed, at, &offered)}
            />
            <ul class="palette-list" id="palette-list" role="listbox" aria-label={name}>
                { for offered.iter().enumerate().map(|(index, entry)| option(page, entry, index, index == at)) }
            </ul>
            <p class="palette-said" role="status">{ said }</p>
        </dialog>
    }
}

fn id(index: usize) -> String {
    format!("palette-{index}")
}

fn option(page: &Page, entry: &Entry, index: usize, marked: bool) -> Html {
    html! {
        <li
            id={id(index)}
            class="palette-entry"
            role="option"
            aria-selected={marked.to_string()}
            data-testid="palette-entry"
            onclick={page.on::<MouseEvent>(run(entry))}
        >
            { text::plain("span.label", &entry.label) }
            { text::plain("span.kind", entry.kind) }
            if !entry.key.is_empty() {
                { text::plain("kbd", &entry.key) }
            }
        </li>
    }
}

fn run(entry: &Entry) -> Action {
    Action::Run { label: entry.label.clone(), action: Box::new(entry.action.clone()) }
}

fn on_key(page: &Page, typed: &str, at: usize, offered: &[Entry]) -> Callback<KeyboardEvent> {
    let (act, typed, last) = (page.act.clone(), typed.to_string(), offered.len().saturating_sub(1));
    let chosen = offered.get(at).map(run);
    Callback::from(move |event: KeyboardEvent| {
        let next = match event.key().as_str() {
            "ArrowDown" => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowUp" => at.checked_sub(1).unwrap_or(last),
            "PageDown" => (at + 10).min(last),
            "PageUp" => at.saturating_sub(10),
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                if let Some(action) = &chosen {
                    act.emit(action.clone());
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        act.emit(Action::PaletteAt(Palette { text: typed.clone(), at: next }));
        screen::show_later(id(next));
    })
}
