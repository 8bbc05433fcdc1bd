//! Light and dark.

use crate::state::Theme;

/// Shows the page in these colours until it is reloaded; nothing is stored.
pub fn set(theme: Theme) {
    let Some(root) = super::document().and_then(|document| document.document_element()) else { return };
    let told = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
    if told.is_err() {
        super::log("the colours could not be changed");
    }
}
