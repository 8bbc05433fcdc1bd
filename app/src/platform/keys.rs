//! Keys that are pressed anywhere on the page.

use wasm_bindgen::JsCast;

use super::Listening;

/// A key that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed {
    /// Its name, as the browser calls it: `n`, `Escape`, `ArrowDown`; with what was held, `Ctrl+k`, `Ctrl+Shift+p`.
    /// The command key of an Apple keyboard is called Ctrl too.
    pub key: String,
    /// It was pressed while writing in a field, or while a dialog was open: then it is not meant for the page.
    pub in_field: bool,
}

/// Listens until it is dropped. `heard` says whether the key is used up.
pub fn listen(heard: Box<dyn Fn(&Pressed) -> bool>) -> Listening {
    let listeners = super::document().map(|document| {
        super::listener(
            &document,
            "keydown",
            Box::new(move |event| {
                let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
                if event.alt_key() || event.default_prevented() || event.is_composing() {
                    return;
                }
                let key = name(&event.key(), event.ctrl_key() || event.meta_key(), event.shift_key());
                if heard(&Pressed { key, in_field: super::in_field(event) || super::dialog_is_open() }) {
                    event.prevent_default();
                }
            }),
        )
    });
    Listening(listeners.into_iter().collect())
}

/// The name of a key with what was held. Shift alone is in the key already: `?`, `N`.
fn name(key: &str, ctrl: bool, shift: bool) -> String {
    if !ctrl {
        return key.to_string();
    }
    let held = if shift { "Ctrl+Shift+" } else { "Ctrl+" };
    [held, &key.to_ascii_lowercase()].concat()
}

/// Presses a key for whoever listens on the document.
pub fn press(key: &str) {
    let like = web_sys::KeyboardEventInit::new();
    like.set_key(key);
    like.set_bubbles(true);
    like.set_cancelable(true);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &like);
    if let (Some(document), Ok(event)) = (super::document(), event) {
        let _ = document.dispatch_event(&event);
    }
}
