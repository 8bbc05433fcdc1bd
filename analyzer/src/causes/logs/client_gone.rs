//! A client that gave up, and the application behind the proxy that failed when it wrote its late answer.
//!
//! The access log tells that the client left (499 and its relatives), the application's log of the same second that a
//! write met a closed connection, often as a panic. The application's error is a consequence. A number in a stack, such
//! as the line of `panic.go`, is never taken for a status.

use super::{Asked, QUOTE, blank, cite, close_in_time};
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::words::shorten;
use crate::model::log::{Entry, Level, Log, LogEntry};
use crate::order::Change;
use crate::prose::{Marks, cause::Said};
use crate::report::{Confidence, Evidence, Unrelated};

/// Id of the cause.
const ID: &str = "client-timeout-then-broken-pipe";
/// The words, beside this file.
const WORDS: &str = "logs/client-gone";
/// How many lines above the failed write a dump can begin.
const DUMP: usize = 40;

/// A failed write in an application's log.
struct Write<'a> {
    log: &'a Log,
    /// The line that says so.
    entry: &'a LogEntry,
    /// The lines above it in which the dump names its request, the nearest last.
    above: &'a [LogEntry],
}

/// Says that the client's end came first, if the logs show both ends of one request.
///
/// What else was found of the client's end goes into it; `unrelated` gets the lines that look bad and belong to other
/// requests.
pub fn join(
    case: &Case<'_>,
    asked: &[Asked<'_>],
    findings: &mut Vec<Finding>,
    unrelated: &mut Vec<Unrelated>,
) {
    if !case.runs.is_empty() {
        return;
    }
    let writes = writes(case);
    let left = || asked.iter().filter(|one| is_left(one));
    let joined = writes.iter().find_map(|write| Some((write, left().find(|one| belongs(case, write, one))?)));
    let Some((write, request)) = joined else { return };
    let finding = finding(case, write, request, left().count());
    findings.keep_if(|known| {
        !matches!(known.diagnosis.cause.as_str(), "client-closed-request" | "upstream-handler-panic")
    });
    findings.push(finding);
    set_aside(case, request, unrelated);
    // What rests on a line that is set aside would only say the same thing twice.
    findings.keep_if(|known| {
        let first = known.diagnosis.evidence.first();
        !first.is_some_and(|line| {
            unrelated.iter().any(|one| one.line == line.line && one.source == line.source)
        })
    });
}

/// The client left before it had its answer.
fn is_left(one: &Asked<'_>) -> bool {
    matches!(one.request.status, 499 | 460) || one.log.str(one.request.flags).contains("DC")
}

/// Every write that met a closed connection (`EPIPE`, `ECONNRESET`), in the words of the system and the runtimes.
fn writes<'a>(case: &Case<'a>) -> Vec<Write<'a>> {
    let mut found = Vec::new();
    for log in case.logs {
        for (at, entry) in log.entries.iter().enumerate() {
            let text = log.str(entry.text);
            let closed = text.contains("roken pipe")
                || text.contains("EPIPE")
                || (text.contains("write") && text.contains("onnection reset by peer"));
            if matches!(entry.kind, Entry::Text) && closed {
                let above = log.entries.get(at.saturating_sub(DUMP)..at).unwrap_or(&[]);
                found.push(Write { log, entry, above });
            }
        }
    }
    found
}

/// Both stand at the same time, and the application names the path that the client asked for.
fn belongs(case: &Case<'_>, write: &Write<'_>, one: &Asked<'_>) -> bool {
    let (_, path) = one.request.asked_for(&one.log.text);
    let path = path.split('?').next().unwrap_or(path);
    let names = |entry: &LogEntry| path.len() > 1 && write.log.str(entry.text).contains(path);
    close_in_time(case, (write.log, write.entry), (one.log, one.entry))
        && (names(write.entry)
            || write.above.iter().rev().take_while(|entry| entry.time == write.entry.time).any(names))
}

