//! Puts the report together from what the stages worked out.

mod comparisons;

use crate::align::Alignment;
use crate::causes::Findings;
use crate::report::{Report, SourceReport, Verdict};
use crate::roles::Assigned;
use crate::source::Source;
use crate::trace::Run;

/// The report.
pub fn report(
    sources: &[Source],
    roles: &[Assigned],
    runs: &[Run],
    alignments: &[Alignment],
    findings: Findings,
) -> Report {
    Report {
        schema_version: 1,
        sources: sources
            .iter()
            .zip(roles)
            .map(|(source, assigned)| SourceReport {
                name: source.name.clone(),
                role: assigned.role,
                role_from: assigned.from,
                role_reason: assigned.reason.clone(),
                format: source.format.to_string(),
                closest: source.closest.as_ref().map(|(id, _)| (*id).to_string()),
                why: source.closest.as_ref().map(|(_, why)| why.clone()),
                first_line: source.first_line(),
                lines: source.line_count(),
                records: 0,
                blank: 0,
                summary: String::new(),
                unparsed: Vec::new(),
                mended: source.mended.clone(),
            })
            .collect(),
        verdict: Verdict::CannotTell,
        message: String::new(),
        diagnoses: findings.diagnoses,
        comparisons: comparisons::comparisons(sources, runs, alignments),
        timeline: Vec::new(),
        unrelated: findings.unrelated,
        missing: findings.missing,
    }
}
