//! Colours and text size.

use crate::state::Look;

/// Shows the page so from now on.
pub fn set(look: Look) {
    let Some(root) = super::document().and_then(|document| document.document_element()) else { return };
    for (name, value) in [("data-theme", look.theme.name()), ("data-size", look.size.percent())] {
        let told =
            if value.is_empty() { root.remove_attribute(name) } else { root.set_attribute(name, value) };
        if told.is_err() {
            super::log("the look could not be changed");
        }
    }
    // Sizes that were measured are others now.
    if let Some(event) = web_sys::Event::new("resize").ok()
        && let Some(window) = web_sys::window()
    {
        let _ = window.dispatch_event(&event);
    }
}
