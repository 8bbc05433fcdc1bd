//! The report for a terminal: verdict, cause, evidence and remedy on top, then the runs side by side.

mod columns;
mod paint;

use std::fmt::Write as _;

use paint::{Paint, clip, wrap};

use super::folds::{self, Item};
use super::words;
use crate::Analysis;
use crate::order::Flat;
use crate::report::{Confidence, Diagnosis, Report, SourceReport};

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns; from 100 on the runs stand side by side.
    pub width: usize,
    /// Whether colours are drawn.
    pub colour: bool,
}

/// Comparisons beyond these are only counted.
const MOST_COMPARISONS: usize = 3;

/// The report as text, ending in a line end.
pub fn draw(analysis: &Analysis, style: Style) -> String {
    let mut page = Page { out: String::new(), width: style.width.clamp(40, 240), paint: Paint(style.colour) };
    let report = &analysis.report;
    page.head(report);
    for diagnosis in &report.diagnoses {
        page.diagnosis(diagnosis);
    }
    for (index, _) in report.comparisons.iter().enumerate().take(MOST_COMPARISONS) {
        page.comparison(analysis, index);
    }
    if report.comparisons.len() > MOST_COMPARISONS {
        page.line(
            0,
            &format!("{} more pairs of units were compared.", report.comparisons.len() - MOST_COMPARISONS),
        );
    }
    page.unrelated(report);
    page.sources(&report.sources);
    page.out
}

/// The text so far.
struct Page {
    out: String,
    width: usize,
    paint: Paint,
}

impl Page {
    fn head(&mut self, report: &Report) {
        let _ = writeln!(self.out, "{}", self.paint.bold(words::verdict(report.verdict)));
        self.line(0, &report.message);
    }

    /// A paragraph, wrapped and indented.
    fn line(&mut self, indent: usize, text: &str) {
        for line in wrap(text, self.width.saturating_sub(indent)) {
            let _ = writeln!(self.out, "{:indent$}{line}", "");
        }
    }

