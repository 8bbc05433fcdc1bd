//! The content policy of the running page.

/// Forbids the page every further request: once its own parts are loaded, it needs none.
///
/// A policy can only be added to, never loosened, and workers that are made later inherit it.
pub fn forbid_requests() {
    let Some(document) = super::document() else { return };
    let (Some(head), Ok(meta)) = (document.head(), document.create_element("meta")) else { return };
    let written = meta
        .set_attribute("http-equiv", "Content-Security-Policy")
        .and_then(|()| meta.set_attribute("content", "connect-src 'none'"))
        .and_then(|()| head.append_child(&meta).map(drop));
    if written.is_err() {
        super::log("the policy that forbids requests could not be added");
    }
}
