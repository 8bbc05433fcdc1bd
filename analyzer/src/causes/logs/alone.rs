//! What logs show where neither a trace nor the proxy's messages speak: lines of requests that tell how they ended,
//! and lines of programs that name a failure of their own.

use super::lead::{Given, told};
use super::requests::{Shown, shown};
use super::signs::Weight;
use super::words::words;
use super::{Asked, FAILED_REQUEST, QUOTE, blank, cite, lower_first, support};
use crate::causes::Case;
use crate::causes::general;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::reading::{Reading, base_name};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::words::shorten;
use crate::kernel::errno;
use crate::model::log::Level;
use crate::order::{InList, Pick, Texts};
use crate::report::Confidence;
use crate::trace::ProcessEnd;

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

/// Says what programs name by themselves. One cause alone is `likely`; of several, only the first can be what all
/// follows from. Beside a trace it bears out what a failing call shows, and comes before a call that failed and that no
/// message tells of; behind all else it is left out.
pub fn of_programs(scene: &Scene<'_>, given: &[Given<'_>], findings: &mut Vec<Finding>) {
    let case = scene.case;
    let firm =
        |findings: &[Finding]| findings.iter().any(|one| one.diagnosis.confidence > Confidence::Possible);
    let traced = !case.runs.is_empty();
    let settled = firm(findings);
    if settled && !traced {
        return;
    }
    // Where every run went well in the end, what was said on the way did no harm.
    let ends_well = |(run, reading): (usize, &Reading<'_>)| {
        matches!(reading.end(0), ProcessEnd::Exited(0)) && scene.failures(run).is_empty()
    };
    let well = traced && scene.failing().all(ends_well);
    let counts = |one: &Given<'_>| {
        let last_words = one.entry.time.is_none() || one.entry.level == Level::Critical;
        one.printed || !settled || last_words
    };
    let mut ordered: Vec<&Given<'_>> = given.iter().filter(|one| counts(one)).in_list();
    // What only follows from something else comes last, what is said as a warning behind what is said as an error.
    crate::order::by_key(&mut ordered, |one| {
        (follows(one.reason.cause), std::cmp::Reverse(one.reason.weight), one.entry.level == Level::Warning)
    });
    let mut named: Vec<&Given<'_>> = Vec::new();
    for one in ordered {
        let known = named.iter().any(|known| known.reason.cause == one.reason.cause);
        // Of hints the first is enough.
        let hint = |one: &Given<'_>| one.reason.weight == Weight::Hints;
        let enough = hint(one) && named.iter().any(|known| hint(known));
        if !known && !enough {
            named.push(one);
        }
    }
    let count = |weight: Weight| named.iter().filter(|one| one.reason.weight == weight).count();
    let several = count(Weight::Names) > 2 || (count(Weight::Names) == 0 && count(Weight::Says) > 2);
    for (at, one) in named.iter().enumerate() {
        let line = one.log.str(one.entry.text);
        let agrees = |finding: &&mut Finding| {
            finding.diagnosis.cause == one.reason.cause || told_of(scene, finding, line) == Some(true)
        };
        if let Some(known) = findings.iter_mut().find(agrees) {
            if traced && counts(one) {
                support(&mut known.diagnosis, vec![cite(case, one.log, one.entry, "the program says so")]);
                let weight = one.reason.weight;
                let same = || weight == Weight::Says && told_of(scene, known, line) == Some(true);
                let sure = weight == Weight::Names || same();
                if sure && !several && !well && at == 0 {
                    known.diagnosis.confidence = known.diagnosis.confidence.max(Confidence::Likely);
                }
            }
            continue;
        }
        // The call that the message tells of may show more than its words.
        let ruled_out = errno::told(line).is_some_and(|told| {
            scene.suspects.iter().any(|call| {
                let same = call.errno == told.name && line.contains(base_name(&call.object.name));
                same && general::rules_out(scene, call, one.reason.cause)
            })
        });
        if ruled_out {
            continue;
        }
        let Some(said) = words(case.prose, one.reason.cause) else { continue };
        let best = findings.iter().greatest(|one| (one.diagnosis.confidence, one.score));
        let best = best.filter(|best| best.diagnosis.confidence > Confidence::Possible);
        // A failing call that no message tells of, where the program tells of another one.
        let unexplained = best.filter(|best| {
            best.diagnosis.confidence == Confidence::Likely && told_of(scene, best, line) == Some(false)
        });
        if best.is_some() && unexplained.is_none() && traced {
            continue;
        }
        let least = if traced { Weight::Hints } else { Weight::Says };
        let first = at == 0 && !several && !well && one.reason.weight >= least && !goes_on(one, line);
        let score = match unexplained {
            Some(_) if !first || one.reason.weight == Weight::Hints => continue,
            Some(best) => best.score.saturating_add(1),
            None => -i32::try_from(at).unwrap_or(0),
        };
        let confidence = if first { Confidence::Likely } else { Confidence::Possible };
        let mut diagnosis = told(case, one, &said, confidence, "the program says why");
        diagnosis.hop = None;
        let often = given.iter().filter(|other| other.reason.cause == one.reason.cause).count();
        let again = if often > 1 && !traced { format!(", {often} times") } else { String::new() };
        let who =
            if one.printed || one.entry.time.is_none() { "The program says it" } else { "A log names it" };
        diagnosis.summary = format!("{}. {who}{again}: {}", diagnosis.title, shorten(line.trim(), QUOTE));
        if let Some(last) = given
            .iter()
            .rfind(|other| other.reason.cause == one.reason.cause)
            .filter(|_| often > 1 && !traced)
        {
            support(&mut diagnosis, vec![cite(case, last.log, last.entry, "and it says so again")]);
        }
        findings.push(Finding { diagnosis, score, fault: None });
    }
}

