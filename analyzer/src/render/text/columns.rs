//! One row of the side by side: two columns where there is room, else one side below the other.

use std::fmt::Write as _;

use super::super::folds::sign;
use super::super::rows::{CellView, RowView};
use super::super::words;
use super::paint::{Paint, clip, fit};
use crate::align::RowKind;

/// From this width on the sides stand beside each other.
const SIDE_BY_SIDE: usize = 100;

/// Columns for a line number.
const NUMBER: usize = 6;

/// Draws a row.
pub fn row(out: &mut String, row: &RowView, width: usize, paint: Paint) {
    let normal = |text: &str| match row.mark.kind {
        RowKind::OnlyNormal => paint.green(text),
        _ => text.to_string(),
    };
    let failing = |text: &str| match row.mark.kind {
        RowKind::Changed | RowKind::OnlyFailing => paint.red(text),
        RowKind::OnlyNormal => paint.dim(text),
        _ => text.to_string(),
    };
    let sign = sign(row.mark.kind);
    if width >= SIDE_BY_SIDE {
        let column = (width - 5) / 2;
        let left = normal(&fit(&side(row.normal.as_ref(), row), column));
        let right = failing(&clip(&side(row.failing.as_ref(), row), column));
        let _ = writeln!(out, " {left} {sign} {right}");
        return;
    }
    let room = width.saturating_sub(NUMBER + 5);
    if row.normal.is_some() {
        let _ = writeln!(out, "{sign} n {}", normal(&clip(&side(row.normal.as_ref(), row), room)));
    }
    if row.failing.is_some() || row.mark.kind == RowKind::OnlyNormal {
        let _ = writeln!(out, "{sign} f {}", failing(&clip(&side(row.failing.as_ref(), row), room)));
    }
}

/// A side with its line number.
fn side(cell: Option<&CellView>, row: &RowView) -> String {
    match cell {
        Some(cell) => format!("{:>NUMBER$} {}", cell.line, words::cell(cell)),
        None => format!("{:>NUMBER$} {}", "", words::nothing(row)),
    }
}
