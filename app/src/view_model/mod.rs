//! From the report to what is drawn: rows, folds, labels, counts. Pure, and tested without a browser.

pub mod cards;
pub mod differences;
pub mod evidence;
pub mod folds;
pub mod hint;
pub mod layout;
pub mod map;
pub mod markdown;
pub mod quote;
pub mod timeline;
