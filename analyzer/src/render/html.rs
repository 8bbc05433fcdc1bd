//! The report as one self-contained HTML file: no script, nothing to load, styles of its own only.

use std::fmt::Write as _;

use super::folds::{self, Item, sign};
use super::rows::{CellView, RowView};
use super::words;
use crate::Analysis;
use crate::align::RowKind;
use crate::order::{Flat, InList};
use crate::report::{Diagnosis, Report};

/// The styles, the only ones that the document's policy lets in.
const STYLE: &str = include_str!("html/style.css");

/// The report as an HTML document, ending in a line end.
pub fn draw(analysis: &Analysis) -> String {
    let report = &analysis.report;
    let verdict = words::verdict(report.verdict);
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\">\n");
    let _ = writeln!(out, "<title>{}</title>\n<style>\n{STYLE}</style>", escape(&report.message));
    let _ = writeln!(out, "<h1>{verdict}</h1>\n<p>{}</p>", escape(&report.message));
    for said in &report.diagnoses {
        diagnosis(&mut out, said);
    }
    for index in 0..report.comparisons.len() {
        comparison(&mut out, analysis, index);
    }
    ending(&mut out, report);
    out.push_str("</html>\n");
    out
}

/// Text that must not turn into markup; control characters, which HTML forbids, become spaces.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

fn diagnosis(out: &mut String, said: &Diagnosis) {
    let sure = words::confidence(said.confidence);
    let _ = writeln!(out, "<h2>{} <span class=\"sure\">{sure}</span></h2>", escape(&said.title));
    let _ =
        writeln!(out, "<p>{} <code class=\"dim\">{}</code></p>", escape(&said.summary), escape(&said.cause));
    if let Some(when) = &said.applies_when {
        let _ = writeln!(out, "<p class=\"dim\">Applies to: {}</p>", escape(when));
    }
    list(out, "How it came to this", "ol", said.mechanism.iter().map(|step| escape(step)));
    let evidence = said.evidence.iter().map(|one| {
        format!(
            "{}:{} <code>{}</code><br>{}",
            escape(&one.source),
            one.line,
            escape(&one.quote),
            escape(&one.why)
        )
    });
    let absent = said.absent.iter().map(|one| format!("never: {}: {}", escape(&one.what), escape(&one.why)));
    list(out, "Evidence", "ul", evidence.with(absent));
    let refutes = said.refutes.iter().map(|one| {
        format!("{}: {} ({}:{})", escape(&one.hypothesis), escape(&one.why), escape(&one.source), one.line)
    });
    list(out, "What it is not", "ul", refutes);
    let confirm = said.confirm.iter().map(|one| {
        let (so, not) = (escape(&one.if_true), escape(&one.if_false));
        format!("<code>{}</code><br>if so: {so}<br>if not: {not}", escape(&one.command))
    });
    list(out, "Confirm", "ul", confirm);
    let fix = said.fix.iter().map(|one| {
        let snippet =
            one.snippet.as_ref().map_or(String::new(), |text| format!("<pre>{}</pre>", escape(text)));
        format!("{}: {}{snippet}", words::fix(one.kind), escape(&one.text))
    });
    list(out, "Fix", "ul", fix);
}

/// A titled list; nothing where there are no entries.
fn list(out: &mut String, title: &str, kind: &str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "<h3>{title}</h3>\n<{kind}>");
    for entry in entries {
        let _ = writeln!(out, "<li>{entry}</li>");
    }
    let _ = writeln!(out, "</{kind}>");
}

fn comparison(out: &mut String, analysis: &Analysis, index: usize) {
    let Some(told) = analysis.report.comparisons.get(index) else { return };
    let _ = writeln!(
        out,
        "<h2>Compare</h2>\n<table>\n<colgroup><col class=\"line\"><col><col class=\"sign\"><col class=\"line\"><col></colgroup>"
    );
    let side = |name: &str, side: &crate::report::Side| {
        format!("<b>{name}</b> {} · {} · {}", escape(&side.source), escape(&side.unit), escape(&side.outcome))
    };
    let heads = (side("normal", &told.normal), side("failing", &told.failing));
    let _ = writeln!(out, "<tr><td></td><td>{}</td><td></td><td></td><td>{}</td></tr>", heads.0, heads.1);
    for item in folds::of(analysis, index) {
        let (class, text) = match item {
            Item::SamePhase(title, rows) => {
                ("fold", format!("⋯ {} ({})", escape(&title), words::same(rows as usize)))
            }
            Item::SameRows(rows) => ("fold", format!("⋯ {}", words::same(rows))),
            Item::Rest(rows) => ("fold", format!("⋯ {rows} more rows that differ")),
            Item::Phase(title) => ("phase", escape(&title)),
            Item::Row(row) => {
                draw_row(out, &row);
                continue;
            }
        };
        let _ = writeln!(out, "<tr class=\"{class}\"><td colspan=\"5\">{text}</td></tr>");
    }
    out.push_str("</table>\n");
}

fn draw_row(out: &mut String, row: &RowView) {
    let class = match row.mark.kind {
        RowKind::Same => "same",
        RowKind::ValueOnly => "value-only",
        RowKind::Changed => "changed",
        RowKind::OnlyNormal => "only-normal",
        RowKind::OnlyFailing => "only-failing",
    };
    let side = |cell: Option<&CellView>, side: &str| match cell {
        Some(cell) => {
            let (line, text) = (cell.line, escape(&words::cell(cell)));
            format!("<td class=\"line\">{line}</td><td class=\"call {side}\">{text}</td>")
        }
        None => format!("<td></td><td class=\"dim\">{}</td>", escape(&words::nothing(row))),
    };
    let (normal, failing) = (side(row.normal.as_ref(), "normal"), side(row.failing.as_ref(), "failing"));
    let sign = sign(row.mark.kind);
    let _ = writeln!(out, "<tr class=\"{class}\">{normal}<td class=\"sign\">{sign}</td>{failing}</tr>");
    if let Some(note) = &row.note {
        let _ = writeln!(out, "<tr class=\"note\"><td></td><td colspan=\"4\">↳ {}</td></tr>", escape(note));
    }
}

fn ending(out: &mut String, report: &Report) {
    let unrelated = report
        .unrelated
        .iter()
        .map(|one| format!("{}:{}: {}", escape(&one.source), one.line, escape(&one.why)));
    list(out, "Looks bad and is not the cause", "ul", unrelated);
    let missing = report.missing.iter().map(|one| format!("{}: {}", escape(&one.what), escape(&one.why)));
    list(out, "What would settle it", "ul", missing);
    let sources = report.sources.iter().map(|one| {
        let reason =
            one.role_reason.as_ref().map_or(String::new(), |reason| format!(" · {}", escape(reason)));
        let remarks = words::remarks(one).iter().map(|remark| escape(remark)).in_list().join("<br>");
        let remarks = format!("<br><span class=\"dim\">{remarks}</span>");
        let (role, summary) = (words::role(one.role), escape(&one.summary));
        format!("<b>{role}</b> {} · {} · {summary}{reason}{remarks}", escape(&one.name), one.format)
    });
    list(out, "Sources", "ul", sources);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_turns_into_markup() {
        assert_eq!(escape("<a href='x'>&\u{1b}"), "&lt;a href=&#39;x&#39;&gt;&amp; ");
    }
}
