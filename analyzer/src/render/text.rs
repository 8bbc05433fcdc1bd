//! The report for a terminal.

use std::fmt::Write as _;

use crate::Analysis;

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns; from 100 on the runs stand side by side.
    pub width: usize,
    /// Whether colours are drawn.
    pub colour: bool,
}

/// The report as text, ending in a line end.
pub fn draw(analysis: &Analysis, _style: Style) -> String {
    let report = &analysis.report;
    let mut out = format!("{}\n", report.message);
    for diagnosis in &report.diagnoses {
        let _ = writeln!(out, "{}", diagnosis.title);
    }
    out
}
