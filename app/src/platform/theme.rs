//! Light and dark.

use yew::functional::hook;

/// Which colours the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

impl Theme {
    /// The next one of the three.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// Shows the page in these colours until it is reloaded; nothing is stored.
pub fn set(theme: Theme) {
    let root =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    let Some(root) = root else { return };
    let told = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
    if told.is_err() {
        super::log("the colours could not be changed");
    }
}

/// The theme, and a way to the next one.
#[hook]
pub fn use_theme() -> (Theme, yew::Callback<yew::MouseEvent>) {
    let theme = yew::use_state(Theme::default);
    let now = *theme;
    let next = yew::Callback::from(move |_| {
        set(theme.next());
        theme.set(theme.next());
    });
    (now, next)
}
