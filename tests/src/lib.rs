//! Helpers that the tests from outside share.

pub mod rust_files;
