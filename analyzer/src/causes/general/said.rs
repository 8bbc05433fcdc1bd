//! What a program itself says of its failure, in a trace: where it names a cause that its calls do not show, or an
//! errno that is harmless unless the program gives up on it.

use super::special::is_lock;
use crate::causes::logs::signs::Weight;
use crate::causes::logs::words::words;
use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::failure::{self, Failure, Shown};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::{Reading, Seen, Spoken, base_name};
use crate::causes::reasoning::said::names;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::words::{shorten, text_of};
use crate::model::trace::EventKind;
use crate::order::{Change, Flat, InList};
use crate::report::Confidence;
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// An errno that calls end with all the time, and the cause where a program fails of it (mkdir(2), signal(7)).
const ONLY_IF_SAID: &[(&str, &str)] =
    &[("EEXIST", "file-exists"), ("EINTR", "interrupted-call-not-restarted")];
/// What a program says of something that it only looked at, whether that is a directory, and the cause.
const LOOKED: &[(&str, bool, &str)] = &[
    ("s a directory", true, "path-is-a-directory"),
    ("ot an empty directory", true, "directory-not-empty"),
    ("irectory not empty", true, "directory-not-empty"),
    ("already exists", false, "file-exists"),
];
/// The failed call stands at most so many calls before the message about it.
const NEAR: usize = 200;

/// What programs of the failing runs say.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> =
        scene.failing().filter_map(|(run, reading)| named(scene, run, reading)).in_list();
    found.add_all(scene.failing().find_map(|(run, reading)| looked(scene, run, reading)));
    for (errno, cause) in ONLY_IF_SAID {
        found.add_all(scene.failing().find_map(|(run, reading)| gave_up(scene, run, reading, errno, cause)));
    }
    found
}

/// Everything that was said: what was written to standard error or a log, what got into the capture, strace's own words;
/// with `all` what was written to standard output as well.
pub fn heard(reading: &Reading<'_>, all: bool) -> Vec<Spoken> {
    let mut heard: Vec<Spoken> = Vec::new();
    let mut out: Vec<Spoken> = Vec::new();
    for seen in reading.named(|name| all && name.starts_with("write")) {
        if seen.args.starts_with("1,") || seen.args.starts_with("1<") {
            let (event, to) = (seen.id, DescriptorRole::StandardOutput);
            out.push(Spoken { event, leader: reading.leader(event), text: seen.payload(reading.run), to });
        }
    }
    for spoken in reading.reports.iter().with(&out) {
        // Many programs write a line piece by piece.
        match heard.iter_mut().rev().take(8).find(|line| line.leader == spoken.leader) {
            Some(line) if !line.text.ends_with('\n') && line.text.len() < 4_000 => {
                line.text.push_str(&spoken.text);
            }
            _ => heard.push(spoken.clone()),
        }
    }
    for (event, what) in (0..).zip(&reading.run.trace.events) {
        if let EventKind::Output(text) | EventKind::Note(text) = what.kind {
            let text = reading.run.trace.str(text).into();
            heard.push(Spoken { event, leader: reading.leader(event), text, to: DescriptorRole::Unknown });
        }
    }
    heard
}

/// Whoever speaks is the system's own copy of a program, and none that somebody put before it (hier(7)). True where
/// the trace does not show what was started.
fn of_the_system(reading: &Reading<'_>, spoken: &Spoken) -> bool {
    let started = |seen: &Seen<'_>| {
        seen.returned() == Some(0) && seen.id < spoken.event && reading.leader(seen.id) == spoken.leader
    };
    reading.of_families(&[Family::Execute]).filter(started).last().is_none_or(|seen| {
        let path = seen.path(reading.run);
        ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/"].iter().any(|folder| path.starts_with(folder))
    })
}

/// The first message that names a cause.
fn named(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let signs = scene.case.signs;
    let (spoken, sign, shown) = heard(reading, false).into_iter().find_map(|spoken| {
        let shown = ended(reading, spoken.leader);
        // Of a program that goes on, only strace's own words count: it could not begin.
        let begins = matches!(reading.run.trace.event(spoken.event)?.kind, EventKind::Note(_));
        let sign = signs.own(&spoken.text).filter(|_| shown.is_some() || begins)?;
        Some((spoken, sign, shown))
    })?;
    let usual = scene.working().any(|(_, normal)| {
        normal
            .reports
            .iter()
            .any(|other| signs.own(&other.text).is_some_and(|other| other.cause == sign.cause))
    });
    if usual {
        return None;
    }
    let said = words(scene.case.prose, sign.cause)?;
    let names = sign.weight == Weight::Names;
    let (confidence, score) = match &shown {
        // Another program of that name may know the option: what the trace shows of that comes first.
        Some(_) if sign.weight == Weight::Says => {
            let compared = scene.working().next().is_some();
            let expected = compared || of_the_system(reading, &spoken);
            (if expected { Confidence::Likely } else { Confidence::Possible }, 20)
        }
        Some(Shown { failure: Failure::Exit { .. }, .. }) if names && last_words(reading, &spoken) => {
            (Confidence::Proven, 150)
        }
        // Who ended it may have had another reason.
        Some(Shown { failure: Failure::Killed { .. }, .. }) => (Confidence::Possible, 5),
        // A hint counts where no call failed that explains it better.
        Some(_) if !explained(scene, run, reading, spoken.leader) => (Confidence::Likely, 55),
        // It could not begin.
        None => (Confidence::Likely, 40),
        _ => (Confidence::Possible, 5),
    };
    let mut claim = Claim::new(scene, sign.cause, confidence, score)
        .blames(run, spoken.event)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(spoken.event))
        .mark("said", shorten(point(&spoken.text), 160))
        .variant("message", true);
    claim.cite(run, spoken.event, "said");
    claim.ends(run, shown.as_ref());
    let mut finding = claim.done()?;
    finding.diagnosis.title.clone_from(&said.title);
    (finding.diagnosis.confirm, finding.diagnosis.fix) = (said.confirm, said.fix);
    Some(finding)
}

