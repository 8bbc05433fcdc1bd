//! Printing the page.

use wasm_bindgen::JsCast;

use super::Listening;

/// Hears when printing begins (`true`) and ends, until it is dropped.
pub fn watch(printing: Box<dyn Fn(bool)>) -> Listening {
    let Some(window) = web_sys::window() else { return Listening::default() };
    let printing = std::rc::Rc::new(printing);
    let listeners = [("beforeprint", true), ("afterprint", false)].map(|(kind, begins)| {
        let printing = std::rc::Rc::clone(&printing);
        super::listener(&window, kind, Box::new(move |_| printing(begins)))
    });
    Listening(listeners.into())
}

/// Opens the browser's dialog for printing.
pub fn print() {
    if web_sys::window().is_none_or(|window| window.print().is_err()) {
        super::log("the page could not be printed");
    }
}

/// Opens everything that is folded on the page, or closes again what this has opened.
pub fn unfold(open: bool) {
    let Some(document) = super::document() else { return };
    let wanted = if open { "details:not([open])" } else { "details[data-unfolded]" };
    let Ok(found) = document.query_selector_all(wanted) else { return };
    for index in 0..found.length() {
        let Some(details) = found.get(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else {
            continue;
        };
        for name in ["open", "data-unfolded"] {
            // An element that refuses stays as it is.
            let _ = if open { details.set_attribute(name, "") } else { details.remove_attribute(name) };
        }
    }
}
