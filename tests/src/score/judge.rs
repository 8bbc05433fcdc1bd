//! Whether a report is right about a case.

use std::collections::BTreeSet;

use analyzer::report::{Comparison, Confidence, Diagnosis, Divergence, Report, Verdict};

use super::View;
use crate::case::{Case, FileLine, Place};

/// How right a report is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// The analyzer panicked.
    Crashed,
    /// Nothing is wrong, and the report has to say so.
    Healthy {
        /// The cause that it claimed all the same, or what else it said.
        false_alarm: Option<String>,
    },
    /// Something is wrong, and the report has to say what.
    Sick {
        /// Place of the right cause among the diagnoses, from 1.
        rank: Option<usize>,
        /// The cause it named first.
        top: String,
        /// How many of the deciding lines its first diagnosis rests on.
        cited: usize,
        /// How many deciding lines there are.
        citable: usize,
    },
    /// Two traces whose first divergence is known.
    Pair {
        /// The name of the field that holds the right place.
        right: Option<&'static str>,
        /// What the first comparison says instead.
        said: String,
    },
    /// Two traces of which no divergence is known: only a crash counts.
    Unknown,
}

/// Judges a report; `None` stands for a crash.
pub fn judge(case: &Case, view: View, report: Option<&Report>) -> Judged {
    let Some(report) = report else { return Judged::Crashed };
    match view {
        View::Well => Judged::Healthy { false_alarm: claimed(report) },
        View::Pair if case.is_healthy() => Judged::Healthy { false_alarm: claimed(report) },
        View::Pair if case.expect.first_divergence.is_none() => Judged::Unknown,
        View::Pair => pair(case, report),
        View::All | View::Blind | View::Pasted if case.is_healthy() => {
            let calm = matches!(report.verdict, Verdict::NoFailureFound | Verdict::DifferenceFound);
            let alarm = || format!("the verdict {:?}", report.verdict);
            Judged::Healthy { false_alarm: claimed(report).or_else(|| (!calm).then(alarm)) }
        }
        View::All | View::Blind | View::Pasted => sick(case, report),
    }
}

/// The first cause that the report stands behind.
fn claimed(report: &Report) -> Option<String> {
    report.diagnoses.iter().find(|said| said.confidence > Confidence::Possible).map(|said| said.cause.clone())
}

fn sick(case: &Case, report: &Report) -> Judged {
    let right = |said: &Diagnosis| case.expect.causes.contains(&said.cause);
    let may_be_healthy = case.expect.causes.iter().any(|cause| cause == "none");
    let rightly_calm =
        may_be_healthy && report.verdict == Verdict::NoFailureFound && claimed(report).is_none();
    let top = report.diagnoses.first();
    let wanted: BTreeSet<FileLine> = case.expect.decisive.iter().cloned().collect();
    let got: BTreeSet<FileLine> = top
        .map(|said| said.evidence.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|evidence| FileLine { file: base(&evidence.source).to_string(), line: evidence.line })
        .collect();
    Judged::Sick {
        rank: if rightly_calm {
            Some(1)
        } else {
            report.diagnoses.iter().position(right).map(|index| index + 1)
        },
        top: top.map(|said| said.cause.clone()).unwrap_or_default(),
        cited: wanted.intersection(&got).count(),
        citable: wanted.len(),
    }
}

fn pair(case: &Case, report: &Report) -> Judged {
    let Some((normal, failing)) = case.pair() else { return Judged::Unknown };
    let wanted: Vec<&Place> =
        case.expect.first_divergence.iter().chain(&case.expect.also_accepted_divergence).collect();
    let of_pair = |comparison: &&Comparison| {
        let names: BTreeSet<&str> =
            [base(&comparison.normal.source), base(&comparison.failing.source)].into();
        names == BTreeSet::from([normal.as_str(), failing.as_str()])
    };
    for comparison in report.comparisons.iter().filter(of_pair) {
        for (field, divergence) in [
            ("first_divergence", &comparison.first_divergence),
            ("decisive_divergence", &comparison.decisive_divergence),
        ] {
            if divergence.as_ref().is_some_and(|said| wanted.iter().any(|place| is_at(said, place))) {
                return Judged::Pair { right: Some(field), said: String::new() };
            }
        }
    }
    let said = report.comparisons.first().and_then(|comparison| comparison.first_divergence.as_ref());
    let said = said.map_or_else(
        || "no divergence".to_string(),
        |said| format!("normal {:?}, failing {:?}: {}", said.normal_line, said.failing_line, said.what),
    );
    Judged::Pair { right: None, said }
}

fn is_at(said: &Divergence, place: &Place) -> bool {
    let agrees = |line: Option<u32>, wanted: Option<u32>| wanted.is_none() || line == wanted;
    agrees(said.normal_line, place.normal_line)
        && agrees(said.failing_line, place.failing_line)
        && (place.normal_line.is_some() || place.failing_line.is_some())
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
