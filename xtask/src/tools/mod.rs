//! The tools that Cargo does not bring by itself: which versions, whether they are there, how to get them.
//!
//! Every version is pinned here, except that of wasm-bindgen: it has to be the one in `Cargo.lock`.
//! A tool that is there in the right version is used as it is, so that a second run installs nothing.

pub mod browser;
pub mod library;
pub mod page;

/// Trunk builds the page. 0.22 needs a newer compiler than this project asks for and brings nothing we need.
pub const TRUNK: &str = "0.21.14";
/// What the page is compiled to.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Debian's packages for the browser tests; the font is for the Chinese text in screenshots.
pub const DEBIAN_BROWSER: &[&str] = &["chromium", "chromium-driver", "fonts-noto-cjk"];