/// That a process is gone, or not started again, follows from what ended it.
fn follows(cause: &str) -> bool {
    matches!(
        cause,
        "unhandled-exception"
            | "service-start-limit-reached"
            | "killed-by-signal"
            | "crash-abort"
            | "upstream-process-crashed"
            | "upstream-exited-log-fatal"
    )
}

/// Words of a program that does without what failed, or tries again.
const GOES_ON: &[&str] =
    &["gnoring", "gnored", "kipping", "etrying", "ill retry", "using default", "ontinuing", "alling back"];

/// The program takes what failed for no more than a warning, or says how it goes on.
fn goes_on(one: &Given<'_>, line: &str) -> bool {
    let warning = one.entry.level == Level::Warning;
    let says = GOES_ON.iter().any(|words| line.contains(words));
    match one.reason.weight {
        Weight::Says => warning || says,
        _ => warning && says,
    }
}

/// Whether a line tells of the call that a finding blames: of its errno, and of no other object. `None` if the finding
/// blames no call that failed on a path, so that neither can be said.
fn told_of(scene: &Scene<'_>, finding: &Finding, line: &str) -> Option<bool> {
    let (run, event) = finding.fault?;
    let reading = scene.reading(run)?;
    let seen = reading.seen(event)?;
    let hidden = seen.hidden_errno();
    let errno = if hidden.is_empty() { seen.errno(reading.run) } else { hidden };
    let path = seen.path(reading.run);
    let told = errno::told(line);
    let same = told.is_some_and(|told| told.name == errno);
    let named = object(line);
    // Shells say that a program is not found, without an errno.
    if told.is_none() && named == Some(path.as_str()) {
        return Some(true);
    }
    let object = named.is_none_or(|object| {
        path.is_empty() || object == path || line.contains(base_name(&path)) || path.contains(object)
    });
    if same && object {
        return Some(true);
    }
    matches!(errno, "ENOENT" | "ENOTDIR" | "EACCES" | "EPERM" | "ENOTTY" | "EEXIST" | "EPIPE" | "EISDIR")
        .then_some(false)
}

/// What a message speaks of: the path or name in quotes, or the part of it that looks like a path or an address.
pub fn object(line: &str) -> Option<&str> {
    let quoted = |open: char, close: char| {
        let (_, rest) = line.split_once(open)?;
        let inside = rest.split_once(close)?.0;
        let name = !inside.is_empty() && inside.len() < 200 && !inside.contains([' ', '<', '(']);
        name.then_some(inside)
    };
    let marks = [('\'', '\''), ('"', '"'), ('\u{2018}', '\u{2019}'), ('`', '\'')];
    let parts = || line.split([' ', '(', ')', ',']).map(|part| part.trim_end_matches([':', '.', ',']));
    let path = |part: &&str| part.starts_with('/') && part.len() > 1 && !part.contains("::");
    let file = || {
        let (before, _) = line.rsplit_once(": ")?;
        let last = before.rsplit(": ").find(|part| !part.contains(' ') && part.contains(['.', '/']))?;
        (!last.is_empty()).then_some(last)
    };
    marks.iter().find_map(|(open, close)| quoted(*open, *close)).or_else(|| parts().find(path)).or_else(file)
}
