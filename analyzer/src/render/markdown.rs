//! The report for an issue tracker.

use std::fmt::Write as _;

use super::folds::{self, Item, sign};
use super::rows::{CellView, RowView};
use super::words;
use crate::Analysis;
use crate::report::{Diagnosis, Report};

/// The report as Markdown (`CommonMark` with GitHub's tables), ending in a line end.
pub fn draw(analysis: &Analysis) -> String {
    let report = &analysis.report;
    let mut out = format!("## {}\n\n{}\n", words::verdict(report.verdict), plain(&report.message));
    for said in &report.diagnoses {
        diagnosis(&mut out, said);
    }
    if !report.comparisons.is_empty() {
        comparison(&mut out, analysis);
    }
    ending(&mut out, report);
    out
}

/// Text that must not turn into markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => {
                out.push('\\');
                out.push(character);
            }
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Text as code: fenced by more backticks than it holds, on one line, safe in a table.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|"))
}

fn diagnosis(out: &mut String, said: &Diagnosis) {
    let sure = words::confidence(said.confidence);
    let _ = writeln!(
        out,
        "\n### {} ({sure}, {})\n\n{}",
        plain(&said.title),
        code(&said.cause),
        plain(&said.summary)
    );
    if let Some(when) = &said.applies_when {
        let _ = writeln!(out, "\nApplies to: {}", plain(when));
    }
    section(out, "How it came to this", said.mechanism.len());
    for (number, step) in (1..).zip(&said.mechanism) {
        let _ = writeln!(out, "{number}. {}", plain(step));
    }
    section(out, "Evidence", said.evidence.len() + said.absent.len());
    for one in &said.evidence {
        let _ =
            writeln!(out, "- {}:{} {}: {}", plain(&one.source), one.line, code(&one.quote), plain(&one.why));
    }
    for one in &said.absent {
        let place = match (&one.source, one.line) {
            (Some(source), Some(line)) => format!(" (the normal run does it at {}:{line})", plain(source)),
            _ => String::new(),
        };
        let _ = writeln!(out, "- never: {}{place}: {}", plain(&one.what), plain(&one.why));
    }
    section(out, "What it is not", said.refutes.len());
    for one in &said.refutes {
        let place = format!("{}:{}", plain(&one.source), one.line);
        let _ = writeln!(out, "- {}: {} ({place})", plain(&one.hypothesis), plain(&one.why));
    }
    section(out, "Confirm", said.confirm.len());
    for one in &said.confirm {
        let _ = writeln!(out, "- {}", code(&one.command));
        let _ = writeln!(out, "  - if so: {}\n  - if not: {}", plain(&one.if_true), plain(&one.if_false));
    }
    section(out, "Fix", said.fix.len());
    for one in &said.fix {
        let _ = writeln!(out, "- {}: {}", words::fix(one.kind), plain(&one.text));
        if let Some(snippet) = &one.snippet {
            block(out, "  ", snippet);
        }
    }
}

/// A heading, if anything stands below it.
fn section(out: &mut String, title: &str, entries: usize) {
    if entries > 0 {
        let _ = writeln!(out, "\n**{title}**\n");
    }
}

fn block(out: &mut String, indent: &str, text: &str) {
    let _ = writeln!(out, "\n{indent}~~~~");
    for line in text.lines() {
        let _ = writeln!(out, "{indent}{line}");
    }
    let _ = writeln!(out, "{indent}~~~~");
}

/// The most telling pair; the others would only lengthen the ticket.
fn comparison(out: &mut String, analysis: &Analysis) {
    let Some(told) = analysis.report.comparisons.first() else { return };
    let side = |side: &crate::report::Side| {
        format!("{}<br>{} · {}", plain(&side.source), plain(&side.unit), plain(&side.outcome))
    };
    let _ = writeln!(
        out,
        "\n### Compare\n\n| normal: {} | | failing: {} |\n|---|---|---|",
        side(&told.normal),
        side(&told.failing)
    );
    for item in folds::of(analysis, 0) {
        match item {
            Item::SamePhase(title, rows) => {
                let _ = writeln!(out, "| *{}* | = | *{}* |", plain(&title), words::same(rows as usize));
            }
            Item::Phase(title) => {
                let _ = writeln!(out, "| **{}** | | |", plain(&title));
            }
            Item::SameRows(rows) => {
                let _ = writeln!(out, "| *{}* | = | |", words::same(rows));
            }
            Item::Rest(rows) => {
                let _ = writeln!(out, "| *{rows} more rows that differ* | | |");
            }
            Item::Row(row) => {
                let cells = (cell(row.normal.as_ref(), &row), cell(row.failing.as_ref(), &row));
                let note = row.note.as_ref().map_or(String::new(), |note| format!("<br>{}", plain(note)));
                let _ = writeln!(out, "| {} | {} | {}{note} |", cells.0, sign(row.mark.kind), cells.1);
            }
        }
    }
}

fn cell(cell: Option<&CellView>, row: &RowView) -> String {
    match cell {
        Some(cell) => format!("{} {}", cell.line, code(&words::cell(cell))),
        None => format!("*{}*", plain(&words::nothing(row))),
    }
}

fn ending(out: &mut String, report: &Report) {
    section(out, "Looks bad and is not the cause", report.unrelated.len());
    for one in &report.unrelated {
        let _ = writeln!(out, "- {}:{}: {}", plain(&one.source), one.line, plain(&one.why));
    }
    section(out, "What would settle it", report.missing.len());
    for one in &report.missing {
        let _ = writeln!(out, "- {}: {}", plain(&one.what), plain(&one.why));
    }
    section(out, "Sources", report.sources.len());
    for one in &report.sources {
        let reason = one.role_reason.as_ref().map_or(String::new(), |reason| format!(" · {}", plain(reason)));
        let named = format!(
            "{}: {} · {} · {}",
            words::role(one.role),
            plain(&one.name),
            one.format,
            plain(&one.summary)
        );
        let _ = writeln!(out, "- {named}{reason}");
        for remark in words::remarks(one) {
            let _ = writeln!(out, "  - {}", plain(&remark));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_turns_into_markup() {
        assert_eq!(plain("a|b <c> *d*"), r"a\|b \<c\> \*d\*");
        assert_eq!(code("a `b` | c"), r"``a `b` \| c``");
        assert_eq!(code("x\n"), "`x `");
    }
}
