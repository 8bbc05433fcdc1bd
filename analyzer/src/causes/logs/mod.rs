//! Causes that logs name by themselves, and log lines that bear out what the traces show.
//!
//! nginx's error log is close to ground truth for what nginx saw; what it does not know (why the upstream closed)
//! a trace or another log may tell, and then that answer stays first and the log's line supports it.

mod alone;
mod before_and_after;
mod client_gone;
mod lead;
pub mod messages;
mod printed;
pub mod reasons;
mod requests;
pub mod signs;
pub mod words;

use super::Case;
use super::reasoning::claim::{Finding, blank};
use super::reasoning::scene::Scene;
use super::reasoning::words::shorten;
use crate::model::log::{Entry, Log, LogEntry, NginxMessage, RequestEntry};
use crate::order::{Change, Flat, InList, Pick, Texts};
use crate::prose::Marks;
use crate::prose::cause::Said;
use crate::report::{Confidence, Diagnosis, Evidence, Unrelated};
use crate::seek;
use crate::source::Role;
use crate::trace::Run;
use messages::Meaning;

/// Why the line of a request is cited.
const FAILED_REQUEST: &str = "the request that failed of it";

/// Quotes are cut to about this many characters.
const QUOTE: usize = 240;

/// A message that names a cause, with its log.
#[derive(Debug, Clone, Copy)]
struct Told<'a> {
    log: &'a Log,
    entry: &'a LogEntry,
    message: &'a NginxMessage,
    meaning: Meaning<'a>,
}

/// A request of an access log, with its log.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    log: &'a Log,
    entry: &'a LogEntry,
    request: &'a RequestEntry,
}

/// What the logs say by themselves. `traced` are the findings of the traces: where they name the same cause, the
/// log's lines are added to them instead of being said a second time. `unrelated` gets lines that look bad and have
/// nothing to do with what was found.
pub fn join(scene: &Scene<'_>, traced: &mut Vec<Finding>, unrelated: &mut Vec<Unrelated>) {
    let case = scene.case;
    let told = told(case);
    let asked = asked(case);
    say(case, &told, &asked, traced);
    let of_requests = alone::of_requests(case, &asked);
    alone::say(case, &of_requests, traced);
    let mut seen: Vec<lead::Seen<'_>> =
        told.iter().map(|one| (one.log, one.entry, one.meaning.cause)).in_list();
    for (_, requests) in of_requests.iter() {
        seen.add_all(requests.iter().map(|(one, shown)| (one.log, one.entry, shown.cause)));
    }
    let given = lead::given(case);
    lead::lead(case, &given, &seen, traced);
    client_gone::join(case, &asked, traced, unrelated);
    let printed = printed::of(scene);
    let told = given.iter().copied().with(printed::given(case, &printed)).in_list();
    alone::of_programs(scene, &told, traced);
}

/// A log names a failure of the upstream's side.
pub fn name_a_reason(case: &Case<'_>) -> bool {
    lead::given(case).iter().any(|one| one.reason.weight == signs::Weight::Names)
}

