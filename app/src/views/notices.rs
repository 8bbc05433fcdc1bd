//! What is said in passing: progress, what could not be read, and where a drop would go.

use yew::prelude::*;

use crate::components::badge;
use crate::components::button::{Button, button, icon_button};
use crate::components::icon::{Icon, icon};
use crate::components::page::Page;
use crate::components::text;
use crate::i18n::Word;
use crate::platform::screen;
use crate::protocol::Stage;
use crate::state::{Action, Notice, Removed, Running, State};

/// The analysis under way, with a way to stop it.
pub fn progress(page: &Page, running: Option<Running>) -> Html {
    let Some(running) = running else { return html! {} };
    let word = stage(running);
    html! {
        <div class="progress" data-testid="progress">
            <progress max="100" value={(running.share > 0).then(|| running.share.to_string())} aria-label={page.text(word)} />
            { text::plain("span", page.text(word)) }
            { button(
                Button {
                    class: "button",
                    testid: Some("cancel"),
                    onclick: Some(page.on(Action::Stop)),
                    ..Button::default()
                },
                page.text(Word::Stop).into(),
            ) }
        </div>
    }
}

/// What is being done.
fn stage(running: Running) -> Word {
    match running.stage {
        None => Word::StageWaiting,
        Some(Stage::Intake) => Word::StageIntake,
        Some(Stage::Reading) => Word::StageReading,
        Some(Stage::Understanding) => Word::StageUnderstanding,
        Some(Stage::Aligning) => Word::StageAligning,
        Some(Stage::Explaining) => Word::StageExplaining,
    }
}

/// Something that the reader must know.
pub fn notice(page: &Page, notice: Option<&Notice>) -> Html {
    let Some(notice) = notice else { return html! {} };
    let fill = |word, name, value: &str| page.words.fill(word, &[(name, value)]);
    let text = match notice {
        Notice::Trapped(why) => fill(Word::NoticeTrapped, "why", why),
        Notice::Stopped => page.text(Word::NoticeStopped).to_string(),
        Notice::CannotLoad(why) => fill(Word::NoticeCannotLoad, "why", why),
        Notice::Unreadable(name) => fill(Word::NoticeUnreadable, "name", name),
        Notice::Empty => page.text(Word::NoticeEmpty).to_string(),
        Notice::Packed(name, how) => page.words.fill(Word::NoticePacked, &[("name", name), ("command", how)]),
        Notice::LeftOut(read, left_out) => page.words.fill(
            Word::NoticeLeftOut,
            &[("n", &page.count(Word::Files, *read)), ("left", &page.count(Word::Files, *left_out))],
        ),
    };
    html! {
        <div class="notice" data-testid="message" role="alert">
            <p>{ text }</p>
            { icon_button(Icon::Cross, page.text(Word::Dismiss), page.on(Action::Dismiss)) }
        </div>
    }
}

/// What a screen reader says by itself: what is being done, the verdict once it is there, and whether the report was
/// copied.
pub fn said(page: &Page, state: &State) -> Html {
    let copied = state.copied.map(|done| if done { Word::NoticeCopied } else { Word::NoticeNotCopied });
    let text = match (copied, state.running, state.report()) {
        (Some(copied), _, _) => page.text(copied).to_string(),
        (None, Some(running), _) => page.text(stage(running)).to_string(),
        (None, None, Some(report)) => {
            let (word, title) = match report.diagnoses.first() {
                Some(best) => (badge::word(best.confidence), best.title.replace('`', "")),
                None => (badge::word_of(report.verdict), report.message.replace('`', "")),
            };
            page.words.fill(Word::VerdictSaid, &[("sure", page.text(word)), ("title", &title)])
        }
        _ => String::new(),
    };
    html! { <div class="out-of-sight" role="status" data-testid="said">{ text }</div> }
}

/// Says that what was removed can come back. Stands over the page, so that nothing moves.
pub fn undo(page: &Page, removed: Option<&Removed>) -> Html {
    let Some(removed) = removed else { return html! {} };
    let text = match removed.pieces.as_slice() {
        [(_, piece)] => page.words.fill(Word::Removed, &[("name", &piece.name)]),
        many => page.count(Word::RemovedMany, many.len() as u64),
    };
    html! {
        <div class="undo" data-testid="removed" role="status">
            { text::plain("p", &text) }
            <button
                type="button"
                id="undo"
                class="button"
                data-testid="undo"
                aria-keyshortcuts="Control+Z"
                onclick={undone(page)}
            >
                { page.text(Word::Undo) }{ text::plain("kbd", page.text(Word::UndoKey)) }
            </button>
            { icon_button(Icon::Cross, page.text(Word::Dismiss), page.on(Action::DismissUndo)) }
        </div>
    }
}

/// Brings it back, and the keyboard to where it is again.
fn undone(page: &Page) -> Callback<MouseEvent> {
    let act = page.act.clone();
    Callback::from(move |_| {
        act.emit(Action::Undo);
        screen::focus_later("inbox");
    })
}

/// Shows that a drop is welcome while files hang over the page.
pub fn drop_hint(page: &Page, hovering: bool) -> Html {
    if !hovering {
        return html! {};
    }
    html! { <div class="drop-hint" aria-hidden="true">{ icon(Icon::Drop) }{ page.text(Word::DropHere) }</div> }
}
