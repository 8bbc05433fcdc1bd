//! The report drawn as text, Markdown and HTML: one file each.

pub mod flow;
mod folds;
pub mod html;
pub mod markdown;
pub mod rows;
pub mod text;
mod words;
