//! Helpers that the tests from outside share.
#![allow(clippy::missing_errors_doc, reason = "an error is a sentence that says itself")]

pub mod bench;
pub mod browser;
pub mod case;
pub mod damage;
pub mod generate;
pub mod invariants;
pub mod raw;
pub mod rust_files;
pub mod score;
