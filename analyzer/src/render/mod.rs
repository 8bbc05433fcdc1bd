//! The report drawn as text, Markdown and HTML: one file each.

pub mod rows;
