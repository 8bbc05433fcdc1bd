//! Which message tells of a failing call: it names the object or says the error.

use super::after::{WORK, Work};
use super::harmless;
use super::reading::{self, Reading, base_name};
use super::suspects::Suspect;
use crate::causes::Case;
use crate::kernel::errno;
use crate::model::trace::EventId;
use crate::order::{InList, Set};
use crate::source::{Role, SourceId};

/// A message that comes more events later is about something else.
const FAR: EventId = 2_000;
/// Texts of at least so many bytes are no output that somebody saw.
const LONG: usize = 1 << 20;

/// Words by which a message says that something was not to be had or not to be used; of a name that could be any word,
/// they must stand beside it.
const LACKS: &[&str] = &[
    "o such",
    "ot found",
    "ot find",
    "ot open",
    "ot read",
    "ot exist",
    "annot",
    "an't",
    "nable to",
    "ould not",
    "issing",
    "enied",
    "ailed",
    "ot a directory",
    "s a directory",
    "empty directory",
    "ot empty",
    "already exists",
];

/// Completes messages that the trace cuts short, where another source has the whole text: what was printed.
/// Work is linear in the texts.
pub fn complete(reading: &mut Reading<'_>, case: &Case<'_>) {
    let told = |id: SourceId| {
        let role = case.roles.get(id).map_or(Role::Context, |assigned| assigned.role);
        case.runs.iter().all(|run| run.source != id) && (role == reading.role || role == Role::Context)
    };
    let texts = case.sources.iter().enumerate().filter(|(id, _)| told(*id)).map(|(_, source)| &source.text);
    for text in texts.filter(|text| text.len() < LONG).in_list() {
        let mut at = 0;
        let mut missed = 0;
        for index in 0..reading.reports.len() {
            let cut =
                reading.reports.get(index).filter(|one| reading.is_cut(one.event) && one.text.len() >= 16);
            let Some(all) = cut.and_then(|one| reading.seen(one.event)?.returned()) else { continue };
            let Some(spoken) = reading.reports.get_mut(index) else { continue };
            let Some(found) = text.get(at..).and_then(|rest| rest.find(spoken.text.as_str())) else {
                missed += 1;
                if missed > 32 {
                    break;
                }
                continue;
            };
            at += found;
            let end = usize::try_from(all).unwrap_or(0).saturating_add(at);
            let rest = text.get(at..).unwrap_or_default();
            spoken.text = text.get(at..end).unwrap_or(rest.lines().next().unwrap_or(rest)).into();
        }
    }
}

/// Looks for the message that followed a failure.
pub fn listen(reading: &Reading<'_>, suspect: &mut Suspect<'_>) {
    let words = super::words::strerror(reading, suspect);
    let name = reading::base_name(&suspect.object.name);
    let one_name = suspect.of_one_name() && suspect.family.by_path();
    let mut nearest = None;
    // Many programs write a line piece by piece.
    let mut line = String::new();
    let (mut at, mut best) = (None, None);
    for spoken in reading.said_after(suspect.event).take(40) {
        if line.ends_with('\n') || line.len() > 4_000 {
            best = better(best, &line, words, at);
            (line, at) = (String::new(), None);
        }
        line.push_str(&spoken.text);
        let named = if one_name {
            at.is_none() && names(&line, &suspect.object.name, reading.is_cut(spoken.event))
        } else {
            (!words.is_empty() && line.contains(words)) || (name.len() >= 4 && line.contains(name))
        };
        if named {
            at = Some(spoken.event);
        }
        if named && !one_name {
            break;
        }
        if nearest.is_none() {
            nearest = Some(spoken.event);
        }
    }
    best = if one_name { better(best, &line, words, at) } else { at };
    if best.is_some() {
        (suspect.report, suspect.named) = (best, true);
        return;
    }
    // A message that the trace cuts short still counts if it is what the program did next.
    suspect.report = nearest.filter(|event| {
        // Other processes of the trace may stand between; so far apart, the message is about something else.
        event.saturating_sub(suspect.event) <= FAR
            && reading
                .calls_after(suspect.event)
                .take_while(|seen| seen.id <= *event)
                .filter(|seen| reading.leader(seen.id) == reading.leader(suspect.event))
                .count()
                <= 12
    });
}

/// The better of two lines that name a suspect: one that says its error, else the first; never one that says another.
fn better(best: Option<EventId>, line: &str, words: &str, at: Option<EventId>) -> Option<EventId> {
    let says = !words.is_empty() && line.contains(words);
    at.filter(|_| says || (best.is_none() && !says_other(line, words))).or(best)
}

