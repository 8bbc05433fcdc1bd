//! The only place that names the browser: everything the page asks of it, behind small functions.

pub mod chart;
pub mod clipboard;
pub mod expression;
pub mod fields;
pub mod focus;
pub mod folders;
pub mod history;
pub mod hover;
pub mod keys;
pub mod listen;
pub mod parts;
pub mod pieces;
pub mod policy;
pub mod printing;
pub mod save;
pub mod screen;
pub mod storage;
pub mod theme;
pub mod unpack;
pub mod worker;
pub mod worker_scope;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;

/// Listeners that hear until they are dropped.
#[derive(Default)]
pub struct Listening(
    #[allow(dead_code, reason = "held, not read: a listener ends when it is dropped")] Vec<EventListener>,
);

/// Hears of one kind of event; what hears it may keep the browser from doing what it would do.
// Boxed, so that what listens is compiled once.
fn listener(
    target: &web_sys::EventTarget,
    kind: &'static str,
    heard: Box<dyn FnMut(&web_sys::Event)>,
) -> EventListener {
    EventListener::new_with_options(target, kind, EventListenerOptions::enable_prevent_default(), heard)
}

/// The document that the page stands in.
fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// True if the event belongs to a field in which the user writes.
fn in_field(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
            || element.matches("input:not([type=checkbox], [type=radio], [type=file])").unwrap_or(false)
    })
}

/// True while a dialog keeps everything else from being used.
fn dialog_is_open() -> bool {
    let found = document().and_then(|document| document.query_selector("dialog[open]").ok().flatten());
    found.is_some()
}

/// Where the page is mounted; the body if the shell has lost its place for it.
pub fn page_root() -> Option<web_sys::Element> {
    let document = document()?;
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
