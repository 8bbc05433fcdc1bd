//! Every case of `tests/cases` in every view: how often the report is right, and the bounds it has to keep.
//!
//! The bounds are what the product reached; they are raised as it grows and never lowered.

use std::time::Duration;

use syscause_tests::case::Case;
use syscause_tests::score::{self, Judged, View, table};

/// No single run may take longer, also on a slow machine with the analyzer built for development.
const LONGEST_RUN: Duration = Duration::from_secs(2);

#[test]
fn cases_are_judged_right() {
    let cases = Case::all(&xtask::root().join("tests/cases")).unwrap();
    assert!(cases.len() >= 80, "only {} cases were found", cases.len());
    let rows = score::run(&cases, &View::ALL);
    println!("{}{} cases\n{}", table::misses(&rows), cases.len(), table::summary(&rows));

    let named = |wanted: &dyn Fn(&score::Row) -> bool| -> Vec<String> {
        rows.iter()
            .filter(|row| wanted(row))
            .map(|row| format!("{} ({})", row.case, row.view.name()))
            .collect()
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(named(&|row| row.judged == Judged::Crashed), none, "crashes");
    assert_eq!(named(&|row| row.took > LONGEST_RUN), none, "runs that take too long");
}
