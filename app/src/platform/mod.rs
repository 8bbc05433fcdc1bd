//! The only place that names the browser: everything the page asks of it, behind small functions.

pub mod clipboard;
pub mod fields;
pub mod hover;
pub mod keys;
pub mod listen;
pub mod parts;
pub mod pieces;
pub mod policy;
pub mod screen;
pub mod theme;
pub mod worker;
pub mod worker_scope;

use wasm_bindgen::JsCast;

/// Where the page is mounted; the body if the shell has lost its place for it.
pub fn page_root() -> Option<web_sys::Element> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id("page").or_else(|| document.body().map(JsCast::unchecked_into))
}

/// Ends the start of the page: the start script says so to the user.
pub fn give_up(why: &str) -> ! {
    wasm_bindgen::throw_str(why)
}

/// Says a line on the developer console; for what has no place on the page.
pub fn log(text: &str) {
    web_sys::console::warn_1(&text.into());
}
