//! What logs show where neither a trace nor the proxy's messages speak: lines of requests that tell how they ended,
//! and lines of programs that name a failure of their own.

use super::lead::{Given, told};
use super::requests::{Shown, shown};
use super::signs::Weight;
use super::words::words;
use super::{Asked, FAILED_REQUEST, QUOTE, blank, cite, lower_first, support};
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::words::shorten;
use crate::order::{Flat, Texts};
use crate::report::Confidence;

/// A cause with the requests that show it.
pub type ByCause<'a> = Texts<Vec<(Asked<'a>, Shown<'a>)>>;

/// The requests whose own line shows why they failed, by cause.
pub fn of_requests<'a>(case: &Case<'a>, asked: &[Asked<'a>]) -> ByCause<'a> {
    let mut found = ByCause::default();
    for one in asked {
        if let Some(shown) = shown(one.log, one.request, case.signs) {
            found.change(shown.cause, |requests| requests.push((*one, shown)));
        }
    }
    found
}

/// Says what the lines of requests show. Where another finding names the same cause, they support it; where traces or
/// messages name another one, they are left to it.
pub fn say(case: &Case<'_>, found: &ByCause<'_>, findings: &mut Vec<Finding>) {
    let spoken = findings.iter().any(|finding| finding.diagnosis.confidence > Confidence::Possible);
    for (cause, requests) in found.iter() {
        let Some((last, _)) = requests.last() else { continue };
        let why = format!("{FAILED_REQUEST}: status {}", last.request.status);
        let line = cite(case, last.log, last.entry, &why);
        if let Some(known) = findings.iter_mut().find(|finding| finding.diagnosis.cause == cause) {
            support(&mut known.diagnosis, vec![line]);
            continue;
        }
        let Some(said) = words(case.prose, cause).filter(|_| !spoken) else { continue };
        // The line shows that the client left; what kept it waiting stands elsewhere.
        let sure = cause != "client-closed-request" && requests.iter().all(|(_, shown)| shown.sure);
        let mut diagnosis = blank(cause, if sure { Confidence::Proven } else { Confidence::Likely });
        diagnosis.title.clone_from(&said.title);
        let often = match requests.len() {
            1 => "The line of the request shows it".to_string(),
            many => format!("The lines of {many} requests show it"),
        };
        diagnosis.summary =
            format!("{}. {often}: {}", said.title, shorten(last.log.str(last.entry.text), QUOTE));
        diagnosis.evidence.push(line);
        if let Some((first, _)) = requests.first().filter(|_| requests.len() > 1) {
            let why = format!("{FAILED_REQUEST}: status {}", first.request.status);
            support(&mut diagnosis, vec![cite(case, first.log, first.entry, &why)]);
        }
        diagnosis.mechanism = vec![
            format!("The cause: {}", lower_first(&said.title)),
            format!("The client got status {}", last.request.status),
        ];
        diagnosis.mechanism_evidence = vec![Some(0), Some(0)];
        (diagnosis.confirm, diagnosis.fix) = (said.confirm, said.fix);
        // That a client left, or that an application answered with an error, follows from something else.
        let follows =
            matches!(cause, "client-closed-request" | "upstream-answered-error" | "no-live-upstreams");
        let score = if follows { -10 } else { i32::try_from(requests.len().min(100)).unwrap_or(0) };
        findings.push(Finding { diagnosis, score, fault: None });
    }
}

/// Says what programs name by themselves, where nothing else was found. One cause alone is `likely`; of several, only
/// the first can be what all follows from.
pub fn of_programs(case: &Case<'_>, given: &[Given<'_>], findings: &mut Vec<Finding>) {
    if !case.runs.is_empty()
        || findings.iter().any(|finding| finding.diagnosis.confidence > Confidence::Possible)
    {
        return;
    }
    let mut named: Vec<&Given<'_>> = Vec::new();
    for one in given.iter().filter(|one| one.reason.weight == Weight::Names) {
        if !named.iter().any(|known| known.reason.cause == one.reason.cause) {
            named.push(one);
        }
    }
    let hints = given.iter().filter(|one| one.reason.weight == Weight::Hints).take(1);
    let several = named.len() > 2;
    for (at, one) in named.iter().copied().with(hints).enumerate() {
        let known = findings.iter().any(|finding| finding.diagnosis.cause == one.reason.cause);
        let Some(said) = words(case.prose, one.reason.cause).filter(|_| !known) else { continue };
        let first = at == 0 && !several && one.reason.weight == Weight::Names;
        let mut diagnosis =
            told(case, one, &said, if first { Confidence::Likely } else { Confidence::Possible });
        diagnosis.hop = None;
        let often = given.iter().filter(|other| other.reason.cause == one.reason.cause).count();
        let again = if often > 1 { format!(", {often} times") } else { String::new() };
        diagnosis.summary =
            format!("{}. A log names it{again}: {}", said.title, shorten(one.log.str(one.entry.text), QUOTE));
        if let Some(last) =
            given.iter().rfind(|other| other.reason.cause == one.reason.cause).filter(|_| often > 1)
        {
            support(&mut diagnosis, vec![cite(case, last.log, last.entry, "and it says so again")]);
        }
        let score = -i32::try_from(at).unwrap_or(0);
        findings.push(Finding { diagnosis, score, fault: None });
    }
}