/// True if a line says another error than that one.
fn says_other(line: &str, words: &str) -> bool {
    (words.is_empty() || !line.contains(words)) && errno::told(line).is_some()
}

/// A message that says an error, and names nothing that failed so, is about the last call that did.
pub fn hear_errors(reading: &Reading<'_>, suspects: &mut [Suspect<'_>], work: &Work) {
    let claimed: Set<EventId> =
        suspects.iter().filter(|one| one.named).filter_map(|one| one.report).collect();
    let mut heard: Set<EventId> = Set::default();
    for suspect in suspects.iter_mut().rev() {
        let searched = harmless::optional(&suspect.object.name) || !suspect.family.by_path();
        if suspect.named || searched || !suspect.of_one_name() {
            continue;
        }
        let words = super::words::strerror(reading, suspect);
        let about = reading
            .said_after(suspect.event)
            .take(40)
            .find(|spoken| !words.is_empty() && spoken.text.contains(words))
            .map(|spoken| spoken.event)
            .filter(|event| !claimed.contains(event) && !heard.contains(event));
        if let Some(event) = about.filter(|event| work.between(reading, suspect, *event) < WORK) {
            heard.insert(event);
            suspect.report = Some(event);
            suspect.named = true;
        }
    }
}

/// True if a message names a path: by whole parts of it, the last one included.
///
/// A name alone that could be any word (`build`) counts only in a message that says that something is not there. Of a
/// message that is cut, the beginning of the path at its end is enough.
pub fn names(text: &str, path: &str, cut: bool) -> bool {
    // Programs quote what cannot be printed.
    let quoted = path.replace('\r', "\\r");
    let path = quoted.trim_end_matches('/');
    let name = base_name(path);
    if name.is_empty() || matches!(name, "." | "..") {
        return false;
    }
    let lacks = || LACKS.iter().any(|words| text.contains(words));
    let found = text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + name.len()..).unwrap_or_default();
        let folder = before.get(before.trim_end_matches(is_part).len()..).unwrap_or_default();
        let whole = !behind.trim_start_matches('.').starts_with(is_part);
        whole
            && same_place(folder, path.strip_suffix(name).unwrap_or_default())
            && (folder.contains('/') || name.contains('.') || lacks())
    });
    found || (cut && begins(text, path))
}

/// True if the directory that a message names before a file can be the one of the path: either may be relative.
fn same_place(said: &str, folder: &str) -> bool {
    let bare = |place: &str| -> usize {
        place.len() - place.trim_start_matches("./").trim_start_matches("../").len()
    };
    let said = said.get(bare(said)..).unwrap_or_default();
    let folder = folder.get(bare(folder)..).unwrap_or_default();
    let within = |whole: &str, end: &str| {
        whole
            .strip_suffix(end)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('/') || end.starts_with('/'))
    };
    said.is_empty()
        || folder.is_empty() && said.ends_with('/')
        || within(folder, said)
        || within(said, folder)
}

/// True if the text ends within the last part of the path.
fn begins(text: &str, path: &str) -> bool {
    let part = text.get(text.trim_end_matches(is_part).len()..).unwrap_or_default();
    part.len() > path.len() - base_name(path).len() && part.contains('/') && path.starts_with(part)
}

/// Letters of a path that do not end it in a message.
fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-' | '+' | '@' | '~' | '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_named_by_whole_parts() {
        let line = "sh: 1: exec: /opt/tools/protoc: not found";
        assert!(names(line, "/opt/tools/protoc", false));
        assert!(!names(line, "/usr/bin/protoc", false));
        assert!(!names(line, "/opt/tools", false));
        assert!(names("cat: data/sales.csv: No such file or directory", "/srv/data/sales.csv", false));
        assert!(names("open \"/srv/data/sales.csv\" failed", "sales.csv", false));
        assert!(!names("cannot read sales.csv.bak", "/srv/sales.csv", false));
        assert!(names("cannot read ../sales.csv.", "../sales.csv", false));
    }

    #[test]
    fn a_mere_word_needs_a_message_that_says_what_is_missing() {
        assert!(!names("make: *** [Makefile:5: build] Error 127", "build", false));
        assert!(names("make: *** No rule to make target 'build', not found", "build", false));
        assert!(names("cp: cannot stat 'build': No such file or directory", "build", false));
    }

    #[test]
    fn a_cut_message_names_the_beginning() {
        assert!(names("nginx: [emerg] open() \"/etc/nginx/ng", "/etc/nginx/nginx.conf", true));
        assert!(!names("  File \"/srv/shop", "/srv/shop/accepted", true));
        assert!(!names("nginx: [emerg] open() \"/etc/nginx/ng", "/etc/nginx/nginx.conf", false));
    }
}
