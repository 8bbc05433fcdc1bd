//! The report drawn as text, Markdown and HTML: one file each.

pub mod filter;
pub mod flow;
mod folds;
pub mod html;
pub mod markdown;
pub mod rows;
pub mod text;
pub mod timeline;
pub mod units;
mod words;
