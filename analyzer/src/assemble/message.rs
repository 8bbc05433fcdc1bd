//! One sentence for the reader: what was seen and, where something is needed, what.

use crate::order::InList;
use std::fmt::Write as _;

use crate::causes::Case;
use crate::model::log::Level;
use crate::model::trace::{EventKind, Outcome};
use crate::report::{Comparison, Diagnosis, Missing, SourceReport, Verdict};
use crate::roles::Symptom;
use crate::source::Role;
use crate::trace::Run;

/// How to record what is needed.
const NEEDED: &str = "needed is what `strace -f -ttt -T -yy -s 256 -o FILE` wrote for a run that worked and for one that failed";

/// The sentence; where a trace breaks off in the middle of a line, a second one says that.
pub fn of(
    case: &Case<'_>,
    sources: &[SourceReport],
    verdict: Verdict,
    diagnoses: &[Diagnosis],
    comparisons: &[Comparison],
    missing: &[Missing],
) -> String {
    let mut message = if case.runs.is_empty() {
        without_trace(case, sources, verdict, diagnoses, missing)
    } else {
        with_traces(case, verdict, diagnoses, comparisons)
    };
    for (name, line) in case.runs.iter().filter_map(|run| cut(case, run)) {
        let behind = "what came behind it is not known";
        let _ = write!(message, " {name} breaks off in the middle of line {line}; {behind}.");
    }
    message
}

fn without_trace(
    case: &Case<'_>,
    sources: &[SourceReport],
    verdict: Verdict,
    diagnoses: &[Diagnosis],
    missing: &[Missing],
) -> String {
    if let (Verdict::CauseFound, Some(diagnosis)) = (verdict, diagnoses.first()) {
        return format!("{}.", full_stop_off(&diagnosis.title));
    }
    if verdict == Verdict::NoFailureFound {
        return "Every request in these logs was answered, and no line names a failure.".into();
    }
    if let Some(seen) = seen(sources) {
        let guess = diagnoses.first().map_or_else(
            || {
                let line =
                    case.logs.iter().find_map(|log| log.entries.iter().find(|one| one.level >= Level::Error));
                match line {
                    Some(one) => {
                        format!("line {} tells of an error in words that name no cause known here", one.line)
                    }
                    None => "no line of it names a cause".to_string(),
                }
            },
            |one| format!("possible and no more is: {}", full_stop_off(&one.title)),
        );
        let needed =
            missing.first().map_or_else(|| NEEDED.to_string(), |one| format!("needed first is {}", one.what));
        let more = if missing.len() > 1 {
            "; the list of what is missing says what else tells the possible causes apart"
        } else {
            ""
        };
        return format!("Seen are {seen}; {guess}. Not given and {needed}{more}.");
    }
    match sources {
        [] => format!("Nothing was given: {NEEDED}."),
        [only] => format!("There is no strace in {}: {}; {NEEDED}.", only.name, why(only)),
        many => {
            let named: Vec<String> =
                many.iter().take(3).map(|source| format!("{} ({})", source.name, why(source))).in_list();
            let more = if many.len() > 3 { " and others" } else { "" };
            format!("There is no strace in what was given: {}{more}; {NEEDED}.", named.join(", "))
        }
    }
}

/// What was recognised, in words; `None` for nothing.
fn seen(sources: &[SourceReport]) -> Option<String> {
    let known: Vec<&SourceReport> =
        sources.iter().filter(|one| !matches!(one.format.as_str(), "unknown" | "prose")).in_list();
    let mut words = String::new();
    for one in known.iter().take(3) {
        let between = if words.is_empty() { "" } else { ", " };
        let _ = write!(words, "{between}{} in {}", one.format.replace('-', " "), one.name);
    }
    if known.len() > 3 {
        words.push_str(" and more");
    }
    (!words.is_empty()).then_some(words)
}

fn why(source: &SourceReport) -> String {
    match &source.why {
        Some(why) => why.clone(),
        None => format!("it was read as {}", source.format),
    }
}

fn with_traces(
    case: &Case<'_>,
    verdict: Verdict,
    diagnoses: &[Diagnosis],
    comparisons: &[Comparison],
) -> String {
    let role =
        |run: &&Run, role: Role| case.roles.get(run.source).is_some_and(|assigned| assigned.role == role);
    let normal: Vec<&Run> = case.runs.iter().filter(|run| role(run, Role::Normal)).in_list();
    let failing: Vec<&Run> = case.runs.iter().filter(|run| role(run, Role::Failing)).in_list();
    let found = diagnoses.first().filter(|_| verdict == Verdict::CauseFound);
    let found = found.map(|diagnosis| full_stop_off(&diagnosis.title));
    match (normal.as_slice(), failing.as_slice()) {
        ([normal, ..], [failing, ..]) => pair(case, normal, failing, verdict, found, comparisons),
        ([], [only]) => match found {
            Some(found) => format!("{found}; a trace of a run that worked would show where the two part."),
            None => format!(
                "{} is the only trace to compare, and it {}; add the trace of a run that worked.",
                name(case, only),
                shows(&Symptom::of(only))
            ),
        },
        ([only], []) => match found {
            Some(found) => format!("{found}."),
            None => format!(
                "{} is the only trace to compare, and it shows no failure: it {}; add the trace of the run that failed.",
                name(case, only),
                Symptom::of(only).well
            ),
        },
        ([], []) if case.runs.iter().all(has_no_call) => {
            "No trace holds a call: while strace watched, the program made none that it was asked for, so it computed or stood still in one; `top -H -p PID` tells which."
                .to_string()
        }
        ([], []) => {
            "Every trace is named as context; name the one that failed, and one that worked if there is one."
                .to_string()
        }
        ([], many) => same_role(case, many, "failing", "a run that worked", found),
        (many, []) => same_role(case, many, "normal", "the run that failed", found),
    }
}

