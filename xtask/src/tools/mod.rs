//! The tools that Cargo does not bring by itself: which versions, whether they are there, how to get them.
//!
//! Every version is pinned here, except that of wasm-bindgen: it has to be the one in `Cargo.lock`.
//! A tool that is there in the right version is used as it is, so that a second run installs nothing.

pub mod axe;
pub mod browser;
pub mod debian;
pub mod library;
pub mod page;

/// Trunk builds the page. 0.22 needs a newer compiler than this project asks for and brings nothing we need.
pub const TRUNK: &str = "0.21.14";
/// What the page is compiled to.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Debian's packages for the browser tests; the font is for the Chinese text in screenshots.
pub const DEBIAN_BROWSERS: &[&str] = &["chromium", "chromium-driver", "firefox-esr", "fonts-noto-cjk"];
/// Debian's packages that bring npm.
pub const DEBIAN_NPM: &[&str] = &["nodejs", "npm"];
/// axe-core tests the page for accessibility.
pub const AXE: &str = "4.14.1";
/// What npm has to say of the package, so that it is this one and no other.
pub const AXE_INTEGRITY: &str =
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";
