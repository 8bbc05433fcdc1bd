//! The built page in a real browser: table of contents.
//!
//! `cargo xtask test` builds the page and runs these; they say so when there is no page to open.
//! The page marks what a test looks for with `data-testid`, see `app/README.md`.
#![allow(clippy::print_stdout, reason = "tests print what they measured")]

mod bad_input;
mod first_incident;
mod large;
mod native;
mod promises;
mod same_as_native;
mod site;
mod timeline;