fn has_no_call(run: &Run) -> bool {
    !run.trace.events.iter().any(|event| matches!(event.kind, EventKind::Call(_)))
}

fn same_role(case: &Case<'_>, runs: &[&Run], role: &str, other: &str, found: Option<&str>) -> String {
    let names: Vec<&str> = runs.iter().take(3).map(|run| name(case, run)).in_list();
    let start = found.map_or(String::new(), |found| format!("{found}; "));
    format!(
        "{start}{} are all named {role}, so there is nothing to compare them with; add or name the trace of {other}.",
        names.join(" and ")
    )
}

fn pair(
    case: &Case<'_>,
    normal: &Run,
    failing: &Run,
    verdict: Verdict,
    found: Option<&str>,
    comparisons: &[Comparison],
) -> String {
    let (one, two) = (name(case, normal), name(case, failing));
    let same_text = normal.trace.text == failing.trace.text;
    let symptom = Symptom::of(failing);
    if same_text && symptom.is_failure() {
        let start = found.map_or(String::new(), |found| format!("{found}; "));
        return format!(
            "{start}{one} and {two} are the same text, so there is nothing to compare; give the trace of a run that worked as the normal one."
        );
    }
    if same_text {
        return format!(
            "{one} and {two} are the same text, so nothing differs, and no failure is seen; give the trace of a run that failed."
        );
    }
    if let Some(found) = found {
        return format!("{found}.");
    }
    let divergence = comparisons.iter().find_map(|comparison| {
        comparison.decisive_divergence.as_ref().or(comparison.first_divergence.as_ref())
    });
    if let (Verdict::DifferenceFound, Some(divergence)) = (verdict, divergence) {
        let place = match (divergence.failing_line, divergence.normal_line) {
            (Some(line), _) => format!("line {line} of {two}"),
            (None, Some(line)) => format!("line {line} of {one}"),
            (None, None) => "no line".to_string(),
        };
        let what = full_stop_off(&divergence.what);
        if !symptom.is_failure() {
            return format!(
                "Neither run shows a failure: {one} {}, {two} {}. They part at {place}: {what}; no known cause fits.",
                Symptom::of(normal).well,
                symptom.well
            );
        }
        return format!("The runs part at {place}: {what}; no known cause fits.");
    }
    if symptom.is_failure() {
        return format!(
            "{two} {}, but nothing in it differs from {one} in a way that would explain it; a trace of the same work in both runs, or one of the server behind, is needed.",
            shows(&symptom)
        );
    }
    if comparisons.is_empty() {
        return format!(
            "Nothing in {one} and {two} can be put side by side, and neither shows a failure; {NEEDED}."
        );
    }
    let more = comparisons.iter().map(|one| (one.only_failing, one.only_normal)).max().unwrap_or((0, 0));
    if more != (0, 0) {
        let (more, less) = more;
        return format!(
            "Neither {one} nor {two} shows a failure; {more} rows are only in {two} and {less} only in {one}."
        );
    }
    format!(
        "{one} and {two} do the same but for values such as pids, ports and times, and neither shows a failure."
    )
}

/// `answers 502 (line 41)`
fn shows(symptom: &Symptom) -> &str {
    if symptom.is_failure() { &symptom.what } else { &symptom.well }
}

fn name<'a>(case: &Case<'a>, run: &Run) -> &'a str {
    case.sources.get(run.source).map_or("", |source| source.name.as_str())
}

fn full_stop_off(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}

/// The last line of a trace, if it breaks off where strace never pauses: in a string, or before the arguments.
/// A call that breaks off between its arguments may as well be one that still waits.
fn cut<'a>(case: &Case<'a>, run: &Run) -> Option<(&'a str, u32)> {
    let source = case.sources.get(run.source)?;
    let last = source.lines.iter().rfind(|line| !line.span.of(&source.text).trim().is_empty())?;
    let not_read = run.trace.unparsed.last().is_some_and(|unparsed| unparsed.line == last.number);
    let open = run.trace.events.last().is_some_and(|event| {
        let unfinished = matches!(&event.kind, EventKind::Call(call) if call.outcome == Outcome::Unfinished);
        unfinished && event.line == last.number && in_string(run.trace.str(event.text))
    });
    let begins = run.trace.events.last().is_some_and(|event| event.line < last.number);
    (open || (not_read && begins)).then_some((source.name.as_str(), last.number))
}

/// True if the text ends inside of quotes.
fn in_string(text: &str) -> bool {
    let mut inside = false;
    let mut escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ => {}
        }
    }
    inside
}