/// The line of a message that names the reason: of a Python traceback the last.
fn point(text: &str) -> &str {
    let text = text.trim();
    let traced = text.contains("Traceback (most recent call last)") || text.starts_with("File \"");
    if traced { text.rsplit('\n').next().unwrap_or(text) } else { text }
}

/// A failed call of the same program explains the failure, if it is named as well or is none of those that look for files.
fn explained(scene: &Scene<'_>, run: usize, reading: &Reading<'_>, leader: ProcessId) -> bool {
    scene.suspects.iter().any(|one| {
        let same = one.run == run && reading.leader(one.event) == leader;
        let firm = if one.family.by_path() { Confidence::Proven } else { Confidence::Likely };
        same && one.matters() && (one.named || one.confidence() >= firm)
    })
}

/// The program says hardly more before it ends: what it said long before has another outcome.
fn last_words(reading: &Reading<'_>, spoken: &Spoken) -> bool {
    reading.said_after(spoken.event).count() <= 12
}

/// How the process of a message failed.
fn ended(reading: &Reading<'_>, leader: ProcessId) -> Option<Shown> {
    let well = matches!(reading.end(0), ProcessEnd::Exited(0));
    failure::of_process(reading, leader).filter(|_| !well)
}

/// A program names the errno of its last call that failed so, and ends.
fn gave_up(
    scene: &Scene<'_>,
    run: usize,
    reading: &Reading<'_>,
    errno: &'static str,
    cause: &str,
) -> Option<Finding> {
    let words = text_of(errno);
    let (fault, spoken, shown) = reading.reports.iter().find_map(|spoken| {
        if words.is_empty() || !spoken.text.contains(words) {
            return None;
        }
        let shown = failure::of_process(reading, spoken.leader)?;
        let fault = reading
            .calls_before(spoken.event)
            .take(NEAR)
            .find(|seen| reading.leader(seen.id) == spoken.leader && seen.errno(reading.run) == errno)
            .filter(|seen| !is_lock(&seen.path(reading.run)))?;
        Some((fault, spoken, shown))
    })?;
    let path = fault.path(reading.run);
    let mut claim = Claim::new(scene, cause, Confidence::Likely, 60)
        .blames(run, fault.id)
        .in_brief("causes/general/words")
        .mark("program", reading.program(fault.id))
        .mark("call", fault.name)
        .mark("errno", errno)
        .mark("error", words)
        .mark("on", path.clone())
        .mark("path", if path.is_empty() { "the object".into() } else { path });
    claim.cite(run, fault.id, "fault");
    claim.cite(run, spoken.event, "report");
    claim.ends(run, Some(&shown));
    claim.done()
}

/// A program looks at something without an error, says that it cannot be used as it is, names it, and ends.
fn looked(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let (seen, path, spoken, shown, cause) = heard(reading, false).into_iter().find_map(|spoken| {
        let (_, directory, cause) = LOOKED.iter().find(|(words, ..)| spoken.text.contains(words))?;
        let shown = ended(reading, spoken.leader).filter(|_| last_words(reading, &spoken))?;
        let mut near = reading
            .calls_before(spoken.event)
            .take(NEAR)
            .filter(|seen| reading.leader(seen.id) == spoken.leader && !seen.call.outcome.failed());
        let (seen, path) = near.find_map(|seen| {
            let path = seen.path(reading.run);
            let of_descriptor =
                || reading.descriptor(seen.id).map_or_else(String::new, |one| one.target.clone());
            let path = if path.is_empty() { of_descriptor() } else { path };
            let asked = matches!(seen.family(), Family::Look | Family::Open) || seen.name == "fstat";
            let kind = !directory
                || ["S_IFDIR", "O_DIRECTORY"].iter().any(|mark| reading.text(seen.id).contains(mark));
            let name = base_name(path.trim_end_matches('/'));
            // Other things than files exist as well: users, tables, containers.
            let told = if *directory {
                name.len() >= 3 && names(&spoken.text, name, false)
            } else {
                names(&spoken.text, &path, false)
            };
            (asked && kind && told).then_some((seen, path))
        })?;
        Some((seen, path, spoken, shown, *cause))
    })?;
    if explained(scene, run, reading, spoken.leader) {
        return None;
    }
    let mut claim = Claim::new(scene, cause, Confidence::Likely, 60)
        .blames(run, seen.id)
        .in_brief("causes/general/words")
        .mark("program", reading.program(spoken.event))
        .mark("path", path)
        .variant("looked", true);
    claim.cite(run, seen.id, "looked");
    claim.cite(run, spoken.event, "report");
    claim.ends(run, Some(&shown));
    claim.done()
}