/// Adds what the proxy's own log says.
fn say(case: &Case<'_>, told: &[Told<'_>], asked: &[Asked<'_>], traced: &mut Vec<Finding>) {
    let mut by_cause: Texts<Vec<Told<'_>>> = Texts::default();
    for one in told {
        by_cause.change(one.meaning.cause, |lines| lines.push(*one));
    }
    let saved = hidden_by_retry(case, told, asked);
    let firm = |finding: &&Finding| finding.diagnosis.confidence > Confidence::Possible;
    let traces_speak = traced.iter().filter(firm).any(|finding| rests_on_trace(case, finding));
    let explained: Vec<&str> =
        traced.iter().filter(firm).flat(|finding| explains(&finding.diagnosis.cause)).copied().in_list();
    if let Some(saved) = saved
        && !traces_speak
    {
        traced.push(saved);
        return;
    }
    let alone = by_cause.len() == 1;
    for (cause, lines) in by_cause.iter() {
        let evidence = evidence(case, lines, asked);
        if let Some(known) = traced.iter_mut().find(|finding| finding.diagnosis.cause == cause) {
            support(&mut known.diagnosis, evidence.clone());
            // What the server says of it in the same trace is as good as a failure that is seen there.
            if lines.iter().any(|one| one.meaning.proves) && written_in_trace(case, known, lines) {
                known.diagnosis.confidence = known.diagnosis.confidence.max(Confidence::Likely);
            }
            if let Some(best) = best(traced).filter(|finding| written_in_trace(case, finding, lines)) {
                support(&mut best.diagnosis, evidence);
            }
            continue;
        }
        if traces_speak {
            // The upstream's own trace shows why it was gone, and the proxy's log shows what came of it.
            let of_upstream = |finding: &Finding| {
                reasons::holds(reasons::explains(case.prose, &finding.diagnosis.cause), cause)
            };
            if let Some(best) =
                best(traced).filter(|finding| written_in_trace(case, finding, lines) || of_upstream(finding))
            {
                support(&mut best.diagnosis, evidence);
            }
            continue;
        }
        let later = before_and_after::UNREACHED
            .contains(&cause)
            .then(|| before_and_after::answered_later(case, lines, &evidence, asked))
            .flatten();
        let mut found = finding(case, lines, evidence, alone);
        if let Some(later) = later {
            found.diagnosis.summary.push_str("; a later request was answered, so it may be over.");
            found.diagnosis.evidence.push(later);
        }
        // What configuration and sockets explain is said behind it.
        let follows = explained.contains(&cause) || before_and_after::after_its_end(told, lines);
        if follows || of_other_requests(&found, lines, asked) {
            found.diagnosis.confidence = Confidence::Possible;
        }
        traced.push(found);
    }
}

/// A finding of the traces; others rest on configuration and listings, beside which the log still counts.
fn rests_on_trace(case: &Case<'_>, finding: &Finding) -> bool {
    let traced = |name: &str| {
        case.runs.iter().any(|run| case.sources.get(run.source).is_some_and(|source| source.name == name))
    };
    finding.fault.is_some() || finding.diagnosis.evidence.iter().any(|line| traced(&line.source))
}

/// What the proxy sees in consequence of a cause that configuration and listings show.
fn explains(cause: &str) -> &'static [&'static str] {
    match cause {
        "upstream-keepalive-disabled-http10" => {
            &["no-live-upstreams", "upstream-connect-timeout", "upstream-kernel-connect-timeout"]
        }
        "upstream-write-timeout-too-short" => &["upstream-closed-early"],
        other => crate::causes::joined::explains(other),
    }
}

/// The access logs tell of requests that failed, and the messages belong to none of them: what they say is true, and
/// may have nothing to do with the failure that is looked into (a scanner's request of the day before, say).
fn of_other_requests(found: &Finding, lines: &[Told<'_>], asked: &[Asked<'_>]) -> bool {
    let joined = found.diagnosis.evidence.iter().any(|line| line.why.starts_with(FAILED_REQUEST));
    let name_requests = lines.iter().any(|one| !one.log.str(one.message.request).is_empty());
    !joined && name_requests && asked.iter().any(|asked| failed(asked.request))
}

/// Every message that names a cause.
fn told<'a>(case: &Case<'a>) -> Vec<Told<'a>> {
    let entries = case.entries();
    entries
        .filter_map(|(log, entry)| {
            let Entry::Nginx(message) = &entry.kind else { return None };
            let meaning = messages::meaning(&case.signs.messages, log, entry, message)?;
            Some(Told { log, entry, message, meaning })
        })
        .in_list()
}

/// Every request of the access logs.
fn asked<'a>(case: &Case<'a>) -> Vec<Asked<'a>> {
    let entries = case.entries();
    entries
        .filter_map(|(log, entry)| {
            let Entry::Request(request) = &entry.kind else { return None };
            Some(Asked { log, entry, request })
        })
        .in_list()
}

