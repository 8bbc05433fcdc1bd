//! A line that is too long to stand in the text, read part by part.

use yew::prelude::*;

use crate::components::button::{Button, button};
use crate::components::dialog::{Dialog, dialog as window};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::{Word, grouped};
use crate::state::sources::Whole;
use crate::state::{Action, Answered, SourcesAction};

/// The window with one part of the line.
pub fn dialog(page: &Page, answered: &Answered, source: u32, whole: &Whole) -> Html {
    let name = answered.report.sources.get(source as usize).map(|source| source.name.as_str());
    let number = whole.line.to_string();
    let places = [("source", name.unwrap_or_default()), ("line", number.as_str())];
    let title = page.words.fill(Word::LineTitle, &places).into();
    let (parts, content) = match &whole.told {
        Some((parts, content)) => (*parts, text::plain("pre.whole-line", content)),
        None => (0, text::plain("p", page.text(Word::LoadingLines))),
    };
    let step = |to: Option<u32>, shown, word: Word| {
        let step = Button {
            class: "icon-button",
            label: Some(page.text(word).into()),
            title: Some(page.text(word).into()),
            onclick: to
                .map(|part| page.on(Action::Sources(SourcesAction::Whole(whole.index, whole.line, part)))),
            ..Button::default()
        };
        button(step, icon(shown))
    };
    let at = grouped(u64::from(whole.part) + 1);
    let content = html! {
        <>
            <div class="stepper">
                { step(whole.part.checked_sub(1), Icon::Up, Word::PreviousPart) }
                <span class="said">{ page.words.fill(Word::PartOf, &[("at", &at), ("n", &grouped(u64::from(parts)))]) }</span>
                { step(Some(whole.part + 1).filter(|next| *next < parts), Icon::Down, Word::NextPart) }
            </div>
            { content }
        </>
    };
    let closed = Action::Sources(SourcesAction::CloseWhole);
    window(page, Dialog { title, class: "dialog whole", testid: "whole-line", closed }, content)
}
