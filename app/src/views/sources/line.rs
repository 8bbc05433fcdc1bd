//! One line of the text: its number, what is to be said of it, and the text itself.

use yew::prelude::*;

use super::mark;
use crate::components::button::{Button, button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::protocol::{Note, TextLine};
use crate::state::{Action, SourcesAction};
use crate::view_model::{cards, notes};

/// What a line is drawn from.
// Each is a thing of its own that is so or not.
#[allow(clippy::struct_excessive_bools)]
pub struct Drawn<'a> {
    /// The name of its source.
    pub source: &'a str,
    /// Its place, from 0.
    pub index: u32,
    /// What stands in it, once known.
    pub line: Option<&'a TextLine>,
    /// What is to be said of it, the loudest first.
    pub notes: Vec<&'a Note>,
    /// It has the focus.
    pub focused: bool,
    /// It is among the chosen ones.
    pub chosen: bool,
    /// It is what Tab goes to.
    pub tabbable: bool,
    /// It is out of sight, and only there because it has the focus.
    pub kept: bool,
    /// What is looked for.
    pub wanted: &'a str,
}

/// The id of a line in the document.
pub fn id_of(line: u32) -> String {
    format!("line-{line}")
}

/// The line.
pub fn line(page: &Page, drawn: &Drawn<'_>) -> Html {
    let Drawn { index, focused, chosen, tabbable, kept, .. } = *drawn;
    let loudest = drawn.notes.first();
    let class = classes!(
        "text-line",
        loudest.map(|said| mark::class(said.kind)),
        focused.then_some("focused"),
        chosen.then_some("chosen"),
        kept.then_some("kept"),
    );
    html! {
        <div
            {class}
            id={id_of(index)}
            key={index.to_string()}
            role="row"
            aria-rowindex={(index + 1).to_string()}
            aria-selected={chosen.to_string()}
            tabindex={if tabbable { "0" } else { "-1" }}
            data-testid="source-line"
            data-index={index.to_string()}
            data-line={drawn.line.map(|line| line.number.to_string())}
            data-note={loudest.map(|said| mark::name(said.kind))}
            onmousedown={keep_selection()}
            onclick={choose(page, index)}
        >
            { gutter(page, drawn) }
            { content(page, drawn) }
            if let Some(said) = loudest {
                <span class="said" role="gridcell" title={said.text.clone()}>{ text::marked("span", &said.text) }</span>
            }
        </div>
    }
}

/// A press with Shift chooses lines; the browser would choose letters.
fn keep_selection() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        if event.shift_key() {
            event.prevent_default();
        }
    })
}

fn choose(page: &Page, index: u32) -> Callback<MouseEvent> {
    let act = page.act.clone();
    Callback::from(move |event: MouseEvent| {
        let action =
            if event.shift_key() { SourcesAction::Extend(index) } else { SourcesAction::Focus(index) };
        act.emit(Action::Sources(action));
    })
}

/// The sign of the loudest note, the number in the file, and the way to the comparison.
fn gutter(page: &Page, drawn: &Drawn<'_>) -> Html {
    let number = match drawn.line {
        Some(line) if line.covers > 1 => format!("{}–{}", line.number, line.number + line.covers - 1),
        // The second part of a line that was split.
        Some(line) if line.covers == 0 => "↳".into(),
        Some(line) => line.number.to_string(),
        None => String::new(),
    };
    let compared = drawn.line.filter(|line| line.compared);
    html! {
        <span class="gutter" role="rowheader">
            { drawn.notes.first().map_or_else(|| text::plain("span.note-sign", ""), |said| mark::sign(page, said)) }
            { text::plain("span.number", &number) }
            if let Some(line) = compared {
                <button
                    type="button"
                    class="to-row"
                    tabindex="-1"
                    aria-label={page.text(Word::ShowInCompare)}
                    title={page.text(Word::ShowInCompare)}
                    data-testid="to-row"
                    onclick={page.on::<MouseEvent>(Action::ShowLine { source: drawn.source.into(), line: line.number })}
                >
                    { icon(Icon::Rows) }
                </button>
            } else {
                <span class="to-row" />
            }
        </span>
    }
}

fn content(page: &Page, drawn: &Drawn<'_>) -> Html {
    let Some(line) = drawn.line else {
        return html! { <span class="content" role="gridcell">{ page.text(Word::LoadingRow) }</span> };
    };
    let more = (line.length as usize).saturating_sub(line.text.len());
    let (index, number) = (drawn.index, line.number);
    html! {
        <span class="content" role="gridcell">
            <code>
                { for notes::cut(&line.text, drawn.wanted).into_iter().map(|(piece, found)| {
                    if found { text::plain("mark", piece) } else { piece.to_string().into() }
                }) }
            </code>
            if more > 0 {
                { button(
                    Button {
                        class: "button more",
                        testid: Some("more-of-line"),
                        onclick: Some(page.on(Action::Sources(SourcesAction::Whole(index, number, 0)))),
                        ..Button::default()
                    },
                    page.words.fill(Word::MoreOfLine, &[("size", &cards::size(more as u64))]).into(),
                ) }
            }
        </span>
    }
}
