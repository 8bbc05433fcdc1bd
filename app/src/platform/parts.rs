//! What was loaded before the program began: by the start script for the page, by the page for its worker.

use wasm_bindgen::JsValue;

/// The global object that holds the parts; `boot.js` and the worker's first lines write it.
const HOLDER: &str = "syscause";

/// A part that is text; `None` if it was not handed over.
pub fn text(name: &str) -> Option<String> {
    let holder = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(HOLDER)).ok()?;
    js_sys::Reflect::get(&holder, &JsValue::from_str(name)).ok()?.as_string()
}
