//! The page's address behind `#`, and the browser's way back and forward.

use wasm_bindgen::JsValue;

use super::Listening;

/// What stands behind `#`; empty if nothing does.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').map(ToString::to_string).unwrap_or_default()
}

/// Writes what stands behind `#`: as a new step of the way back, or in place of the newest one.
pub fn write(fragment: &str, step: bool) {
    let Some(window) = web_sys::window() else { return };
    let Ok(history) = window.history() else { return };
    // An address that is empty would keep the fragment; the path alone takes it away.
    let address = if fragment.is_empty() {
        let path = window.location().pathname().unwrap_or_default();
        path + &window.location().search().unwrap_or_default()
    } else {
        ["#", fragment].concat()
    };
    let written = if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
    // Browsers refuse when it happens too often; the next step is written again.
    if written.is_err() {
        super::log("the address could not be written");
    }
}

/// Hears of every step back or forward, and of an address that the reader writes, until it is dropped.
///
/// The page brings what was looked at into sight by itself, so the browser is told not to scroll.
pub fn watch(moved: Box<dyn Fn(String)>) -> Listening {
    let Some(window) = web_sys::window() else { return Listening::default() };
    if let Ok(history) = window.history() {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    let listener = super::listener(&window, "popstate", Box::new(move |_| moved(fragment())));
    Listening([listener].into())
}