/// The lines that a cause rests on: the message that a trace writes, or else the first and the last one, and the
/// requests that they belong to.
fn evidence(case: &Case<'_>, lines: &[Told<'_>], asked: &[Asked<'_>]) -> Vec<Evidence> {
    let mut chosen: Vec<Evidence> = Vec::new();
    let shown = lines.iter().find(|one| {
        let failing = |run: &&Run| case.roles.get(run.source).is_none_or(|role| role.role != Role::Normal);
        case.runs.iter().filter(failing).any(|run| stands_in(run, one))
    });
    let mut ends: Vec<&Told<'_>> = match shown {
        Some(one) => vec![one],
        None => lines.first().into_iter().with(lines.last()).in_list(),
    };
    ends.dedup_by_key(|one| one.entry.line);
    for one in &ends {
        chosen.push(cite(case, one.log, one.entry, "nginx names the failure itself"));
    }
    for one in &ends {
        let mut same = asked.iter().filter(|asked| {
            same_request(one, asked)
                && close_in_time(case, (one.log, one.entry), (asked.log, asked.entry))
                && failed(asked.request)
        });
        if let Some(asked) = same.next_back() {
            let why = format!("{FAILED_REQUEST}: status {}", asked.request.status);
            chosen.push(cite(case, asked.log, asked.entry, &why));
        }
    }
    chosen.dedup_by(|next, before| next.line == before.line && next.source == before.source);
    chosen
}

/// A message of nginx and a request of an access log have the same method and path, and the same number of the
/// connection where both tell it: all workers count together (`ngx_connection_counter`), so no two share one.
fn same_request(told: &Told<'_>, asked: &Asked<'_>) -> bool {
    let line = told.log.str(told.message.request);
    let mut words = line.split(' ');
    let (method, path) = asked.request.asked_for(&asked.log.text);
    let numbers = told.message.connection.zip(asked.request.connection);
    !line.is_empty()
        && words.next() == Some(method)
        && words.next() == Some(path)
        && numbers.is_none_or(|(one, other)| one == other)
}

/// The client did not get what it asked for.
fn failed(request: &RequestEntry) -> bool {
    request.status >= 400 || request.status == 9 || request.bytes == Some(0)
}

/// Both lines stand within two seconds on the common clock, or their times cannot be compared.
fn close_in_time(case: &Case<'_>, one: (&Log, &LogEntry), other: (&Log, &LogEntry)) -> bool {
    let apart = |(one, other)| case.clocks.apart(one, other);
    let times = one.1.time.zip(other.1.time);
    let stamps = times.map(|(mine, theirs)| ((one.0.source, mine), (other.0.source, theirs)));
    stamps.and_then(apart).is_none_or(|apart| apart <= 2_000_000)
}

/// A line as evidence.
fn cite(case: &Case<'_>, log: &Log, entry: &LogEntry, why: &str) -> Evidence {
    let source = case.sources.get(log.source);
    // What is written in a trace is quoted with its call.
    let traced = source.filter(|source| source.format == "strace").and_then(|source| {
        Some(source.line_text(source.lines.iter().position(|line| line.number == entry.line)?))
    });
    Evidence {
        source: source.map(|source| source.name.clone()).unwrap_or_default(),
        line: entry.line,
        quote: shorten(traced.unwrap_or(log.str(entry.text)), QUOTE),
        why: why.into(),
    }
}

/// Adds lines to a diagnosis that does not cite them yet.
fn support(diagnosis: &mut Diagnosis, lines: Vec<Evidence>) {
    for line in lines {
        let known = diagnosis.evidence.iter().any(|one| one.line == line.line && one.source == line.source);
        if !known {
            diagnosis.evidence.push(line);
        }
    }
}

/// The finding that will stand first.
fn best(findings: &mut [Finding]) -> Option<&mut Finding> {
    findings.iter_mut().greatest(|finding| (finding.diagnosis.confidence, finding.score))
}

/// The trace that the finding blames writes this very message: the line and the trace tell of one failure.
fn written_in_trace(case: &Case<'_>, finding: &Finding, lines: &[Told<'_>]) -> bool {
    let cited = |run: &&Run| {
        let name = case.sources.get(run.source).map_or("", |source| source.name.as_str());
        finding.diagnosis.evidence.iter().any(|line| line.source == name)
    };
    case.runs.iter().filter(cited).any(|run| lines.iter().any(|one| stands_in(run, one)))
}

