//! The built page in a real browser: table of contents.
//!
//! `cargo xtask test` builds the page and runs these; they say so when there is no page to open.
//! The page marks what a test looks for with `data-testid`, see `app/README.md`.
#![allow(clippy::print_stdout, reason = "tests print what they measured")]

mod accessibility;
mod bad_input;
mod compare;
mod everywhere;
mod first_incident;
mod flow;
mod hands;
mod inbox;
mod keyboard;
mod large;
mod meter;
mod million;
mod native;
mod pictures;
mod promises;
mod prompt;
mod same_as_native;
mod seen;
mod site;
mod sources;
mod timeline;
