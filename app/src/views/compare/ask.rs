//! What the comparison asks the worker as it goes: marks, details and searches. Rows are asked for by the grid.

use yew::prelude::*;

use crate::components::context::Page;
use crate::protocol::{JobId, ToWorker};
use crate::state::{Compare, RowKey};

/// Asks for what is shown and not yet known.
#[hook]
pub fn use_questions(page: &Page, job: JobId, compare: &Compare) {
    let comparison = compare.index;

    let ask = page.ask.clone();
    use_effect_with((job, comparison), move |_| {
        ask.emit(ToWorker::Marks { job, comparison });
    });

    let ask = page.ask.clone();
    let row = match compare.focus {
        Some(RowKey::Row(row)) if compare.details_open && compare.marks.is_some() => Some(row),
        _ => None,
    };
    use_effect_with((job, comparison, row), move |(_, _, row)| {
        if let Some(row) = *row {
            ask.emit(ToWorker::Details { job, comparison, row });
        }
    });

    let ask = page.ask.clone();
    use_effect_with((job, comparison, compare.search.text.clone()), move |(_, _, text)| {
        if !text.is_empty() {
            ask.emit(ToWorker::Find { job, comparison, text: text.clone() });
        }
    });
}