/// A trace writes this message.
fn stands_in(run: &Run, one: &Told<'_>) -> bool {
    // The date, the level and the process number are enough; `-s 32` shows no more than 32 bytes of a string.
    let head: String = one.log.str(one.entry.text).chars().take(30).collect();
    seek::find(run.trace.text.as_bytes(), head.as_bytes()).is_some()
}

/// Every failing attempt was followed by one that gave the client a good answer.
fn hidden_by_retry(case: &Case<'_>, told: &[Told<'_>], asked: &[Asked<'_>]) -> Option<Finding> {
    let saved = asked.iter().find(|asked| asked.request.retried_with_success())?;
    if asked.iter().any(|asked| failed(asked.request)) {
        return None;
    }
    let mut lines =
        vec![cite(case, saved.log, saved.entry, "the first attempt failed, the next one gave a good answer")];
    lines.add_all(told.first().map(|one| cite(case, one.log, one.entry, "why the first attempt failed")));
    let statuses: Vec<String> = saved.request.upstream_statuses.iter().map(u16::to_string).in_list();
    let mut diagnosis = blank("failure-hidden-by-retry", Confidence::Likely);
    diagnosis.title = "An attempt failed, and a retry hid it from the client".into();
    diagnosis.summary = format!(
        "The upstreams answered {} for one request, and the client got {}: the proxy asked again after a failure.",
        statuses.join(", "),
        saved.request.status
    );
    diagnosis.mechanism = vec![
        "One attempt fails: the proxy gets no good answer from the first server".into(),
        "The proxy asks again: another attempt succeeds".into(),
        format!("The client sees nothing: it gets {}", saved.request.status),
    ];
    diagnosis.mechanism_evidence = vec![(lines.len() > 1).then_some(1), Some(0), Some(0)];
    diagnosis.evidence = lines;
    Some(Finding { diagnosis, score: 0, fault: None })
}

/// A diagnosis that rests on the log alone.
fn finding(case: &Case<'_>, lines: &[Told<'_>], evidence: Vec<Evidence>, only: bool) -> Finding {
    let Some(one) = lines.last() else {
        return Finding { diagnosis: blank("", Confidence::Possible), score: 0, fault: None };
    };
    let meaning = one.meaning;
    // A line without a date may be of another start than the one that failed.
    let confidence = if meaning.cause == "upstream-excess-data" {
        // It costs a connection, and the client gets its whole answer.
        Confidence::Possible
    } else if meaning.proves && one.entry.time.is_some() {
        Confidence::Proven
    } else {
        Confidence::Likely
    };
    let mut diagnosis = blank(meaning.cause, confidence);
    let said = one.log.str(one.message.message);
    let action = one.log.str(one.message.action);
    let words = case.prose.brief("causes/logs/nginx", meaning.cause);
    let mut marks = marks(one);
    let status = evidence.iter().position(|line| line.why.starts_with(FAILED_REQUEST));
    let request = status.and_then(|at| evidence.get(at)).map(|line| line.why.clone());
    marks.set("action", action.into());
    marks.set("count", if lines.len() > 1 { lines.len().to_string() } else { String::new() });
    marks.set("said", shorten(said, QUOTE));
    marks.set("short", shorten(said, 100));
    marks.set("request", request.unwrap_or_default());
    let title = words.title(&Said { marks: &marks, holds: &|name| name == meaning.variant });
    marks.set("cause", lower_first(&title));
    marks.set("title", title.clone());
    let said = Said { marks: &marks, holds: &|name| name == "request" && status.is_some() };
    diagnosis.title = title;
    diagnosis.summary = words.summary(&said);
    diagnosis.hop = Some("nginx".into());
    words.steps(&said, &mut |step, rests| {
        let at = match rests {
            "message" => Some(0),
            "request" => status,
            _ => None,
        };
        diagnosis.mechanism.push(step);
        diagnosis.mechanism_evidence.push(at);
    });
    diagnosis.confirm = words.confirm(&said);
    diagnosis.fix = words.fix(&said);
    diagnosis.evidence = evidence;
    // That every server is set aside follows from earlier failures, and so it yields to any other message.
    let follows = matches!(meaning.cause, "no-live-upstreams" | "client-closed-request" | "resolver-timeout");
    let score = if follows && !only { -10 } else { i32::try_from(lines.len().min(100)).unwrap_or(0) };
    Finding { diagnosis, score, fault: None }
}