/// The diagnosis.
fn finding(case: &Case<'_>, write: &Write<'_>, request: &Asked<'_>, ends: usize) -> Finding {
    let words = case.prose.cause(WORDS);
    let (_, path) = request.request.asked_for(&request.log.text);
    let mut marks = Marks::default();
    marks.set("path", path.split('?').next().unwrap_or(path).into());
    marks.set("write", shorten(write.log.str(write.entry.text), 100));
    let mut lines: Vec<(&str, &Log, &LogEntry)> = vec![("left", request.log, request.entry)];
    let dump = write.above.iter().rev().find(|entry| write.log.str(entry.text).contains(path));
    let id = dump.and_then(|entry| id_in(write.log.str(entry.text)));
    if let Some((log, entry, took)) = id.and_then(|id| took(case, id)) {
        marks.set("took", took);
        lines.push(("took", log, entry));
    }
    lines.add_all(dump.map(|entry| ("dump", write.log, entry)));
    lines.push(("write", write.log, write.entry));
    if ends > 1 {
        marks.set("others", (ends - 1).to_string());
    }
    let panics = lines.iter().any(|(_, log, entry)| log.str(entry.text).contains("panic"));
    let holds = |name: &str| {
        (name == "panic" && panics)
            || lines.iter().any(|(key, ..)| *key == name)
            || marks.get(name).is_some_and(|value| !value.is_empty())
    };
    let said = Said { marks: &marks, holds: &holds };
    let mut diagnosis = blank(ID, Confidence::Proven);
    diagnosis.title = words.title(&said);
    diagnosis.summary = words.summary(&said);
    let evidence = |(key, log, entry): &(&str, &Log, &LogEntry)| Evidence {
        quote: shorten(log.str(entry.text), QUOTE),
        ..cite(case, log, entry, &words.why(key, &said).unwrap_or_default())
    };
    diagnosis.evidence = lines.iter().map(evidence).collect();
    words.steps(&said, &mut |step, rests| {
        diagnosis.mechanism.push(step);
        diagnosis.mechanism_evidence.push(lines.iter().position(|(key, ..)| *key == rests));
    });
    for key in ["crash", "keepalive"] {
        if let Some((hypothesis, why)) = words.refuted(key, &said) {
            let cited = diagnosis.evidence.last().map(|line| (line.source.clone(), line.line));
            let (source, line) = cited.unwrap_or_default();
            diagnosis.refutes.push(crate::report::Refutation { hypothesis, source, line, why });
        }
    }
    diagnosis.confirm = words.confirm(&said);
    diagnosis.fix = words.fix(&said);
    diagnosis.applies_when = words.applies_when(&said);
    Finding { diagnosis, score: 100, fault: None }
}

/// An id of a request in a line: a word of at least 16 letters, digits and dashes with a digit among them.
fn id_in(line: &str) -> Option<&str> {
    let part = |c: char| c.is_ascii_hexdigit() || c == '-';
    line.split(|c: char| !part(c))
        .find(|word| word.len() >= 16 && word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Where an application tells how long the request of that id took, and how long that is.
fn took<'a>(case: &Case<'a>, id: &str) -> Option<(&'a Log, &'a LogEntry, String)> {
    let entries = case.entries();
    entries.filter(|(log, entry)| log.str(entry.text).contains(id)).find_map(|(log, entry)| {
        let text = log.str(entry.text);
        let at = ["timeUsed", "duration", "latency", "elapsed", "cost", "took"]
            .iter()
            .find_map(|name| text.find(name))?;
        let rest = text.get(at..)?;
        let number: String = rest
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let millis = rest.get(..40).unwrap_or(rest).contains("ms");
        (!number.is_empty()).then(|| (log, entry, format!("{number} {}", if millis { "ms" } else { "s" })))
    })
}

/// Lines that look bad and belong to other requests or to no request at all.
fn set_aside(case: &Case<'_>, request: &Asked<'_>, unrelated: &mut Vec<Unrelated>) {
    let words = case.prose.cause(WORDS);
    let marks = Marks::default();
    let said = Said { marks: &marks, holds: &|_| false };
    let (_, path) = request.request.asked_for(&request.log.text);
    for log in case.logs {
        for entry in log.entries.iter().filter(|entry| entry.level >= Level::Warning) {
            let Entry::Nginx(message) = &entry.kind else { continue };
            let line = log.str(message.request);
            let same = line.split(' ').nth(1) == Some(path);
            let key = match line {
                "" => "of-no-request",
                _ if same && close_in_time(case, (log, entry), (request.log, request.entry)) => continue,
                _ => "of-another",
            };
            let source = case.sources.get(log.source).map(|source| source.name.clone()).unwrap_or_default();
            unrelated.push(Unrelated {
                source,
                line: entry.line,
                why: words.why(key, &said).unwrap_or_default(),
            });
        }
    }
}
