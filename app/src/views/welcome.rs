//! The first visit: what the page is for, where to drop, what it promises, and examples.

use yew::prelude::*;

use crate::components::button::{Button, button};
use crate::components::copy_button::command;
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::examples::EXAMPLES;
use crate::i18n::Word;
use crate::state::Action;

use super::openers::{Fields, file_button, folder_button};

/// The first visit.
pub fn welcome(page: &Page, files: &Fields) -> Html {
    html! {
        <div class="welcome" data-testid="inbox">
            <div class="claim">
                { text::plain("h2", page.text(Word::WelcomeTitle)) }
                { text::plain("p", page.text(Word::WelcomeText)) }
            </div>
            { drop_zone(page, files) }
            { promises(page) }
            { examples(page) }
        </div>
    }
}

fn drop_zone(page: &Page, files: &Fields) -> Html {
    html! {
        <section class="drop-zone" data-testid="drop-zone">
            <div class="invitation">
                { icon(Icon::Drop) }
                { text::plain("h3", page.text(Word::DropTitle)) }
                { text::plain("p", page.text(Word::DropText)) }
                <div class="buttons">
                    <span class="hint">{ page.text(Word::PasteHow) }<kbd>{ page.text(Word::PasteKey) }</kbd></span>
                    { file_button(page, files, Word::OpenFiles, "button main", None) }
                    { folder_button(page, files, "button") }
                    { button(
                        Button {
                            class: "button",
                            testid: Some("example"),
                            onclick: Some(page.on(Action::Example(0))),
                            ..Button::default()
                        },
                        page.text(Word::TryExample).into(),
                    ) }
                </div>
            </div>
            <dl class="accepts">
                { text::plain("dt", page.text(Word::Reads)) }
                { text::plain("dd", page.text(Word::ReadsList)) }
                { text::plain("dt", page.text(Word::Mends)) }
                { text::plain("dd", page.text(Word::MendsList)) }
            </dl>
        </section>
    }
}

fn promises(page: &Page) -> Html {
    let kept = [Word::PrivacyRequests, Word::PrivacyStorage, Word::PrivacyOffline];
    html! {
        <section class="promises">
            <h3>{ icon(Icon::Lock) }{ page.text(Word::PrivacyTitle) }</h3>
            <ul>
                { for kept.iter().map(|word| html! { <li>{ icon(Icon::Tick) }{ text::plain("span", page.text(*word)) }</li> }) }
            </ul>
            { text::plain("h3.ruled", page.text(Word::NoTraceYet)) }
            { text::plain("p", page.text(Word::RecordHow)) }
            { command(page, "code", page.text(Word::RecordCommand)) }
        </section>
    }
}

fn examples(page: &Page) -> Html {
    html! {
        <section class="examples">
            { text::plain("h3", page.text(Word::Examples)) }
            <ul>
                { for EXAMPLES.iter().enumerate().map(|(index, example)| html! {
                    <li>
                        <button type="button" class="example" data-testid="each-example" onclick={page.on::<MouseEvent>(Action::Example(index))}>
                            { text::plain(
                                if example.healthy { "span.symptom healthy" } else { "span.symptom" },
                                example.symptom,
                            ) }
                            { text::plain("span.title", page.text(example.title)) }
                            { text::plain("span.holds", &page.count(Word::Files, example.files.len() as u64)) }
                        </button>
                    </li>
                }) }
            </ul>
        </section>
    }
}