/// A sentence's first letter made small, unless it begins a name.
fn lower_first(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// The marks of a message: its own address and path.
fn marks(one: &Told<'_>) -> Marks {
    let upstream = one.log.str(one.message.upstream);
    let address = upstream.split_once("://").map_or(upstream, |(_, rest)| rest);
    let authority = address.split('/').next().unwrap_or("");
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    let said = one.log.str(one.message.message);
    let socket = said.split_once("unix:").map(|(_, rest)| rest.split(' ').next().unwrap_or(""));
    let path = socket.or_else(|| said.split('"').nth(1)).unwrap_or("");
    let name = said.split(" could not be resolved").next().filter(|name| name.len() < said.len());
    let mut marks = Marks::default();
    for (mark, value) in
        [("upstream", authority), ("host", name.unwrap_or(host)), ("port", port), ("path", path)]
    {
        marks.set(mark, value.into());
    }
    marks
}

#[cfg(test)]
mod tests {
    use crate::report::{Confidence, Verdict};
    use crate::source::{Input, Piece};

    const MESSAGE: &str = "2021/01/16 04:11:38 [error] 22449#0: *7 writev() failed (104: Connection reset by peer) while sending request to upstream, client: 10.0.0.1, server: s, request: \"POST /upload HTTP/1.1\", upstream: \"http://127.0.0.1:8878/upload\", host: \"h\"\n";

    fn judged(access_log: &str) -> (Verdict, Option<Confidence>) {
        let report = report(access_log);
        let of_message =
            report.diagnoses.iter().find(|one| one.cause == "upstream-closed-while-sending-body");
        (report.verdict, of_message.map(|diagnosis| diagnosis.confidence))
    }

    fn report(access_log: &str) -> crate::report::Report {
        let piece = |name: &str, text: &str| Piece { name: name.into(), role: None, bytes: text.into() };
        let pieces = vec![piece("error.log", MESSAGE), piece("access.log", access_log)];
        crate::analyze(&Input { pieces })
    }

    #[test]
    fn what_is_refused_after_the_end_of_the_upstream_follows_from_it() {
        let line = |second: u32, said: &str| {
            format!(
                "2021/01/16 04:11:{second:02} [error] 22449#0: *{second} {said}, client: 10.0.0.1, server: s, request: \"GET /{second} HTTP/1.1\", upstream: \"http://127.0.0.1:8878/{second}\", host: \"h\"\n"
            )
        };
        let refused =
            |second| line(second, "connect() failed (111: Connection refused) while connecting to upstream");
        let closed = |second| {
            line(second, "upstream prematurely closed connection while reading response header from upstream")
        };
        let first = |text: String| {
            let pieces = vec![Piece { name: "error.log".into(), role: None, bytes: text.into() }];
            let report = crate::analyze(&Input { pieces });
            report.diagnoses.first().map(|one| one.cause.clone()).unwrap_or_default()
        };
        assert_eq!(first(closed(10) + &refused(11) + &refused(12)), "upstream-closed-early");
        assert_eq!(first(refused(10) + &refused(11) + &closed(12)), "upstream-connection-refused");
    }

    #[test]
    fn a_message_about_the_request_that_failed_is_proof() {
        let line =
            "10.0.0.1 - - [16/Jan/2021:12:11:38 +0800] \"POST /upload HTTP/1.1\" 502 157 \"-\" \"curl\"\n";
        assert_eq!(judged(line), (Verdict::CauseFound, Some(Confidence::Proven)));
    }

    #[test]
    fn a_message_about_another_request_is_only_worth_a_look() {
        let line =
            "10.0.0.2 - - [17/Jan/2021:10:45:07 +0800] \"POST /devices HTTP/1.1\" 499 0 \"-\" \"app\"\n";
        assert_eq!(judged(line), (Verdict::CauseFound, Some(Confidence::Possible)));
        assert_eq!(
            report(line).diagnoses.first().map(|one| one.cause.as_str()),
            Some("client-closed-request")
        );
    }
}
