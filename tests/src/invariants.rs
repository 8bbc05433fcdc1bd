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
