//! What holds for every report, whatever was pasted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use analyzer::report::{Report, Verdict};
use analyzer::source::Input;

/// Analyzes an input and checks the report.
///
/// # Errors
/// What does not hold, in one sentence.
pub fn hold(input: &Input) -> Result<Report, String> {
    let report = catch_unwind(AssertUnwindSafe(|| analyzer::analyze(input))).map_err(|_| "it panics")?;
    every_line_is_accounted_for(&report)?;
    every_claim_points_at_a_source(&report)?;
    the_verdict_fits(&report)?;
    comparisons_add_up(&report)?;
    no_marks_are_left(&report)?;
    Ok(report)
}

fn every_line_is_accounted_for(report: &Report) -> Result<(), String> {
    for source in report.sources.iter().filter(|source| source.format == "strace") {
        let unparsed = u32::try_from(source.unparsed.len()).unwrap_or(u32::MAX);
        let counted = source.records.saturating_add(unparsed).saturating_add(source.blank);
        if counted != source.lines {
            return Err(format!(
                "{}: {} records + {unparsed} unparsed + {} blank are not {} lines",
                source.name, source.records, source.blank, source.lines
            ));
        }
        if let Some(line) = source.unparsed.iter().find(|line| line.reason.is_empty()) {
            return Err(format!(
                "{}: line {} is not understood and no reason is given",
                source.name, line.line
            ));
        }
    }
    Ok(())
}

fn every_claim_points_at_a_source(report: &Report) -> Result<(), String> {
    for said in &report.diagnoses {
        if said.evidence.is_empty() {
            return Err(format!("{} rests on no line", said.cause));
        }
        for evidence in &said.evidence {
            let source =
                report.place_of(&evidence.source, evidence.line).and_then(|place| report.sources.get(place));
            let inside =
                source.is_some_and(|source| (source.first_line..=source.last_line).contains(&evidence.line));
            if !inside {
                return Err(format!(
                    "{} rests on line {} of {}, which is not there",
                    said.cause, evidence.line, evidence.source
                ));
            }
        }
        let broken = said.mechanism_evidence.iter().flatten().find(|index| **index >= said.evidence.len());
        if let Some(index) = broken {
            return Err(format!("{}: a step rests on evidence {index}, which is not there", said.cause));
        }
    }
    Ok(())
}

/// The words of causes are templates: their conditions and marks are for the program, not for readers.
///
/// Of marks only those count that stand for themselves, `{peer}`: what a program wrote may hold braces too.
fn no_marks_are_left(report: &Report) -> Result<(), String> {
    for said in &report.diagnoses {
        let texts = [&said.title, &said.summary].into_iter().chain(&said.mechanism).chain(&said.applies_when);
        let evidence = said.evidence.iter().map(|one| &one.why);
        let refuted = said.refutes.iter().flat_map(|one| [&one.hypothesis, &one.why]);
        let absent = said.absent.iter().flat_map(|one| [&one.what, &one.why]);
        let fixes = said.fix.iter().map(|one| &one.text);
        let mut all = texts.chain(evidence).chain(refuted).chain(absent).chain(fixes);
        if let Some(text) = all.find(|text| shows_marks(text)) {
            return Err(format!("{}: `{text}` shows how the words are written", said.cause));
        }
    }
    Ok(())
}

/// A condition at the beginning, or a mark that was not filled in.
pub fn shows_marks(text: &str) -> bool {
    let conditional = ["If `", "If not `"].iter().any(|begin| text.starts_with(begin));
    let quoted = |at: usize| text[..at].matches('`').count() % 2 == 1;
    let mark = |(at, _): (usize, &str)| {
        let name = text[at + 1..].split('}').next().unwrap_or("");
        let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        named && text[at + 1 + name.len()..].starts_with('}') && !quoted(at)
    };
    conditional || text.match_indices('{').any(mark)
}

fn the_verdict_fits(report: &Report) -> Result<(), String> {
    if report.message.is_empty() {
        return Err("the report has no sentence for the reader".into());
    }
    if (report.verdict == Verdict::CauseFound) && report.diagnoses.is_empty() {
        return Err("a cause is said to be found, and none is named".into());
    }
    Ok(())
}

fn comparisons_add_up(report: &Report) -> Result<(), String> {
    for c in &report.comparisons {
        let parts = [c.same, c.value_only, c.changed, c.only_normal, c.only_failing];
        if parts.iter().map(|part| u64::from(*part)).sum::<u64>() != u64::from(c.rows) {
            return Err(format!("{parts:?} are not {} rows", c.rows));
        }
        let outside = [&c.first_divergence, &c.decisive_divergence]
            .into_iter()
            .flatten()
            .find(|said| said.row >= c.rows);
        if let Some(said) = outside {
            return Err(format!("a divergence is in row {} of {}", said.row, c.rows));
        }
    }
    Ok(())
}
