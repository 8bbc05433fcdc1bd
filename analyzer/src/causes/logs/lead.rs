//! Leads a symptom on to its reason: what the proxy saw, and the line of another log that tells why.

use super::alone::object;
use super::reasons::{Reason, explains, holds, reason};
use super::signs::Weight;
use super::words::{Words, words};
use super::{blank, cite, close_in_time, lower_first, support};
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::model::log::{Entry, Log, LogEntry};
use crate::order::{Change, Flat, InList, Pick};
use crate::prose::{Marks, fill};
use crate::report::{Confidence, Diagnosis};
use crate::trace::{DescriptorRole, Run};

/// A line that gives a reason, with its log.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub log: &'a Log,
    pub entry: &'a LogEntry,
    pub reason: Reason<'a>,
    /// It stands in what a program printed, and not in a log.
    pub printed: bool,
    /// The program is the upstream of a proxy that is in the evidence.
    pub upstream: bool,
}

/// A message of the proxy: its log, its line and the id of the cause it names.
pub type Seen<'a> = (&'a Log, &'a LogEntry, &'a str);

/// Every line of a log that gives a reason, in the order of the logs.
pub fn given<'a>(case: &Case<'a>) -> Vec<Given<'a>> {
    let upstream = proxied(case);
    let entries = case.logs.iter().flat(|log| log.entries.iter().map(move |entry| (log, entry)));
    entries
        .filter_map(|(log, entry)| {
            let reason = reason(log, entry, case.signs, upstream)?;
            Some(Given { log, entry, reason, printed: false, upstream })
        })
        .in_list()
}

/// A proxy is in the evidence: its log, its configuration, or a trace that asks an upstream.
pub fn proxied(case: &Case<'_>) -> bool {
    let entry = |one: &LogEntry| matches!(one.kind, Entry::Nginx(_) | Entry::Request(_));
    let asks = |run: &Run| run.descriptors.iter().any(|one| one.role == DescriptorRole::Upstream);
    !case.configs.is_empty()
        || case.logs.iter().any(|log| log.entries.iter().any(entry))
        || case.runs.iter().any(asks)
}

/// Puts the reason in the place of the symptom that it explains, with the symptom's lines behind its own.
///
/// A reason counts if it stands within seconds of what the proxy saw, or if times cannot be compared.
pub fn lead(case: &Case<'_>, given: &[Given<'_>], seen: &[Seen<'_>], findings: &mut Vec<Finding>) {
    // What names a failure comes before what only hints at one.
    let ordered = given.iter().filter(|one| one.reason.weight == Weight::Names);
    for one in ordered.with(given.iter().filter(|one| one.reason.weight < Weight::Names)) {
        if let Some(known) = findings.iter_mut().find(|finding| finding.diagnosis.cause == one.reason.cause) {
            let first = given.iter().find(|other| other.reason.cause == one.reason.cause);
            if known.fault.is_none() && first.is_some_and(|first| first.entry.line == one.entry.line) {
                support(&mut known.diagnosis, vec![cite(case, one.log, one.entry, "a log names it")]);
            }
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
    let name = case.sources.get(one.log.source).map_or("", |source| source.name.as_str());
    let same_log = symptom.diagnosis.evidence.iter().any(|line| line.source == name);
    let why = match (same_log, one.upstream) {
        (true, _) => "the same log says why",
        (false, true) => "the upstream's side says why",
        (false, false) => "the program says why",
    };
    let mut diagnosis = told(case, one, said, confidence, why);
    diagnosis.summary = format!("{}. {who}{when}: {seen}.", diagnosis.title);
    support(&mut diagnosis, symptom.diagnosis.evidence.clone());
    let moved = |index: usize| {
        let old = symptom.diagnosis.evidence.get(index)?;
        diagnosis.evidence.iter().position(|line| line.line == old.line && line.source == old.source)
    };
    let places: Vec<Option<usize>> =
        symptom.diagnosis.mechanism_evidence.iter().map(|at| at.and_then(moved)).collect();
    for step in &symptom.diagnosis.mechanism {
        // What was the cause by itself is by now what comes of it.
        let step = step
            .strip_prefix("The cause: ")
            .map(|told| format!("It follows: {told}"))
            .unwrap_or(step.clone());
        diagnosis.mechanism.push(step);
    }
    diagnosis.mechanism_evidence.add_all(places);
    diagnosis.absent = symptom.diagnosis.absent;
    diagnosis.refutes = symptom.diagnosis.refutes;
    diagnosis.confirm.add_all(symptom.diagnosis.confirm);
    Finding { diagnosis, score: symptom.score.saturating_add(1), fault: symptom.fault }
}

/// The diagnosis of a line that gives a reason; `why` says whose line it is.
pub fn told(
    case: &Case<'_>,
    one: &Given<'_>,
    said: &Words,
    confidence: Confidence,
    why: &str,
) -> Box<Diagnosis> {
    let mut diagnosis = blank(one.reason.cause, confidence);
    let mut marks = Marks::default();
    marks.set("object", object(one.log.str(one.entry.text)).unwrap_or_default().into());
    diagnosis.title = fill(&said.title, &marks);
    diagnosis.hop = one.upstream.then(|| "upstream".into());
    diagnosis.evidence.push(cite(case, one.log, one.entry, why));
    diagnosis.mechanism.push(format!("The cause: {}", lower_first(&diagnosis.title)));
    diagnosis.mechanism_evidence.push(Some(0));
    (diagnosis.confirm, diagnosis.fix) = (said.confirm.clone(), said.fix.clone());
    if let Some(path) = marks.get("object").filter(|name| name.contains('/')) {
        for one in &mut diagnosis.confirm {
            one.command = one.command.replace("PATH", path);
        }
    }
    diagnosis
}
