//! Every case of `tests/cases` in every view: how often the report is right, and the bounds it has to keep.
//!
//! The bounds are what the product reached; they are raised as it grows and never lowered.

use std::time::Duration;

use syscause_tests::case::Case;
use syscause_tests::score::{self, Judged, View, table};

/// No single run may take longer, also on a slow machine with the analyzer built for development.
const LONGEST_RUN: Duration = Duration::from_secs(2);

/// What a view has to reach, in per cent, and how many false alarms it may give.
struct Bound {
    view: View,
    cause_first: usize,
    cited: usize,
    divergence: usize,
    false_alarms: usize,
}

const BOUNDS: &[Bound] = &[
    Bound { view: View::All, cause_first: 100, cited: 85, divergence: 0, false_alarms: 0 },
    Bound { view: View::Blind, cause_first: 100, cited: 80, divergence: 0, false_alarms: 0 },
    Bound { view: View::Pasted, cause_first: 100, cited: 0, divergence: 0, false_alarms: 0 },
    Bound { view: View::Pair, cause_first: 0, cited: 0, divergence: 95, false_alarms: 0 },
    Bound { view: View::Well, cause_first: 0, cited: 0, divergence: 0, false_alarms: 0 },
];

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

    for bound in BOUNDS {
        let reached = table::figures(&rows, bound.view);
        let name = bound.view.name();
        let cause = reached.cause_first;
        assert!(cause.percent() >= bound.cause_first, "{name}: the cause comes first in {cause}");
        let cited = reached.cited;
        assert!(cited.percent() >= bound.cited, "{name}: of the deciding lines {cited} are cited");
        let divergence = reached.divergence;
        assert!(divergence.percent() >= bound.divergence, "{name}: the divergence is right in {divergence}");
        let alarms = reached.false_alarms;
        assert!(alarms.part <= bound.false_alarms, "{name}: false alarms {alarms}");
    }
}
