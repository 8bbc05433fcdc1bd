//! Keys that are pressed anywhere on the page.

use wasm_bindgen::JsCast;

use super::Listening;

/// A key that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed {
    /// Its name, as the browser calls it: `n`, `Escape`, `ArrowDown`.
    pub key: String,
    /// It was pressed while writing in a field.
    pub in_field: bool,
}

/// Hears of Ctrl+Z, or of what undoes elsewhere, outside of fields, until it is dropped.
pub fn undo(heard: yew::Callback<()>) -> Listening {
    let listener = super::document().map(|document| {
        super::listener(
            &document,
            "keydown",
            Box::new(move |event| {
                let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                let control =
                    (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
                if control && event.key() == "z" && !super::in_field(event) {
                    event.prevent_default();
                    heard.emit(());
                }
            }),
        )
    });
    Listening(listener.into_iter().collect())
}

/// Listens until it is dropped. `heard` says whether the key is used up.
pub fn listen(heard: Box<dyn Fn(&Pressed) -> bool>) -> Listening {
    let listeners = super::document().map(|document| {
        super::listener(
            &document,
            "keydown",
            Box::new(move |event| {
                let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                let other = event.ctrl_key() || event.meta_key() || event.alt_key();
                if other || event.default_prevented() || event.is_composing() {
                    return;
                }
                if heard(&Pressed { key: event.key(), in_field: super::in_field(event) }) {
                    event.prevent_default();
                }
            }),
        )
    });
    Listening(listeners.into_iter().collect())
}
