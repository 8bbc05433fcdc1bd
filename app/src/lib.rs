//! The page of Syscause: what it knows, what it shows, and what it says to its worker.
//!
//! Everything but [`platform`] is free of the browser's own types, so that it can be tested natively.

pub mod answering;
pub mod bits;
pub mod build;
pub mod components;
pub mod examples;
pub mod few;
pub mod i18n;
pub mod platform;
pub mod protocol;
pub mod state;
pub mod texts;
pub mod view_model;
pub mod views;
pub mod wanted;
