//! In which directory a process works, as far as the trace shows it.

use super::reading::{Reading, Seen, between, directory};
use super::scene::Scene;
use super::suspects::Suspect;
use crate::model::trace::EventId;
use crate::trace::ProcessId;

/// So many processes that created each other are asked for their directory.
const GENERATIONS: usize = 8;

/// True if a path depends on the working directory.
pub fn is_relative(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('/') && !path.contains(':')
}

/// The working directory at an event, and the line that shows it.
///
/// `-y` prints it with the event itself; else the last `getcwd` or `chdir` of the process before, or a `getcwd` after.
pub fn at(reading: &Reading<'_>, event: EventId) -> Option<(String, Option<EventId>)> {
    if let Some(own) = reading.seen(event).and_then(|seen| decorated(&seen)) {
        return Some((own, None));
    }
    let leader = reading.leader(event);
    before(reading, leader, event)
        .or_else(|| {
            let after = reading.calls_after(event).take(200).filter(|seen| reading.leader(seen.id) == leader);
            after.filter(|seen| seen.name == "getcwd").find_map(|seen| told(reading, &seen))
        })
        .map(|(place, shown)| (place, Some(shown)))
}

/// What a process shows of its directory before an event, or else whoever created it before that: it is inherited.
fn before(reading: &Reading<'_>, leader: ProcessId, event: EventId) -> Option<(String, EventId)> {
    let (mut leader, mut event) = (leader, event);
    for _ in 0..GENERATIONS {
        let mut own = reading.calls_before(event).filter(|seen| reading.leader(seen.id) == leader);
        if let Some(found) = own.find_map(|seen| told(reading, &seen)) {
            return Some(found);
        }
        let process = reading.process(leader)?;
        (leader, event) = (reading.leader_of(process.parent?), process.first);
    }
    None
}

/// True if a relative path was found in the normal run, and nothing shows in which directory this one looked for it.
pub fn is_unknown(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    is_relative(&suspect.object.name)
        && suspect.normal.is_some()
        && scene.reading(suspect.run).is_some_and(|reading| at(reading, suspect.event).is_none())
}

/// The working directory in which a run found a relative path; `None` if it did not look for it or nothing shows it.
pub fn of_path(reading: &Reading<'_>, path: &str) -> Option<String> {
    // That it stands among the words of a command says nothing of the file.
    let found = reading.calls().find(|seen| {
        seen.args.contains(path) && !seen.call.outcome.failed() && seen.path(reading.run) == path
    })?;
    if let Some(descriptor) = reading.descriptor(found.id) {
        // -y shows where the opened file really lies.
        if let Some(place) = descriptor.target.strip_suffix(path).filter(|place| place.starts_with('/')) {
            return Some(if place.len() > 1 {
                directory(&format!("{place}x")).to_string()
            } else {
                "/".into()
            });
        }
    }
    at(reading, found.id).map(|(place, _)| place)
}

fn told(reading: &Reading<'_>, seen: &Seen<'_>) -> Option<(String, EventId)> {
    if seen.call.outcome.failed() {
        return None;
    }
    if let Some(place) = decorated(seen) {
        return Some((place, seen.id));
    }
    match seen.name {
        "getcwd" | "chdir" => {
            Some(seen.path(reading.run)).filter(|path| path.starts_with('/')).map(|path| (path, seen.id))
        }
        _ => None,
    }
}

/// The directory in `AT_FDCWD</srv>`.
fn decorated(seen: &Seen<'_>) -> Option<String> {
    between(seen.args, "AT_FDCWD<", ">").filter(|place| place.starts_with('/')).map(str::to_string)
}
