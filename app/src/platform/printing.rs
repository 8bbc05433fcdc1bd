//! Printing the page.

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
