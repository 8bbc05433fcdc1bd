//! Lines that look bad and are not the cause: whether the report says so, and never rests on them.

use std::fmt::Write as _;

use super::of_each;
use crate::case::{Case, FileLine};

/// One such line.
#[derive(Debug, Clone)]
pub struct Row {
    /// The case.
    pub case: String,
    /// The line.
    pub line: FileLine,
    /// The report names it as unrelated, or as what refutes a hypothesis.
    pub named: bool,
    /// The first diagnosis rests on it.
    pub cited: bool,
}

/// Every such line of every case.
pub fn run(cases: &[Case]) -> Vec<Row> {
    of_each(cases, |case| {
        if case.expect.benign.is_empty() {
            return Vec::new();
        }
        let report = analyzer::analyze(&case.with_roles());
        let first = report.diagnoses.first();
        let is = |line: &FileLine, file: &str, number: u32| line.file == file && line.line == number;
        let row = |line: &FileLine| Row {
            case: case.name.clone(),
            line: line.clone(),
            named: report.unrelated.iter().any(|one| is(line, &one.source, one.line))
                || first.is_some_and(|first| first.refutes.iter().any(|one| is(line, &one.source, one.line))),
            cited: first
                .is_some_and(|first| first.evidence.iter().any(|one| is(line, &one.source, one.line))),
        };
        case.expect.benign.iter().map(row).collect()
    })
}

/// The figures, and with `misses` the lines that are not named.
pub fn summary(rows: &[Row], misses: bool) -> String {
    let mut text = String::new();
    for row in rows.iter().filter(|row| misses && (!row.named || row.cited)) {
        let what = if row.cited { "is cited" } else { "is not named" };
        let _ = writeln!(text, "  {:40} {}:{} {what}", row.case, row.line.file, row.line.line);
    }
    let named = rows.iter().filter(|row| row.named).count();
    let cited = rows.iter().filter(|row| row.cited).count();
    let _ = writeln!(text, "harmless lines {}: named as such {named}, cited as evidence {cited}", rows.len());
    text
}
