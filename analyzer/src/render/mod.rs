//! The report drawn as text, Markdown and HTML: one file each.

mod folds;
pub mod html;
pub mod markdown;
pub mod rows;
pub mod text;
pub mod timeline;
mod words;
