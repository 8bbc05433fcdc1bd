//! The first visit: what the page is for, where to drop, what it promises, and examples.

use yew::prelude::*;

use crate::components::copy_button::CopyButton;
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::examples::{EXAMPLES, Example};
use crate::i18n::Word;
use crate::platform::pieces;
use crate::state::Action;

use super::inbox::file_button;

/// The first visit.
pub fn welcome(page: &Page, files: &NodeRef) -> Html {
    html! {
        <div class="welcome" data-testid="inbox">
            <div class="claim">
                <h2>{ page.text(Word::WelcomeTitle) }</h2>
                <p>{ page.text(Word::WelcomeText) }</p>
            </div>
            { drop_zone(page, files) }
            { promises(page) }
            { examples(page) }
        </div>
    }
}

fn drop_zone(page: &Page, files: &NodeRef) -> Html {
    html! {
        <section class="drop-zone" data-testid="drop-zone">
            <div class="invitation">
                { icon(Icon::Drop) }
                <h3>{ page.text(Word::DropTitle) }</h3>
                <p>{ page.text(Word::DropText) }</p>
                <div class="buttons">
                    <span class="hint">{ page.text(Word::PasteHow) }<kbd>{ page.text(Word::PasteKey) }</kbd></span>
                    { file_button(page, files, Word::OpenFiles, "button main", None) }
                    <button
                        type="button"
                        class="button"
                        data-testid="example"
                        onclick={EXAMPLES.first().map(|example| load(page, example))}
                    >
                        { page.text(Word::TryExample) }
                    </button>
                </div>
            </div>
            <dl class="accepts">
                <dt>{ page.text(Word::Reads) }</dt>
                <dd>{ page.text(Word::ReadsList) }</dd>
                <dt>{ page.text(Word::Mends) }</dt>
                <dd>{ page.text(Word::MendsList) }</dd>
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
                { for kept.iter().map(|word| html! { <li>{ icon(Icon::Tick) }<span>{ page.text(*word) }</span></li> }) }
            </ul>
            <h3 class="ruled">{ page.text(Word::NoTraceYet) }</h3>
            <p>{ page.text(Word::RecordHow) }</p>
            <div class="command">
                <code>{ page.text(Word::RecordCommand) }</code>
                <CopyButton page={page.clone()} text={page.text(Word::RecordCommand)} />
            </div>
        </section>
    }
}

fn examples(page: &Page) -> Html {
    html! {
        <section class="examples">
            <h3>{ page.text(Word::Examples) }</h3>
            <ul>
                { for EXAMPLES.iter().map(|example| html! {
                    <li>
                        <button type="button" class="example" onclick={load(page, example)}>
                            <span class={classes!("symptom", example.healthy.then_some("healthy"))}>{ example.symptom }</span>
                            <span class="title">{ page.text(example.title) }</span>
                            <span class="holds">{ page.count(Word::Files, example.files.len() as u64) }</span>
                        </button>
                    </li>
                }) }
            </ul>
        </section>
    }
}

/// Gives the example's files, as if the user had dropped them.
fn load(page: &Page, example: &'static Example) -> Callback<MouseEvent> {
    let act = page.act.clone();
    Callback::from(move |_| {
        let kept =
            example.files.iter().filter_map(|name| pieces::keep_text((*name).into(), example.content(name)));
        act.emit(Action::Give(kept.collect()));
    })
}
