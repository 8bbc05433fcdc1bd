//! What happens to the page as a whole: pastes, drops, keys.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::Callback;

use super::pieces;
use crate::state::NewPiece;

/// Listens until it is dropped.
pub struct Listening {
    _listeners: Vec<EventListener>,
}

/// Where what was given goes.
#[derive(Clone)]
pub struct Given {
    /// New pieces.
    pub pieces: Callback<Vec<NewPiece>>,
    /// Names of files that cannot be read.
    pub unreadable: Callback<String>,
    /// Gives a paste its name.
    pub paste_name: Callback<(), String>,
    /// Files hang over the page, or no longer do.
    pub hovering: Callback<bool>,
}

/// Hears of pastes and drops anywhere on the page.
///
/// A paste never reaches a text field unless it is one of the page's own small ones: megabytes in a field freeze the page.
pub fn pastes_and_drops(given: &Given) -> Listening {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return Listening { _listeners: Vec::new() };
    };
    let stopping = EventListenerOptions::enable_prevent_default();
    let to = given.clone();
    let paste = EventListener::new_with_options(&document, "paste", stopping, move |event| {
        let Some(event) = event.dyn_ref::<web_sys::ClipboardEvent>() else { return };
        if is_field(event.target()) {
            return;
        }
        let Some(data) = event.clipboard_data() else { return };
        event.prevent_default();
        if data.files().is_some_and(|files| files.length() > 0) {
            pieces::keep_files(data.files(), to.pieces.clone(), to.unreadable.clone());
            return;
        }
        let text = data.get_data("text/plain").unwrap_or_default();
        to.pieces.emit(pieces::keep_text(to.paste_name.emit(()), &text).into_iter().collect());
    });
    let to = given.clone();
    let over = EventListener::new_with_options(&document, "dragover", stopping, move |event| {
        // Without this the browser opens the file in place of the page.
        event.prevent_default();
        to.hovering.emit(true);
    });
    let to = given.clone();
    let leave = EventListener::new(&document, "dragleave", move |event| {
        let left =
            event.dyn_ref::<web_sys::DragEvent>().is_some_and(|event| event.related_target().is_none());
        if left {
            to.hovering.emit(false);
        }
    });
    let to = given.clone();
    let drop = EventListener::new_with_options(&document, "drop", stopping, move |event| {
        event.prevent_default();
        to.hovering.emit(false);
        let data = event.dyn_ref::<web_sys::DragEvent>().and_then(web_sys::DragEvent::data_transfer);
        let Some(data) = data else { return };
        if data.files().is_some_and(|files| files.length() > 0) {
            pieces::keep_files(data.files(), to.pieces.clone(), to.unreadable.clone());
        } else if let Ok(text) = data.get_data("text/plain")
            && !text.is_empty()
        {
            to.pieces.emit(pieces::keep_text(to.paste_name.emit(()), &text).into_iter().collect());
        }
    });
    Listening { _listeners: vec![paste, over, leave, drop] }
}

/// True if the event belongs to a field in which the user writes.
fn is_field(target: Option<web_sys::EventTarget>) -> bool {
    target
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
