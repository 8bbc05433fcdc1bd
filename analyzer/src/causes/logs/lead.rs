//! Leads a symptom on to its reason: what the proxy saw, and the line of another log that tells why.

use super::reasons::{Reason, explains, holds, reason};
use super::signs::Weight;
use super::words::{Words, words};
use super::{blank, cite, close_in_time, lower_first, support};
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::model::log::{Log, LogEntry};
use crate::order::{Change, Flat, InList, Pick};
use crate::report::{Confidence, Diagnosis};

/// A line that gives a reason, with its log.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub log: &'a Log,
    pub entry: &'a LogEntry,
    pub reason: Reason<'a>,
}

/// A message of the proxy: its log, its line and the id of the cause it names.
pub type Seen<'a> = (&'a Log, &'a LogEntry, &'a str);

/// Every line that gives a reason, in the order of the logs.
pub fn given<'a>(case: &Case<'a>) -> Vec<Given<'a>> {
    let entries = case.entries();
    entries
        .filter_map(|(log, entry)| Some(Given { log, entry, reason: reason(log, entry, case.signs)? }))
        .in_list()
}

/// Puts the reason in the place of the symptom that it explains, with the symptom's lines behind its own.
///
/// A reason counts if it stands within seconds of what the proxy saw, or if times cannot be compared.
pub fn lead(case: &Case<'_>, given: &[Given<'_>], seen: &[Seen<'_>], findings: &mut Vec<Finding>) {
    // What names a failure comes before what only hints at one.
    let ordered = given.iter().filter(|one| one.reason.weight == Weight::Names);
    for one in ordered.with(given.iter().filter(|one| one.reason.weight == Weight::Hints)) {
        if findings.iter().any(|finding| finding.diagnosis.cause == one.reason.cause) {
            continue;
        }
        let Some(said) = words(case.prose, one.reason.cause) else { continue };
        let explained_by = explains(case.prose, one.reason.cause);
        let mut about = seen.iter().filter(|(_, _, cause)| holds(explained_by, cause)).peekable();
        let comparable = about.peek().is_some();
        let together = about.any(|(log, entry, _)| close_in_time(case, (one.log, one.entry), (log, entry)));
        // The process's own trace shows the same death; that a proxy saw it makes the process its upstream.
        let own = if together { own_trace(one.reason.cause) } else { "" };
        let explains = |finding: &Finding| {
            let id = finding.diagnosis.cause.as_str();
            holds(explained_by, id) || id == own
        };
        let explained = (0..findings.len())
            .filter(|at| {
                findings.get(*at).is_some_and(|finding| {
                    finding.diagnosis.confidence > Confidence::Possible && explains(finding)
                })
            })
            .greatest(|at| {
                let finding = findings.get(*at);
                (finding.map(|finding| (finding.diagnosis.confidence, finding.score)), std::cmp::Reverse(*at))
            });
        let Some(at) = explained else { continue };
        if comparable && !together {
            continue;
        }
        let symptom = findings.remove(at);
        // What else it explains are further sights of the same failure.
        for other in findings.iter_mut().filter(|finding| explains(finding)) {
            other.diagnosis.confidence = Confidence::Possible;
        }
        // In its place: of two that blame the same call, the first stays.
        findings.insert(at, led(case, one, &said, symptom, together));
    }
}

/// What the process's own trace shows of a cause that ends an upstream; empty for none.
fn own_trace(cause: &str) -> &'static str {
    match cause {
        "upstream-oom-killed" => "oom-killed",
        _ => "",
    }
}

/// The diagnosis of the reason, with the symptom's lines.
fn led(case: &Case<'_>, one: &Given<'_>, said: &Words, symptom: Finding, together: bool) -> Finding {
    let dated = together && one.entry.time.is_some();
    let sure = dated && one.reason.weight == Weight::Names;
    let confidence = if sure { symptom.diagnosis.confidence } else { Confidence::Likely };
    let seen = lower_first(&symptom.diagnosis.title);
    let when = if dated { ", at the same time" } else { "" };
    let who = if symptom.diagnosis.cause == own_trace(one.reason.cause) {
        "A trace of the process shows it"
    } else {
        "The proxy saw it from outside"
    };
    let mut diagnosis = told(case, one, said, confidence);
    diagnosis.summary = format!("{}. {who}{when}: {seen}.", said.title);
    support(&mut diagnosis, symptom.diagnosis.evidence.clone());
    let moved = |index: usize| {
        let old = symptom.diagnosis.evidence.get(index)?;
        diagnosis.evidence.iter().position(|line| line.line == old.line && line.source == old.source)
    };
    let places: Vec<Option<usize>> =
        symptom.diagnosis.mechanism_evidence.iter().map(|at| at.and_then(moved)).in_list();
    diagnosis.mechanism.add_all(symptom.diagnosis.mechanism.iter().cloned());
    diagnosis.mechanism_evidence.add_all(places);
    diagnosis.absent = symptom.diagnosis.absent;
    diagnosis.refutes = symptom.diagnosis.refutes;
    diagnosis.confirm.add_all(symptom.diagnosis.confirm);
    Finding { diagnosis, score: symptom.score.saturating_add(1), fault: symptom.fault }
}

/// The diagnosis of a line that gives a reason.
pub fn told(case: &Case<'_>, one: &Given<'_>, said: &Words, confidence: Confidence) -> Box<Diagnosis> {
    let mut diagnosis = blank(one.reason.cause, confidence);
    diagnosis.title.clone_from(&said.title);
    diagnosis.hop = Some("upstream".into());
    diagnosis.evidence.push(cite(case, one.log, one.entry, "the upstream's side says why"));
    diagnosis.mechanism.push(format!("The cause: {}", lower_first(&said.title)));
    diagnosis.mechanism_evidence.push(Some(0));
    (diagnosis.confirm, diagnosis.fix) = (said.confirm.clone(), said.fix.clone());
    diagnosis
}
