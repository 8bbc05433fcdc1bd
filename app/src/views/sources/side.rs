//! Beside the text: all sources to choose from, and what is to be said of the chosen one.

use std::rc::Rc;

use analyzer::report::SourceReport;
use analyzer::source::Role;
use yew::prelude::*;

use super::mark;
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::platform::screen;
use crate::protocol::{Note, SourceFacts};
use crate::state::{Action, Answered, Sources, SourcesAction};
use crate::view_model::evidence::short_name;
use crate::view_model::notes;
use crate::views::inbox::marker;

/// Both lists.
pub fn side(page: &Page, answered: &Answered, sources: &Sources, evidence: &[u32]) -> Html {
    html! {
        <aside class="side" aria-label={page.text(Word::Sources)}>
            { list(page, answered, sources, evidence) }
            { marks(page, sources) }
        </aside>
    }
}

/// Where a key leads in a list of so many; `None` if it leads nowhere.
fn step(key: &str, here: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" | "ArrowRight" => Some((here + 1).min(last)),
        "ArrowUp" | "ArrowLeft" => Some(here.saturating_sub(1)),
        "PageDown" => Some((here + 10).min(last)),
        "PageUp" => Some(here.saturating_sub(10)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The sources, as a list with one stop for the keyboard.
fn list(page: &Page, answered: &Answered, sources: &Sources, evidence: &[u32]) -> Html {
    let told = &answered.report.sources;
    // As in the inbox: the runs first.
    let mut order: Vec<u32> = (0..).zip(told).map(|(index, _)| index).collect();
    order.sort_by_key(|index| match told.get(*index as usize).map(|source| source.role) {
        Some(Role::Normal) => 0,
        Some(Role::Failing) => 1,
        _ => 2,
    });
    let order = Rc::new(order);
    let (act, here, places) = (page.act.clone(), sources.source, Rc::clone(&order));
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let at = places.iter().position(|place| *place == here).unwrap_or(0);
        let next = step(&event.key(), at, places.len()).and_then(|next| places.get(next).copied());
        let Some(next) = next else { return };
        event.prevent_default();
        if next != here {
            act.emit(Action::Sources(SourcesAction::Choose(next)));
            screen::focus_in_list(format!("source-{next}"));
        }
    });
    html! {
        <ul class="source-list" role="listbox" aria-label={page.text(Word::Sources)} {onkeydown}>
            { for order.iter().filter_map(|index| {
                let place = *index as usize;
                let (source, facts) = (told.get(place)?, answered.sources.get(place)?);
                let cited = evidence.get(place).copied().unwrap_or(0);
                Some(entry(page, *index, source, facts, cited, *index == here))
            }) }
        </ul>
    }
}

fn entry(
    page: &Page,
    index: u32,
    source: &SourceReport,
    facts: &SourceFacts,
    cited: u32,
    here: bool,
) -> Html {
    let format = if source.format == "unknown" { page.text(Word::UnknownFormat) } else { &source.format };
    let count = |word, n: u32| {
        if n > 0 {
            text::plain("span.flag", &page.count(word, n))
        } else {
            html! {}
        }
    };
    html! {
        <li
            class="source"
            id={format!("source-{index}")}
            role="option"
            aria-selected={here.to_string()}
            tabindex={if here { "0" } else { "-1" }}
            data-testid="source-entry"
            data-name={source.name.clone()}
            title={source.name.clone()}
            onclick={page.on::<MouseEvent>(Action::Sources(SourcesAction::Choose(index)))}
        >
            { marker(source.role) }
            { text::plain("strong.name", short_name(&source.name)) }
            { text::plain("span.lines", &grouped(u64::from(source.lines))) }
            <span class="facts">
                { text::plain("span", format) }
                { count(Word::EvidenceCount, cited) }
                { count(Word::Mended, facts.mended) }
                { count(Word::UnparsedShort, facts.unparsed) }
            </span>
        </li>
    }
}

/// What is to be said of the lines, as a list with one stop for the keyboard; the text follows.
fn marks(page: &Page, sources: &Sources) -> Html {
    let all = sources.notes();
    if all.is_empty() {
        return match &sources.noted {
            Some(_) => text::plain("p.nothing", page.text(Word::NoNotes)),
            None => html! {},
        };
    }
    let listed = notes::grouped(notes::listed(all, sources.focus));
    let here = notes::here(&listed, sources.focus);
    let places: Rc<Vec<u32>> =
        Rc::new(listed.iter().filter_map(|notes| Some(notes.first()?.first)).collect());
    let act = page.act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let next = match (event.key().as_str(), here) {
            ("Enter" | " ", Some(here)) => Some((here, true)),
            (key, here) => step(key, here.unwrap_or(0), places.len()).map(|next| (next, false)),
        };
        let Some((next, enters)) = next else { return };
        event.prevent_default();
        if let Some(line) = places.get(next) {
            let go = if enters { SourcesAction::Show(*line) } else { SourcesAction::Look(*line) };
            act.emit(Action::Sources(go));
            if !enters {
                screen::focus_in_list(format!("note-{line}"));
            }
        }
    });
    html! {
        <>
            <h3>{ page.text(Word::Notes) }<small>{ grouped(all.len() as u64) }</small></h3>
            <ul class="note-list" role="listbox" aria-label={page.text(Word::Notes)} {onkeydown}>
                { for listed.iter().enumerate().map(|(place, notes)| {
                    let tabbable = place == here.unwrap_or(0);
                    note_entry(page, notes, here == Some(place), tabbable)
                }) }
            </ul>
        </>
    }
}

/// What is to be said of a line and of those behind it of which the same is said.
fn note_entry(page: &Page, notes: &[Note], here: bool, tabbable: bool) -> Html {
    let Some(loudest) = notes.first() else { return html! {} };
    let kind = mark::name(loudest.kind);
    html! {
        <li
            class={classes!("note-entry", mark::class(loudest.kind))}
            id={format!("note-{}", loudest.first)}
            role="option"
            aria-selected={here.to_string()}
            tabindex={if tabbable { "0" } else { "-1" }}
            data-testid="note"
            data-note={kind}
            data-line={loudest.line.to_string()}
            onclick={page.on::<MouseEvent>(Action::Sources(SourcesAction::Show(loudest.first)))}
        >
            { mark::sign(page, loudest) }
            { text::plain("span.number", &loudest.line.to_string()) }
            <span class="why">
                { for notes.iter().map(|note| {
                    let more = note.last - note.first;
                    html! {
                        <>
                            { text::marked("span", &note.text) }
                            if more > 0 {
                                { text::plain("small", &page.count(Word::AndMoreLines, more)) }
                            }
                        </>
                    }
                }) }
            </span>
        </li>
    }
}
