//! The report as one self-contained HTML file.

use crate::Analysis;

/// The report as an HTML document without scripts and without anything to load.
pub fn draw(analysis: &Analysis) -> String {
    let message = analysis.report.message.replace('&', "&amp;").replace('<', "&lt;");
    format!("<!doctype html><meta charset=utf-8><title>Syscause</title><p>{message}</p>\n")
}
