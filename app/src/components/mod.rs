//! Smaller parts that the views share.

pub mod badge;
pub mod button;
pub mod copy_button;
pub mod dialog;
pub mod icon;
pub mod line_link;
pub mod page;
pub mod prose;
pub mod quoted;
pub mod text;
