//! The report for an issue tracker.

use crate::Analysis;

/// The report as Markdown, ending in a line end.
pub fn draw(analysis: &Analysis) -> String {
    format!("{}\n", analysis.report.message)
}
