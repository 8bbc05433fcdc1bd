//! Lines that look bad and have nothing to do with the failure, each with the reason.

use super::marks::{self, Marks};
use crate::causes::logs::{messages, reasons};
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::signals;
use crate::causes::reasoning::waits;
use crate::causes::{joined, listings};
use crate::model::listing::Fact;
use crate::model::log::{Entry, Level, Log};
use crate::model::trace::{EventId, Micros, Outcome};
use crate::order::InList;
use crate::report::{Confidence, Unrelated};
use crate::source::{LineNumber, SourceId};

/// No more lines than these: a reader looks for what matters.
const MOST: usize = 8;
/// Further apart, a message is about something else.
const FAR: Micros = 60_000_000;

/// What looks bad and is not it.
pub fn name(scene: &Scene<'_>, finding: Option<&Finding>) -> Vec<Unrelated> {
    let mut named = Named { scene, finding, list: Vec::new() };
    for (run, reading) in scene.failing() {
        consequences(&mut named, run, reading);
        signals_after(&mut named, run, reading);
        usual(&mut named, run, reading);
    }
    if let Some(finding) = finding.filter(|finding| finding.diagnosis.confidence > Confidence::Possible) {
        let marks = Marks::of(scene, finding);
        for log in scene.case.logs {
            others(&mut named, &marks, log);
            source_lines(&mut named, log);
        }
        open_files(&mut named);
    }
    named.list
}

/// The list in the making.
struct Named<'n, 'a> {
    scene: &'n Scene<'a>,
    finding: Option<&'n Finding>,
    list: Vec<Unrelated>,
}

impl Named<'_, '_> {
    fn event(&mut self, reading: &Reading<'_>, event: EventId, why: &str) {
        self.line(reading.run.source, reading.line(event), why);
    }

    /// Names a line, unless the first diagnosis rests on it.
    fn line(&mut self, source: SourceId, line: LineNumber, why: &str) {
        let Some(source) = self.scene.case.sources.get(source) else { return };
        let cited = self.finding.is_some_and(|finding| {
            finding.diagnosis.evidence.iter().any(|one| one.line == line && one.source == source.name)
        });
        let known = self.list.iter().any(|one| one.line == line && one.source == source.name);
        if !cited && !known && self.list.len() < MOST {
            self.list.push(Unrelated { source: source.name.clone(), line, why: why.into() });
        }
    }
}

/// The same error on other objects behind the call that is blamed.
fn consequences(named: &mut Named<'_, '_>, run: usize, reading: &Reading<'_>) {
    let Some((_, fault)) =
        named.finding.and_then(|finding| finding.fault).filter(|(blamed, _)| *blamed == run)
    else {
        return;
    };
    let scene = named.scene;
    let Some(own) = scene.suspects.iter().find(|one| one.run == run && one.event == fault) else { return };
    let later = scene.suspects.iter().find(|one| {
        one.run == run
            && one.event > fault
            && one.errno == own.errno
            && one.family != own.family
            && !one.of_one_name()
    });
    if let Some(event) = later.map(|one| one.event) {
        named.event(
            reading,
            event,
            "a consequence: it fails of the same shortage, after the call that is blamed",
        );
    }
    let under_way = reading.calls_before(fault).take(12).find(|seen| {
        seen.name == "connect" && seen.errno(reading.run) == "EINPROGRESS" && own.family == Family::Connect
    });
    if let Some(seen) = under_way {
        named.event(
            reading,
            seen.id,
            "no failure yet: the connection is under way, and its outcome is asked for later",
        );
    }
    for seen in reading.calls_after(fault).take(2_000) {
        if seen.name == "rt_sigreturn" && !seen.errno(reading.run).is_empty() {
            named.event(
                reading,
                seen.id,
                "no call that failed: the end of a signal's handler shows the result that was interrupted",
            );
            break;
        }
    }
}

/// The signal that ends a run which hung: it was sent by who lost patience.
fn signals_after(named: &mut Named<'_, '_>, run: usize, reading: &Reading<'_>) {
    let Some((blamed, fault)) = named.finding.and_then(|finding| marks::blamed(named.scene, finding)) else {
        return;
    };
    let hangs = blamed == run
        && reading.seen(fault).is_some_and(|seen| {
            matches!(seen.call.outcome, Outcome::Unfinished | Outcome::Unknown | Outcome::Restarting)
        });
    if let Some(off) = waits::called_off(reading).filter(|off| blamed == run && fault < *off) {
        named.event(reading, off, "sent by somebody who waited no longer");
        return;
    }
    if !hangs {
        return;
    }
    for signal in signals::all(reading).iter().filter(|signal| signal.event > fault) {
        if matches!(signal.name, "SIGKILL" | "SIGTERM" | "SIGINT") {
            named.event(reading, signal.event, "sent from outside, long after the work had come to a halt");
            return;
        }
    }
    let leader = reading.leader(fault);
    if let crate::trace::ProcessEnd::Killed(_) = reading.end(leader)
        && let Some(event) = reading.last_event(leader)
    {
        named.event(reading, event, "the end came from outside, long after the work had come to a halt");
    }
}

