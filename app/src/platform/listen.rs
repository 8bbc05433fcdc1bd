//! What is given to the page as a whole: pastes and drops.

use wasm_bindgen::JsCast;
use yew::Callback;

use super::{Listening, folders, pieces};
use crate::state::Action;

/// Hears of pastes and drops anywhere on the page, until it is dropped.
///
/// A paste never reaches a text field unless it is one of the page's own small ones: megabytes in a field freeze the page.
pub fn pastes_and_drops(act: &Callback<Action>, paste_name: &'static str) -> Listening {
    let Some(document) = super::document() else { return Listening::default() };
    let listeners = ["paste", "dragover", "dragleave", "drop"].map(|kind| {
        let act = act.clone();
        super::listener(&document, kind, Box::new(move |event| hear(kind, event, &act, paste_name)))
    });
    Listening(listeners.into())
}

fn hear(kind: &str, event: &web_sys::Event, act: &Callback<Action>, paste_name: &str) {
    match kind {
        "paste" => {
            let event = event.unchecked_ref::<web_sys::ClipboardEvent>();
            let Some(data) = event.clipboard_data().filter(|_| !super::in_field(event)) else { return };
            event.prevent_default();
            if !keep_files(&data, act) {
                let text = data.get_data("text/plain").unwrap_or_default();
                keep_text(&text, act, paste_name);
            }
        }
        "dragover" => {
            // Without this the browser opens the file in place of the page.
            event.prevent_default();
            act.emit(Action::Hover(true));
        }
        "dragleave" => {
            if event.unchecked_ref::<web_sys::DragEvent>().related_target().is_none() {
                act.emit(Action::Hover(false));
            }
        }
        _ => {
            event.prevent_default();
            act.emit(Action::Hover(false));
            let Some(data) = event.unchecked_ref::<web_sys::DragEvent>().data_transfer() else { return };
            let entries = folders::entries(&data.items());
            if !entries.is_empty() {
                pieces::keep_entries(entries, act.clone());
            } else if !keep_files(&data, act)
                && let Ok(text) = data.get_data("text/plain")
                && !text.is_empty()
            {
                keep_text(&text, act, paste_name);
            }
        }
    }
}

/// Keeps the files that were given; false if there are none.
fn keep_files(data: &web_sys::DataTransfer, act: &Callback<Action>) -> bool {
    let files = data.files().filter(|files| files.length() > 0);
    let some = files.is_some();
    pieces::keep_files(files, act.clone());
    some
}

fn keep_text(text: &str, act: &Callback<Action>, name: &str) {
    act.emit(Action::Give(pieces::keep_text(name.into(), text).into_iter().collect()));
}
