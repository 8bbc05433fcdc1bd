//! From the report to what is drawn: rows, folds, labels, counts. Pure, and tested without a browser.

pub mod folds;