/// Errors that harmed nobody: the program did without, or the normal run meets them as well.
fn usual(named: &mut Named<'_, '_>, run: usize, reading: &Reading<'_>) {
    let scene = named.scene;
    let recovered = scene.suspects.iter().filter(|one| one.run == run).filter_map(|one| {
        let after = one.recovered?;
        (one.family != Family::Look).then_some((one.event, after))
    });
    let mut found: Vec<(EventId, EventId)> = recovered.in_list();
    crate::order::by_key(&mut found, |one| one.0);
    for (event, after) in found.into_iter().take(3) {
        let line = reading.line(after);
        named.event(reading, event, &format!("harmless: line {line} does the same with success"));
    }
    // A fallback goes by another call.
    for seen in reading.failed().filter(|seen| seen.errno(reading.run) == "ENOSYS").take(1) {
        named.event(
            reading,
            seen.id,
            "harmless: this kernel does not know the call, and the program takes another",
        );
    }
    let mut kinds: Vec<(Family, &str)> = Vec::new();
    for seen in reading.failed() {
        let errno = seen.errno(reading.run);
        let family = seen.family();
        let speaks = !errno.is_empty()
            && !matches!(errno, "EAGAIN" | "EINPROGRESS" | "ERESTARTSYS" | "ENOSYS")
            && matches!(
                family,
                Family::Connect
                    | Family::Create
                    | Family::Open
                    | Family::Bind
                    | Family::Execute
                    | Family::Look
            );
        if !speaks || kinds.contains(&(family, errno)) {
            continue;
        }
        kinds.push((family, errno));
        let same = scene.working().find_map(|(_, normal)| {
            let same = normal.failed().find(|other| {
                other.name == seen.name
                    && other.errno(normal.run) == errno
                    && other.path(normal.run) == seen.path(reading.run)
            })?;
            Some((normal.name, normal.line(same.id)))
        });
        if let Some((name, line)) = same {
            let why = format!("harmless: the normal run meets the same ({name} line {line})");
            named.event(reading, seen.id, &why);
        }
    }
}

/// Endings of names of source files that stacks print with a line number.
const SOURCE_FILES: &[&str] =
    &["go", "py", "js", "ts", "rb", "php", "java", "kt", "rs", "c", "cc", "cpp", "cs"];

/// `panic.go:502`: the first number in a stack that looks like a status and counts lines.
fn source_lines(named: &mut Named<'_, '_>, log: &Log) {
    let looks_like_status = |word: &str| {
        let Some((file, number)) = word.split_once(':') else { return false };
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        digits == 3 && number.starts_with(['4', '5']) && SOURCE_FILES.contains(&ending)
    };
    let texts = || log.entries.iter().filter(|entry| matches!(entry.kind, Entry::Text));
    let found = texts().find(|entry| log.str(entry.text).split([' ', '(', ')']).any(looks_like_status));
    if let Some(entry) = found {
        named.line(
            log.source,
            entry.line,
            "the number behind the file's name counts its lines: it is no status",
        );
    }
}

/// Counts of open files, the largest of them, where no line says that they ran out.
fn open_files(named: &mut Named<'_, '_>) {
    let case = named.scene.case;
    let about_files = named.finding.is_some_and(|finding| {
        ["fd-limit", "open-file", "descriptor", "worker-connections"]
            .iter()
            .any(|word| finding.diagnosis.cause.contains(word))
    });
    let ran_out = case
        .logs
        .iter()
        .any(|log| log.entries.iter().any(|entry| log.str(entry.text).contains("Too many open files")));
    let counts = case.items().filter_map(|(listing, item)| match &item.fact {
        Fact::OpenFiles(open) => Some((open.count, listing.source, item.line)),
        _ => None,
    });
    if about_files || ran_out {
        return;
    }
    if let Some((_, source, line)) = counts.max() {
        named.line(
            source,
            line,
            "open files, counted: a process that runs out of them says so (24: Too many open files), and no line does",
        );
    }
}

/// Messages of another request, of another time, or that are only a notice.
fn others(named: &mut Named<'_, '_>, marks: &Marks<'_>, log: &Log) {
    let cause = named.finding.map_or("", |finding| finding.diagnosis.cause.as_str());
    // Further requests that fail of the same are more of it, and not something else.
    let explained = |seen: &str| {
        seen == cause
            || joined::explains(cause).contains(&seen)
            || listings::explains(cause, seen)
            || reasons::holds(reasons::explains(named.scene.case.prose, cause), seen)
    };
    for entry in log.entries.iter().filter(|entry| entry.level >= Level::Warning) {
        let Entry::Nginx(message) = &entry.kind else { continue };
        let said = log.str(message.message);
        let request = log.str(message.request);
        let why = if said.contains("is buffered to a temporary file") {
            "harmless: a large body or answer is kept on disk for a while"
        } else if messages::meaning(&named.scene.case.signs.messages, log, entry, message)
            .is_none_or(|meaning| explained(meaning.cause))
        {
            continue;
        } else if marks.apart(entry.time).is_some_and(|apart| apart.abs() > FAR) {
            "another time: far from the failure"
        } else if !request.is_empty()
            && !marks.targets.is_empty()
            && !marks.names_target(request)
            && !request.contains(" / ")
        {
            "another request"
        } else {
            continue;
        };
        named.line(log.source, entry.line, why);
    }
}
