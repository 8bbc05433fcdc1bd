//! What stands in fields, and files chosen with them.

use wasm_bindgen::JsCast;
use yew::{Callback, Event, InputEvent, NodeRef};

use super::pieces;
use crate::state::Action;

/// The text of the field that the event comes from; empty if it comes from none.
pub fn text(event: &InputEvent) -> String {
    field(event.target()).map(|field| field.value()).unwrap_or_default()
}

/// The chosen value of the list that the event comes from; empty if it comes from none.
pub fn chosen(event: &Event) -> String {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok())
        .map(|list| list.value())
        .unwrap_or_default()
}

/// The chosen value of a list that stands for an action: the list shows its first entry again.
pub fn chosen_once(event: &Event) -> String {
    let value = chosen(event);
    if let Some(list) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok())
    {
        list.set_selected_index(0);
    }
    value
}

/// Keeps the files that were chosen, and empties the field so that the same file can be chosen again.
pub fn keep_chosen_files(event: &Event, act: Callback<Action>) {
    let Some(field) = field(event.target()) else { return };
    pieces::keep_files(field.files(), act);
    // The list of files is live: it is read by now.
    field.set_value("");
}

/// Opens the dialog of a file field.
pub fn press(node: &NodeRef) {
    if let Some(field) = node.cast::<web_sys::HtmlInputElement>() {
        field.click();
    }
}

fn field(target: Option<web_sys::EventTarget>) -> Option<web_sys::HtmlInputElement> {
    target?.dyn_into().ok()
}
