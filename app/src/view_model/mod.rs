//! From the report to what is drawn: rows, folds, labels, counts. Pure, and tested without a browser.

pub mod arguments;
pub mod cards;
pub mod differences;
pub mod evidence;
pub mod flow;
pub mod folds;
pub mod hint;
pub mod layout;
pub mod lines;
pub mod map;
pub mod markdown;
pub mod notes;
pub mod outline;
pub mod palette;
pub mod quote;
pub mod settle;
pub mod stack;
pub mod timeline;
