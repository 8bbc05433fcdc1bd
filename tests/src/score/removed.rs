//! What the analyzer says of a case when evidence is taken away: it has to know less, and not to guess.

use std::fmt::Write as _;

use analyzer::report::{Confidence, Report};

use super::of_each;
use crate::case::Case;

/// One case without some of its files.
#[derive(Debug, Clone)]
pub struct Row {
    /// The case.
    pub case: String,
    /// The files that were taken away.
    pub removed: Vec<String>,
    /// What the report says first, and how sure it is.
    pub said: Option<(String, Confidence)>,
    /// What it says first is one of the right causes.
    pub right: bool,
    /// None of the lines that decide the case is left.
    pub bare: bool,
    /// It cites a file that is not there; or it panicked.
    pub unsound: Option<String>,
}

/// Every case with more than one file: without each of them, and without all that hold deciding lines.
pub fn run(cases: &[Case]) -> Vec<Row> {
    of_each(cases, of_case)
}

fn of_case(case: &Case) -> Vec<Row> {
    if case.inputs.len() < 2 || case.is_healthy() {
        return Vec::new();
    }
    let decides = |file: &str| case.expect.decisive.iter().any(|line| line.file == file);
    let files: Vec<&str> = case.inputs.iter().map(|input| input.file.as_str()).collect();
    let mut without: Vec<Vec<&str>> = files.iter().map(|file| vec![*file]).collect();
    let deciding: Vec<&str> = files.iter().copied().filter(|file| decides(file)).collect();
    if deciding.len() > 1 && deciding.len() < files.len() {
        without.push(deciding);
    }
    without.retain(|removed| removed.len() < files.len());
    without.iter().map(|removed| one(case, removed)).collect()
}

fn one(case: &Case, removed: &[&str]) -> Row {
    let report = crate::invariants::hold(&case.without(removed));
    let unsound = match &report {
        Ok(report) => cites(report, removed),
        Err(why) => Some(why.clone()),
    };
    let first = report.as_ref().ok().and_then(|report| report.diagnoses.first());
    let right = first.is_some_and(|first| case.expect.causes.contains(&first.cause));
    Row {
        case: case.name.clone(),
        removed: removed.iter().map(ToString::to_string).collect(),
        said: first.map(|first| (first.cause.clone(), first.confidence)),
        right,
        bare: !case.expect.decisive.is_empty()
            && case.expect.decisive.iter().all(|line| removed.contains(&line.file.as_str())),
        unsound,
    }
}

/// A file that is cited although it is not there.
fn cites(report: &Report, removed: &[&str]) -> Option<String> {
    let mut cited = report.diagnoses.iter().flat_map(|said| &said.evidence);
    let absent = cited.find(|line| removed.contains(&line.source.as_str()))?;
    Some(format!("{} is cited and is not there", absent.source))
}

impl Row {
    /// It is sure of a cause.
    pub fn proven(&self) -> bool {
        self.said.as_ref().is_some_and(|(_, confidence)| *confidence == Confidence::Proven)
    }

    /// It stands behind a cause.
    pub fn firm(&self) -> bool {
        self.said.as_ref().is_some_and(|(_, confidence)| *confidence > Confidence::Possible)
    }
}

/// How many rows are so.
pub fn count(rows: &[Row], fits: impl Fn(&Row) -> bool) -> usize {
    rows.iter().filter(|row| fits(row)).count()
}

/// The figures, and with `misses` the rows in which something wrong is said.
pub fn summary(rows: &[Row], misses: bool) -> String {
    let mut text = String::new();
    for row in rows.iter().filter(|_| misses) {
        let wrong = row.firm() && !row.right;
        let guess = row.proven() && row.bare;
        if wrong || guess || row.unsound.is_some() {
            let (cause, confidence) =
                row.said.clone().unwrap_or_else(|| ("nothing".into(), Confidence::Possible));
            let _ = writeln!(
                text,
                "  {:40} without {:50} {} {confidence:?}{}{}{}",
                row.case,
                row.removed.join(" "),
                cause,
                if row.right { "" } else { ", wrong" },
                if row.bare { ", nothing that decides is left" } else { "" },
                row.unsound.as_ref().map(|why| format!(", {why}")).unwrap_or_default(),
            );
        }
    }
    let _ = writeln!(
        text,
        "files taken away {}: proven {} (wrong {}), likely {} (wrong {}); nothing left that decides {}: proven {}; unsound {}",
        rows.len(),
        count(rows, Row::proven),
        count(rows, |row| row.proven() && !row.right),
        count(rows, |row| row.firm() && !row.proven()),
        count(rows, |row| row.firm() && !row.proven() && !row.right),
        count(rows, |row| row.bare),
        count(rows, |row| row.bare && row.proven()),
        count(rows, |row| row.unsound.is_some()),
    );
    text
}
