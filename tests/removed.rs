//! A case with its evidence taken away loses confidence or changes its answer, and does not guess.
//!
//! The bounds are what the product reached; they only fall.

use syscause_tests::case::Case;
use syscause_tests::score::{benign, removed};

/// So often it stands behind a wrong cause.
const WRONGLY_FIRM: usize = 12;
/// So often it is sure of a cause although none of the lines that decide the case is left.
const PROVEN_WITHOUT_PROOF: usize = 1;
/// So many lines that look bad are named as harmless; this bound only rises.
const NAMED_HARMLESS: usize = 8;

#[test]
fn without_its_evidence_a_case_is_not_guessed() {
    let cases = Case::all(&xtask::root().join("tests/cases")).unwrap();
    let rows = removed::run(&cases);
    println!("{}", removed::summary(&rows, true));
    assert!(rows.len() > 200, "only {} variants were tried", rows.len());
    let unsound: Vec<_> = rows.iter().filter(|row| row.unsound.is_some()).collect();
    assert!(unsound.is_empty(), "{unsound:#?}");
    let count = |fits: &dyn Fn(&removed::Row) -> bool| removed::count(&rows, fits);
    assert_eq!(count(&|row| row.proven() && !row.right), 0, "sure of a wrong cause");
    assert!(count(&|row| row.firm() && !row.right) <= WRONGLY_FIRM, "stands behind a wrong cause");
    assert!(
        count(&|row| row.proven() && row.bare) <= PROVEN_WITHOUT_PROOF,
        "sure without a line that decides"
    );
}

#[test]
fn harmless_lines_are_no_evidence() {
    let cases = Case::all(&xtask::root().join("tests/cases")).unwrap();
    let rows = benign::run(&cases);
    println!("{}", benign::summary(&rows, true));
    assert!(!rows.is_empty(), "no case names a harmless line");
    assert!(rows.iter().all(|row| !row.cited), "a harmless line is cited: {rows:#?}");
    assert!(rows.iter().filter(|row| row.named).count() >= NAMED_HARMLESS, "fewer are named than before");
}
