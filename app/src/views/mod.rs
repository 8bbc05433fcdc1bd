//! What is seen: one file per view. Views draw; what they draw is worked out in [`crate::view_model`].

mod app;
mod compare;
mod flow;
mod help;
mod inbox;
mod menus;
mod notices;
mod openers;
mod palette;
mod session;
mod sources;
mod tabs;
mod timeline;
mod top_bar;
mod verdict;
mod welcome;
mod windowed;

use crate::{platform, texts};

/// Puts the page into the document.
pub fn mount() {
    if let Err(why) = texts::keep(&platform::parts::text("prose").unwrap_or_default()) {
        platform::give_up(&why);
    }
    platform::policy::forbid_requests();
    if let Some(root) = platform::page_root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
