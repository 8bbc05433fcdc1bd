//! Puts the report together from what the stages worked out.

mod comparisons;
mod message;
mod sources;

pub use comparisons::{comparison, outcome};

use crate::causes::reasoning::words::shorten;
use crate::causes::{Case, Findings};
use crate::model::log::{Entry, Level, LogEntry};
use crate::order::{Flat, InList};
use crate::report::{BLOCK, Comparison, Confidence, Diagnosis, Report, Verdict};
use crate::roles::Symptom;
use crate::source::{Line, Role, SourceId};
use crate::timeline::{self, Told};

/// The report of a case.
pub fn report(case: &Case<'_>, mut findings: Findings) -> Report {
    quote_as_given(case, &mut findings);
    cite_files(case, &mut findings);
    let sources = sources::all(case);
    let comparisons = comparisons::comparisons(case.sources, case.runs, case.alignments);
    let verdict = verdict(case, &findings.diagnoses, &comparisons);
    let message = message::of(case, &sources, verdict, &findings.diagnoses, &comparisons, &findings.missing);
    let told = Told { runs: case.runs, logs: case.logs, listings: case.listings };
    let timeline = timeline::lines(&told, case.clocks, case.sources, &findings.diagnoses);
    Report {
        schema_version: 1,
        sources,
        verdict,
        message,
        diagnoses: findings.diagnoses,
        comparisons,
        timeline,
        unrelated: findings.unrelated,
        missing: findings.missing,
    }
}

/// Quotes are cut to about this many characters.
const QUOTE: usize = 240;

/// Quotes mended lines as they stand in what was given, so that a reader finds them there.
///
/// A call that was joined from several lines stays joined.
fn quote_as_given(case: &Case<'_>, findings: &mut Findings) {
    for source in case.sources.iter().filter(|source| !source.given.is_empty()) {
        let cited = findings.diagnoses.iter_mut().flat(|one| one.evidence.iter_mut());
        for evidence in cited.filter(|one| one.source == source.name) {
            let joined = |line: &Line| line.number == evidence.line && line.covers > 1;
            if !source.lines.iter().any(joined)
                && let Some(given) = source.as_given(evidence.line)
            {
                evidence.quote = shorten(given, QUOTE);
            }
        }
    }
}

/// Cites lines of a file that holds several blocks by the file's own name, since they are counted in the file.
///
/// Traces keep their names: the comparisons speak of them by these.
fn cite_files(case: &Case<'_>, findings: &mut Findings) {
    let traces: Vec<&str> = case
        .runs
        .iter()
        .filter_map(|run| case.sources.get(run.source))
        .map(|source| source.name.as_str())
        .in_list();
    let shorten = |name: &mut String| {
        let file = case.sources.iter().filter(|source| source.name == *name).find_map(|_| name.rfind(BLOCK));
        if let Some(at) = file.filter(|_| !traces.contains(&name.as_str())) {
            name.truncate(at);
        }
    };
    for diagnosis in &mut findings.diagnoses {
        diagnosis.evidence.iter_mut().for_each(|one| shorten(&mut one.source));
        diagnosis.refutes.iter_mut().for_each(|one| shorten(&mut one.source));
    }
    findings.unrelated.iter_mut().for_each(|one| shorten(&mut one.source));
}

/// The answer in one word.
///
/// Runs that differ without a cause are `difference-found`. Where there is nothing to compare with, a failure that
/// is seen and not explained is `cannot-tell`, and a trace without one is `no-failure-found`.
fn verdict(case: &Case<'_>, diagnoses: &[Diagnosis], comparisons: &[Comparison]) -> Verdict {
    if diagnoses.iter().any(|diagnosis| diagnosis.confidence >= Confidence::Likely) {
        return Verdict::CauseFound;
    }
    if comparisons.iter().any(|comparison| comparison.first_divergence.is_some()) {
        return Verdict::DifferenceFound;
    }
    let role = |source: SourceId| case.roles.get(source).map_or(Role::Context, |assigned| assigned.role);
    let compared = || case.runs.iter().filter(|run| role(run.source) != Role::Context);
    let failed = compared().any(|run| Symptom::of(run).is_failure());
    if compared().next().is_none() && requests_all_answered(case) {
        return Verdict::NoFailureFound;
    }
    if failed || compared().next().is_none() { Verdict::CannotTell } else { Verdict::NoFailureFound }
}

/// There are logs of requests, each got a good answer, and no line of nginx names a failure.
fn requests_all_answered(case: &Case<'_>) -> bool {
    let mut entries = case.logs.iter().flat(|log| log.entries.iter()).peekable();
    let good = |entry: &LogEntry| match &entry.kind {
        // A log of connections has no status.
        Entry::Request(request) if request.request.is_empty() => true,
        Entry::Request(request) => (100..500).contains(&request.status) && request.status != 499,
        Entry::OutOfMemory(_) | Entry::Fault { .. } => false,
        Entry::Nginx(_) | Entry::Text => entry.level < Level::Error,
    };
    let asked =
        case.logs.iter().flat(|log| log.entries.iter()).any(|entry| matches!(entry.kind, Entry::Request(_)));
    asked && entries.all(good)
}
