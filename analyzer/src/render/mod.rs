//! The report drawn as text, Markdown and HTML: one file each.

mod absent;
mod arguments;
mod at;
mod cells;
mod details;
mod history;
pub mod html;
pub mod markdown;
pub mod rows;
mod said;
mod shorten;
pub mod text;
