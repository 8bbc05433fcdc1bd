//! Copying text.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Copies a text; says whether that worked.
pub async fn copy(text: String) -> bool {
    by_clipboard(&text).await.is_some() || by_selection(&text).is_some()
}

/// The proper way; browsers offer it only to pages from https or from this machine.
async fn by_clipboard(text: &str) -> Option<()> {
    let window = web_sys::window()?;
    if !window.is_secure_context() {
        return None;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.ok().map(drop)
}

/// The old way: select the text in a field out of sight and tell the browser to copy it.
fn by_selection(text: &str) -> Option<()> {
    let document = super::document()?;
    let field: web_sys::HtmlTextAreaElement = document.create_element("textarea").ok()?.unchecked_into();
    field.set_value(text);
    field.set_class_name("out-of-sight");
    let body = document.body()?;
    body.append_child(&field).ok()?;
    field.select();
    let copied = document.unchecked_ref::<web_sys::HtmlDocument>().exec_command("copy").unwrap_or(false);
    field.remove();
    copied.then_some(())
}
