//! Helpers that the tests from outside share.

pub mod case;
pub mod rust_files;
pub mod score;
