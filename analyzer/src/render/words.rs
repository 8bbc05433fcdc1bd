//! Words that every form of the report uses.

use std::fmt::Write as _;

use super::rows::{CellView, RowView};
use crate::align::RowKind;
use crate::order::{Change, InList};
use crate::report::{Confidence, FixKind, SourceReport, Verdict};
use crate::source::Role;

/// The verdict for people.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::CauseFound => "Cause found",
        Verdict::DifferenceFound => "Difference found",
        Verdict::NoFailureFound => "No failure found",
        Verdict::CannotTell => "Cannot tell",
    }
}

/// How sure a diagnosis is.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Proven => "proven",
        Confidence::Likely => "likely",
        Confidence::Possible => "possible",
    }
}

/// What kind of mending it is.
pub fn fix(kind: FixKind) -> &'static str {
    match kind {
        FixKind::Now => "Now",
        FixKind::Proper => "Properly",
        FixKind::HidesIt => "Only hides it",
    }
}

/// The role of a source.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Normal => "normal",
        Role::Failing => "failing",
        Role::Context => "context",
    }
}

/// One side of a row, without its line: `pwritev cache file 14, 8192 bytes = -1 ENOSPC`.
pub fn cell(cell: &CellView) -> String {
    let mut text = cell.call.clone();
    let mut between = " ";
    for part in [&cell.subject, &cell.arguments] {
        if !part.is_empty() {
            text.push_str(between);
            text.push_str(part);
            between = ", ";
        }
    }
    if !cell.result.is_empty() {
        text.push_str(" = ");
        text.push_str(&cell.result);
    }
    if !cell.duration.is_empty() {
        let _ = write!(text, " ({})", cell.duration);
    }
    text
}

/// What stands where a side of a row did not happen.
pub fn nothing(row: &RowView) -> String {
    match (row.mark.kind, &row.absent) {
        (RowKind::OnlyNormal, Some(what)) => format!("never happened: {what}"),
        (RowKind::OnlyNormal, None) => "never happened".to_string(),
        _ => "only in the failing run".to_string(),
    }
}

/// Folded rows.
pub fn same(rows: usize) -> String {
    if rows == 1 { "1 row the same".to_string() } else { format!("{rows} rows the same") }
}

/// What reading a source met: what was mended, and what was not understood.
pub fn remarks(source: &SourceReport) -> Vec<String> {
    const MOST: usize = 5;
    let mut remarks: Vec<String> = source
        .mended
        .iter()
        .take(MOST)
        .map(|mend| format!("line {}: mended: {}", mend.line, mend.what))
        .in_list();
    if source.mended.len() > MOST {
        remarks.push(format!("{} more mended", source.mended.len() - MOST));
    }
    let unparsed = &source.unparsed;
    remarks.add_all(
        unparsed.iter().take(MOST).map(|line| format!("line {}: not understood: {}", line.line, line.reason)),
    );
    if unparsed.len() > MOST {
        remarks.push(format!("{} more lines not understood", unparsed.len() - MOST));
    }
    remarks.add_all(source.why.iter().cloned());
    remarks
}
