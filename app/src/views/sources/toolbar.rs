//! Above the text: wrapping, going to a line, finding a text, and what is known of the focused line.

use yew::prelude::*;

use super::super::tabs::tabs;
use super::{Msg, Props, mark};
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::fields;
use crate::protocol::Note;
use crate::state::{Action, Sources, SourcesAction};
use crate::view_model::evidence::short_name;
use crate::view_model::notes;
use crate::views::inbox::marker;

/// The fields of the toolbar.
#[derive(Clone, Default)]
pub struct Fields {
    /// What is looked for.
    pub search: NodeRef,
    /// The line to go to.
    pub line: NodeRef,
}

/// The toolbar.
pub fn toolbar(props: &Props, fields: &Fields, wraps: bool, told: Callback<Msg>) -> Html {
    let Props { page, tabs: shown, sources, .. } = props;
    let wrap = Button {
        class: if wraps { "button quiet pressed" } else { "button quiet" },
        testid: Some("wrap"),
        title: Some(page.text(Word::WrapWhy).into()),
        keys: Some("w"),
        pressed: Some(wraps),
        onclick: Some(page.on(Action::Sources(SourcesAction::Wrap(!wraps)))),
        ..Button::default()
    };
    html! {
        <div class="toolbar">
            { tabs(page, *shown) }
            { button(wrap, html! { <>{ page.text(Word::Wrap) }{ text::plain("kbd", "w") }</> }) }
            { go_to_line(page, &fields.line, told) }
            <span class="spacer" />
            { search_box(page, sources, &fields.search) }
            { stepper(page, sources) }
        </div>
    }
}

fn go_to_line(page: &Page, field: &NodeRef, told: Callback<Msg>) -> Html {
    let oninput = {
        let told = told.clone();
        Callback::from(move |event: InputEvent| told.emit(Msg::Typed(fields::text(&event))))
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => told.emit(Msg::GoToLine),
        "Escape" => told.emit(Msg::BackToText),
        _ => {}
    });
    html! {
        <label class="search go-to-line">
            { text::plain("span", page.text(Word::Line)) }
            <input
                ref={field.clone()}
                type="text"
                inputmode="numeric"
                aria-label={page.text(Word::GoToLineNumber)}
                autocomplete="off"
                data-testid="go-to-line"
                {oninput}
                {onkeydown}
            />
            <kbd>{ "g" }</kbd>
        </label>
    }
}

fn search_box(page: &Page, sources: &Sources, field: &NodeRef) -> Html {
    let found = sources.search.found.clone();
    let line = sources.focus;
    let oninput = {
        let act = page.act.clone();
        Callback::from(move |event: InputEvent| {
            act.emit(Action::Sources(SourcesAction::Search(fields::text(&event))));
        })
    };
    let onkeydown = {
        let (act, found) = (page.act.clone(), found.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                act.emit(Action::Sources(SourcesAction::Search(String::new())));
            }
            let Some((_, lines)) = found.as_ref().filter(|_| event.key() == "Enter") else { return };
            event.prevent_default();
            let next = if event.shift_key() {
                let before = lines.partition_point(|known| *known < line);
                before.checked_sub(1).and_then(|before| lines.get(before)).or(lines.last())
            } else {
                let after = lines.partition_point(|known| *known <= line);
                lines.get(after).or(lines.first())
            };
            if let Some(line) = next {
                act.emit(Action::Sources(SourcesAction::Look(*line)));
            }
        })
    };
    let said = match &found {
        _ if sources.search.text.is_empty() => String::new(),
        None => page.text(Word::LoadingRow).to_string(),
        Some((0, _)) => page.text(Word::SearchNone).to_string(),
        Some((total, lines)) => {
            let at = lines.binary_search(&line).map_or("–".to_string(), |at| grouped(at as u64 + 1));
            page.words.fill(Word::SearchFound, &[("at", &at), ("n", &grouped(u64::from(*total)))])
        }
    };
    html! {
        <label class="search">
            { icon(Icon::Search) }
            <input
                ref={field.clone()}
                type="search"
                placeholder={page.text(Word::Find)}
                aria-label={page.text(Word::Find)}
                autocomplete="off"
                spellcheck="false"
                data-testid="find"
                value={sources.search.text.clone()}
                {oninput}
                {onkeydown}
            />
            <span class="said" role="status" data-testid="found">{ said }</span>
            <kbd>{ "/" }</kbd>
        </label>
    }
}

