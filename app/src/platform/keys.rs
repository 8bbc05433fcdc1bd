//! Keys that are pressed anywhere on the page.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::Callback;

/// A key that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed {
    /// Its name, as the browser calls it: `n`, `Escape`, `ArrowDown`.
    pub key: String,
    /// It was pressed while writing in a field.
    pub in_field: bool,
}

/// Listens until it is dropped. `heard` says whether the key is used up.
pub fn listen(heard: Callback<Pressed, bool>) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let stopping = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&document, "keydown", stopping, move |event| {
        let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        if event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || event.default_prevented()
            || event.is_composing()
        {
            return;
        }
        let in_field = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
        if heard.emit(Pressed { key: event.key(), in_field }) {
            event.prevent_default();
        }
    }))
}
