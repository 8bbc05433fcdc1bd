//! Leads a symptom on to its reason: what the proxy saw, and the line of another log that tells why.

use super::reasons::{Reason, reason};
use super::{blank, cite, close_in_time, lower_first, support};
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::model::log::{Log, LogEntry};
use crate::report::{Confidence, Fix, FixKind};

/// A line that gives a reason, with its log.
#[derive(Debug, Clone, Copy)]
struct Given<'a> {
    log: &'a Log,
    entry: &'a LogEntry,
    reason: Reason,
}

/// A message of the proxy: its line and the id of the cause it names.
pub type Seen<'a> = (&'a LogEntry, &'static str);

/// Puts the reason in the place of the symptom that it explains, with the symptom's lines behind its own.
///
/// A reason counts if it stands within seconds of what the proxy saw, or if times cannot be compared.
pub fn lead(case: &Case<'_>, seen: &[Seen<'_>], findings: &mut Vec<Finding>) {
    let given: Vec<Given<'_>> = case
        .logs
        .iter()
        .flat_map(|log| log.entries.iter().map(move |entry| (log, entry)))
        .filter_map(|(log, entry)| Some(Given { log, entry, reason: reason(log, entry)? }))
        .collect();
    for one in &given {
        if findings.iter().any(|finding| finding.diagnosis.cause == one.reason.cause) {
            continue;
        }
        let explained = findings.iter().position(|finding| {
            finding.diagnosis.confidence > Confidence::Possible
                && one.reason.explains.contains(&finding.diagnosis.cause.as_str())
        });
        let Some(at) = explained else { continue };
        let mut about = seen.iter().filter(|(_, cause)| one.reason.explains.contains(cause)).peekable();
        let comparable = about.peek().is_some();
        let together = about.any(|(entry, _)| close_in_time(one.entry, entry));
        if comparable && !together {
            continue;
        }
        let symptom = findings.remove(at);
        findings.push(led(case, one, symptom, together));
    }
}

/// The diagnosis of the reason, with the symptom's lines.
fn led(case: &Case<'_>, one: &Given<'_>, symptom: Finding, together: bool) -> Finding {
    let dated = together && one.entry.time.is_some();
    let confidence = if dated { symptom.diagnosis.confidence } else { Confidence::Likely };
    let mut diagnosis = blank(one.reason.cause, confidence);
    diagnosis.title = one.reason.title.into();
    let seen = lower_first(&symptom.diagnosis.title);
    let when = if dated { ", at the same time" } else { "" };
    diagnosis.summary = format!("{}. The proxy saw it from outside{when}: {seen}.", one.reason.title);
    diagnosis.hop = Some("upstream".into());
    diagnosis.evidence.push(cite(case, one.log, one.entry, "the upstream's side says why"));
    diagnosis.mechanism.push(format!("The cause: {}", lower_first(one.reason.title)));
    diagnosis.mechanism_evidence.push(Some(0));
    support(&mut diagnosis, symptom.diagnosis.evidence.clone());
    let moved = |index: usize| {
        let old = symptom.diagnosis.evidence.get(index)?;
        diagnosis.evidence.iter().position(|line| line.line == old.line && line.source == old.source)
    };
    let places: Vec<Option<usize>> =
        symptom.diagnosis.mechanism_evidence.iter().map(|at| at.and_then(moved)).collect();
    diagnosis.mechanism.extend(symptom.diagnosis.mechanism.iter().cloned());
    diagnosis.mechanism_evidence.extend(places);
    diagnosis.absent = symptom.diagnosis.absent;
    diagnosis.refutes = symptom.diagnosis.refutes;
    diagnosis.confirm = symptom.diagnosis.confirm;
    diagnosis.fix = vec![Fix { kind: FixKind::Proper, text: one.reason.mend.into(), snippet: None }];
    Finding { diagnosis, score: symptom.score.saturating_add(1), fault: symptom.fault }
}