/// Steps from note to note.
fn stepper(page: &Page, sources: &Sources) -> Html {
    let (all, line) = (sources.notes(), sources.focus);
    let groups = notes::grouped(all);
    let said = if groups.is_empty() {
        page.text(Word::NoNotesShort).to_string()
    } else {
        let at = notes::here(&groups, line).map_or_else(|| "–".to_string(), |at| grouped(at as u64 + 1));
        page.words.fill(Word::NoteOf, &[("at", &at), ("n", &grouped(groups.len() as u64))])
    };
    let step = |to: Option<u32>, shown, word, keys, testid| {
        let step = Button {
            class: "icon-button",
            testid: Some(testid),
            label: Some(page.text(word).into()),
            title: Some(format!("{} ({keys})", page.text(word)).into()),
            keys: Some(keys),
            onclick: to.map(|line| page.on(Action::Sources(SourcesAction::Look(line)))),
            ..Button::default()
        };
        button(step, icon(shown))
    };
    html! {
        <div class="stepper">
            { step(notes::previous(all, line), Icon::Up, Word::PreviousNote, "p", "previous-note") }
            <span class="said">{ said }</span>
            { step(notes::next(all, line), Icon::Down, Word::NextNote, "n", "next-note") }
        </div>
    }
}

/// The focused line: which it is, what is to be said of it, and what can be done with it.
pub fn focused(props: &Props, copied: Option<&str>) -> Html {
    let Props { page, answered, sources, .. } = props;
    let Some(source) = answered.report.sources.get(sources.source as usize) else { return html! {} };
    let line = sources.line(sources.focus);
    let (from, to) = sources.chosen();
    let number =
        |index: u32| sources.line(index).map_or_else(|| "…".to_string(), |line| line.number.to_string());
    let place = if from == to {
        format!(":{}", number(from))
    } else {
        format!(":{}–{} · {}", number(from), number(to), page.count(Word::Lines, to - from + 1))
    };
    let compared = line.filter(|line| line.compared);
    let tool = |class, testid, word: Word, keys, act: Action| Button {
        class,
        testid: Some(testid),
        title: Some(format!("{} ({keys})", page.text(word)).into()),
        keys: Some(keys),
        onclick: Some(page.on(act)),
        ..Button::default()
    };
    html! {
        <div class="where" data-testid="focused-line">
            { marker(source.role) }
            <strong class="name" title={source.name.clone()}>{ short_name(&source.name) }</strong>
            { text::plain("span.place", &place) }
            <span class="notes">
                { for notes::of_line(sources.notes(), sources.focus).into_iter().map(|said| note(page, said)) }
                if let Some(line) = line.filter(|line| !line.given.is_empty()) {
                    <span class="given">{ page.text(Word::AsGiven) }{ text::plain("code", &line.given) }</span>
                }
            </span>
            if let Some(line) = compared {
                { button(
                    tool("button quiet", "show-in-compare", Word::ShowInCompare, "s",
                        Action::ShowLine { source: source.name.clone(), line: line.number }),
                    html! { <>{ icon(Icon::Rows) }{ page.text(Word::InCompare) }{ text::plain("kbd", "s") }</> },
                ) }
            }
            { button(
                tool("button quiet", "copy-lines", Word::CopyNumbered, "c",
                    Action::Sources(SourcesAction::Copy { numbered: true })),
                html! { <>{ icon(Icon::Copy) }{ page.text(Word::Copy) }{ text::plain("kbd", "c") }</> },
            ) }
            { button(
                tool("button quiet", "copy-text", Word::CopyPlain, "C",
                    Action::Sources(SourcesAction::Copy { numbered: false })),
                html! { <>{ page.text(Word::CopyText) }{ text::plain("kbd", "C") }</> },
            ) }
            <span class="said" role="status" data-testid="copied">{ copied.unwrap_or_default().to_string() }</span>
        </div>
    }
}

fn note(page: &Page, told: &Note) -> Html {
    html! {
        <span class="note">
            { mark::sign(page, told) }
            <span>
                if told.kind != crate::protocol::NoteKind::Evidence {
                    { text::plain("strong", page.text(mark::word(told.kind))) }{ ": " }
                }
                { text::marked("span", &told.text) }
            </span>
        </span>
    }
}
