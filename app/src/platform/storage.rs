//! What the browser keeps for the page, if the reader wants that. Some browsers have no such place, or refuse it.

/// Under which name it is kept.
const KEY: &str = "syscause.look";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What is kept; `None` if nothing is, or the browser refuses to say.
pub fn kept() -> Option<String> {
    storage()?.get_item(KEY).ok()?
}

/// Keeps a text, or with `None` nothing any more.
pub fn keep(text: Option<&str>) {
    let Some(storage) = storage() else { return };
    let done = match text {
        Some(text) => storage.set_item(KEY, text),
        None => storage.remove_item(KEY),
    };
    if done.is_err() {
        super::log("the browser does not keep anything for this page");
    }
}