    /// A line behind a label; what wraps stands below the text, not below the label.
    fn item(&mut self, label: &str, text: &str) {
        let indent = 2 + label.chars().count() + 1;
        for (index, line) in wrap(text, self.width.saturating_sub(indent)).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            let _ = writeln!(self.out, "  {label:<width$} {line}", width = indent - 3);
        }
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{}", self.paint.bold(text));
    }

    fn diagnosis(&mut self, said: &Diagnosis) {
        let sure = words::confidence(said.confidence);
        let sure = match said.confidence {
            Confidence::Possible => self.paint.dim(sure),
            _ => self.paint.red(sure),
        };
        let _ =
            writeln!(self.out, "\n{sure}  {}  {}", self.paint.bold(&said.title), self.paint.dim(&said.cause));
        self.line(2, &said.summary);
        if let Some(when) = &said.applies_when {
            self.line(2, &format!("Applies to: {when}"));
        }
        if said.confidence > Confidence::Possible {
            self.steps(said);
        }
        self.evidence(said);
        self.remedies(said);
    }

    fn steps(&mut self, said: &Diagnosis) {
        if !said.mechanism.is_empty() {
            self.heading("How it came to this");
        }
        for (number, (index, step)) in (1..).zip(said.mechanism.iter().enumerate()) {
            let evidence = said.mechanism_evidence.get(index).copied().flatten();
            let place = evidence.and_then(|evidence| said.evidence.get(evidence));
            let place = place.map_or(String::new(), |place| format!(" ({}:{})", place.source, place.line));
            self.item(&format!("{number}."), &format!("{step}{place}"));
        }
    }

    fn evidence(&mut self, said: &Diagnosis) {
        self.heading("Evidence");
        for evidence in &said.evidence {
            let place = format!("{}:{}", evidence.source, evidence.line);
            let room = self.width.saturating_sub(place.chars().count() + 4);
            let _ = writeln!(self.out, "  {}  {}", self.paint.cyan(&place), clip(&evidence.quote, room));
            self.line(6, &evidence.why);
        }
        for absent in &said.absent {
            let place = match (&absent.source, absent.line) {
                (Some(source), Some(line)) => format!(" (the normal run does it at {source}:{line})"),
                _ => String::new(),
            };
            self.item("never:", &format!("{}{place}: {}", absent.what, absent.why));
        }
        if !said.refutes.is_empty() {
            self.heading("What it is not");
        }
        for refuted in &said.refutes {
            self.item(
                "-",
                &format!("{}: {} ({}:{})", refuted.hypothesis, refuted.why, refuted.source, refuted.line),
            );
        }
    }

    fn remedies(&mut self, said: &Diagnosis) {
        if !said.confirm.is_empty() {
            self.heading("Confirm");
        }
        for confirm in &said.confirm {
            let _ = writeln!(self.out, "  {}", self.paint.cyan(&format!("$ {}", confirm.command)));
            self.line(6, &format!("if so: {}", confirm.if_true));
            self.line(6, &format!("if not: {}", confirm.if_false));
        }
        if !said.fix.is_empty() {
            self.heading("Fix");
        }
        for fix in &said.fix {
            self.item(&format!("{}:", words::fix(fix.kind)), &fix.text);
            for line in fix.snippet.iter().flat(|snippet| snippet.lines()) {
                let _ = writeln!(self.out, "      {}", self.paint.cyan(line));
            }
        }
    }

    fn comparison(&mut self, analysis: &Analysis, index: usize) {
        let Some(told) = analysis.report.comparisons.get(index) else { return };
        self.heading("Compare");
        for (role, side) in [("normal", &told.normal), ("failing", &told.failing)] {
            let place = format!("{} lines {}–{}", side.source, side.first_line, side.last_line);
            self.item(&format!("{role:<8}"), &format!("{} · {} · {place}", side.unit, side.outcome));
        }
        let counts = format!(
            "{} rows: {} the same, {} in values only, {} changed, {} only normal, {} only failing",
            told.rows, told.same, told.value_only, told.changed, told.only_normal, told.only_failing
        );
        let _ = writeln!(self.out, "  {}", self.paint.dim(&counts));
        for item in folds::of(analysis, index) {
            self.fold(&item);
        }
        if let Some(note) = &told.fallback {
            self.line(2, note);
        }
    }

    fn fold(&mut self, item: &Item) {
        let text = match item {
            Item::SamePhase(title, rows) => format!("  ⋯ {title} ({})", words::same(*rows as usize)),
            Item::SameRows(rows) => format!("  ⋯ {}", words::same(*rows)),
            Item::Rest(rows) => format!("  ⋯ {rows} more rows that differ"),
            Item::Phase(title) => {
                let _ = writeln!(self.out, "  {}", self.paint.bold(title));
                return;
            }
            Item::Row(row) => {
                columns::row(&mut self.out, row, self.width, self.paint);
                if let Some(note) = &row.note {
                    self.item("   ↳", note);
                }
                return;
            }
        };
        let _ = writeln!(self.out, "{}", self.paint.dim(&clip(&text, self.width)));
    }

    fn unrelated(&mut self, report: &Report) {
        if !report.unrelated.is_empty() {
            self.heading("Looks bad and is not the cause");
        }
        for unrelated in &report.unrelated {
            self.item(&format!("{}:{}", unrelated.source, unrelated.line), &unrelated.why);
        }
        if !report.missing.is_empty() {
            self.heading("What would settle it");
        }
        for missing in &report.missing {
            self.item("-", &format!("{}: {}", missing.what, missing.why));
        }
    }

    fn sources(&mut self, sources: &[SourceReport]) {
        if !sources.is_empty() {
            self.heading("Sources");
        }
        for source in sources {
            let reason = source.role_reason.as_ref().map_or(String::new(), |reason| format!(" · {reason}"));
            let text = format!("{} · {} · {}{reason}", source.name, source.format, source.summary);
            self.item(&format!("{:<8}", words::role(source.role)), &text);
            for remark in words::remarks(source) {
                self.item("        ", &remark);
            }
        }
    }
}
