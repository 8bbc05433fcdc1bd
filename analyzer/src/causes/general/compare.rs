//! What only the comparison with the normal run shows: another file in the place of the right one, a file that lost
//! its content.
//!
//! Sources: ld.so(8) for the order of libraries, environ(7) for HOME, read(2) for the end of a file.

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::failure::{self, Failure, Shown};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::harmless;
use crate::causes::reasoning::reading::{Reading, Seen, base_name, directory};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::suspects::Suspect;
use crate::model::trace::EventId;
use crate::order::{Change, Texts};
use crate::report::Confidence;
use crate::trace::{Descriptor, DescriptorRole};

/// What the comparison names.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (run, reading) in scene.failing() {
        let Some(shown) = failure::of_process(reading, 0) else { continue };
        found.add_all(empty_file(scene, run, reading, &shown));
        found.add_all(other_home(scene, run, reading, &shown));
        found.add_all(elsewhere(scene, run, reading, &shown));
        found.add_all(pid_file(scene, run, reading));
    }
    found
}

/// Files that a run opened to read, by path: the first successful opening.
fn opened(reading: &Reading<'_>) -> Texts<EventId> {
    let mut found: Texts<EventId> = Texts::default();
    for seen in reading.of_families(&[Family::Open]).filter(|seen| seen.returned().is_some()) {
        let path = seen.path(reading.run);
        if path.starts_with('/') && !seen.args.contains("O_DIRECTORY") && found.get(&path).is_none() {
            found.insert(&path, seen.id);
        }
    }
    found
}

/// The run opened a file of the same name in another directory than the normal one did, and never the right one.
fn elsewhere(scene: &Scene<'_>, run: usize, reading: &Reading<'_>, shown: &Shown) -> Option<Finding> {
    let (normal_run, normal) = scene.working().next()?;
    let (here, there) = (opened(reading), opened(normal));
    let mut by_name: Texts<(String, EventId)> = Texts::default();
    for (path, event) in there.iter().filter(|(path, _)| here.get(path).is_none()) {
        by_name.insert(base_name(path), (path.to_string(), *event));
    }
    let (path, event, usual, usual_event, cause) = here.iter().find_map(|(path, event)| {
        let (usual, at) = by_name.get(base_name(path)).filter(|_| there.get(path).is_none())?;
        let cause = kind(reading, *event, path, usual)?;
        Some((path.to_string(), *event, usual.as_str(), *at, cause))
    })?;
    // What it reads instead fits the failure; that it comes of it, only the program knows.
    let explained = scene.suspects.iter().any(|one| one.run == run && one.matters() && !one.optional());
    // Of two systems with other places for everything, no single file tells anything.
    let library = |path: &str| path.contains(".so");
    let shared = here.iter().any(|(path, _)| library(path) && there.get(path).is_some());
    let none = !here.iter().any(|(path, _)| library(path));
    let alike = shared || (none && cause != "wrong-library-loaded");
    let sure = alike && !explained;
    let confidence = if sure { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, cause, confidence, 45)
        .blames(run, event)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(event))
        .mark("path", path.as_str())
        .mark("usual", usual)
        .mark("dir", directory(&path))
        .variant("elsewhere", true);
    claim.cite(run, event, "instead");
    claim.cite(normal_run, usual_event, "right");
    claim.ends(run, Some(shown));
    claim.done()
}

/// A file of the user is looked for in one home in vain, where the normal run finds it in another one.
fn other_home(scene: &Scene<'_>, run: usize, reading: &Reading<'_>, shown: &Shown) -> Option<Finding> {
    let (normal_run, normal) = scene.working().next()?;
    let asks = &[Family::Look, Family::Open];
    // What the normal run found, by its name below the home.
    let mut found: Texts<(String, EventId)> = Texts::default();
    let mut homes: Texts<()> = Texts::default();
    for (run, good) in [(normal, true), (reading, false)] {
        for seen in run.of_families(asks) {
            let path = seen.path(run.run);
            let Some((home, name)) = of_home(&path) else { continue };
            // Only below a home there are such directories (XDG Base Directory Specification).
            let sure = [".config/", ".local/", ".cache/"].iter().any(|part| name.starts_with(part));
            if sure || is_home(home) {
                homes.insert(home, ());
            }
            if good && !seen.call.outcome.failed() && !found.contains(name) {
                found.insert(name, (home.to_string(), seen.id));
            }
        }
    }
    let (missing, path, home, usual) = reading.of_families(asks).find_map(|seen| {
        let path = seen.path(reading.run);
        let (home, name) = of_home(&path)?;
        let usual = found.get(name).filter(|(other, _)| other != home && homes.contains(other))?;
        let lacks = seen.errno(reading.run) == "ENOENT" && homes.contains(home) && !harmless::optional(&path);
        lacks.then(|| (seen.id, path.clone(), home.to_string(), usual.clone()))
    })?;
    let explained = scene.suspects.iter().any(|one| {
        let own = one.event == missing || one.object.name.starts_with(&home);
        one.run == run && !own && one.recovered.is_none() && (one.named || one.normal.is_some())
    });
    if explained {
        return None;
    }
    // Whatever else is missing there is missing for the same reason.
    let below = |one: &&Suspect<'_>| one.run == run && one.object.name.starts_with(&home);
    let blamed = scene.suspects.iter().find(below).map_or(missing, |one| one.event);
    let mut claim = Claim::new(scene, "wrong-home-directory", Confidence::Likely, 66)
        .blames(run, blamed)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(missing))
        .mark("path", path)
        .mark("dir", home)
        .mark("usual", usual.0)
        .variant("home", true);
    claim.cite(run, missing, "missing");
    claim.cite(normal_run, usual.1, "right");
    claim.cites("said", run, reading.said_after(missing).next().map(|spoken| spoken.event));
    claim.ends(run, Some(shown));
    claim.done()
}

/// The directory of a user's hidden file or directory, and the name below it: `/home/anna` and `.config/app`.
fn of_home(path: &str) -> Option<(&str, &str)> {
    let at = path.find("/.").filter(|_| path.starts_with('/'))?;
    let (home, name) = (path.get(..at)?, path.get(at + 1..)?);
    (name.len() > 2 && !name.starts_with("..") && !name.starts_with("./")).then_some((home, name))
}

/// Which cause another place of a file is.
fn kind(reading: &Reading<'_>, event: EventId, path: &str, usual: &str) -> Option<&'static str> {
    if [".so", ".so."].iter().any(|part| base_name(path).split_once(part).is_some()) {
        return Some("wrong-library-loaded");
    }
    let personal = |path: &str| {
        path.split_once("/.").filter(|(home, _)| is_home(home)).map(|(_, rest)| rest.to_string())
    };
    if personal(path).is_some() && personal(path) == personal(usual) {
        return Some("wrong-home-directory");
    }
    (reading.role_of(event) == DescriptorRole::ConfigFile || opened_as_config(reading, path))
        .then_some("wrong-config-file-read")
}

fn opened_as_config(reading: &Reading<'_>, path: &str) -> bool {
    reading.run.descriptors.iter().any(|one| one.role == DescriptorRole::ConfigFile && one.target == path)
}

/// Directories that are homes on most systems (passwd(5), Debian's and Red Hat's service users).
fn is_home(path: &str) -> bool {
    matches!(path, "/root" | "/nonexistent" | "" | "/tmp")
        || ["/home/", "/var/lib/", "/var/www", "/srv/"].iter().any(|root| path.starts_with(root))
}

/// A file gives no byte where the normal run read some, or where the program complains of its content.
fn empty_file(scene: &Scene<'_>, run: usize, reading: &Reading<'_>, shown: &Shown) -> Option<Finding> {
    let ends = reading.of_families(&[Family::Read]).filter(|seen| seen.returned() == Some(0));
    let firsts = ends.filter_map(|seen| Some((seen, first_read(reading, &seen)?)));
    let (read, path, usual) = firsts.take(16).find_map(|(seen, path)| {
        let usual = scene.working().find_map(|(id, normal)| {
            let other = normal.calls().find(|other| {
                other.returned().is_some_and(|count| count > 0) && first_read(normal, other) == Some(path)
            })?;
            Some((id, other.id))
        });
        let name = base_name(path);
        let mut said = reading.said_after(seen.id).take(3).peekable();
        // What it was told to work on has nothing in it, and it ends with a message.
        let by_itself = matches!(shown.failure, Failure::Exit { .. });
        let given = by_itself && said.peek().is_some() && is_given(reading, seen.id, path);
        let complains = given || said.any(|spoken| name.len() >= 4 && spoken.text.contains(name));
        (usual.is_some() || complains).then_some((seen, path, usual))
    })?;
    let explained = scene
        .suspects
        .iter()
        .any(|one| one.run == run && one.matters() && !one.optional() && (one.event < read.id || one.named));
    let confidence = if explained { Confidence::Possible } else { Confidence::Likely };
    let mut claim = Claim::new(scene, "file-empty-or-truncated", confidence, 60)
        .blames(run, read.id)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(read.id))
        .mark("path", path)
        .variant("empty", true);
    claim.cite(run, read.id, "empty");
    if let Some((normal, event)) = usual {
        claim.cite(normal, event, "full");
    }
    claim.cites("said", run, reading.said_after(read.id).next().map(|spoken| spoken.event));
    claim.ends(run, Some(shown));
    claim.done()
}

/// The file is only read, and its path is one of the words that the program was started with.
fn is_given(reading: &Reading<'_>, event: EventId, path: &str) -> bool {
    let opened = reading.descriptor(event).and_then(|one| reading.seen(one.opened?));
    let mut before = reading.own_before(event);
    // What may be written to begins empty.
    opened.is_some_and(|seen| seen.args.contains("O_RDONLY"))
        && before.find(|seen| seen.family() == Family::Execute && seen.returned() == Some(0)).is_some_and(
            |seen| {
                let arguments = seen.arguments(reading.run);
                arguments.value(1).items().iter().skip(1).any(|word| {
                    let Some(word) = word.value.quoted().map(|word| word.text()) else { return false };
                    let whole = |before: &str| before.is_empty() || before.ends_with('/');
                    !word.is_empty() && path.strip_suffix(word.as_str()).is_some_and(whole)
                })
            },
        )
}

/// The path of a file, if this is the first read of it since it was opened.
fn first_read<'a>(reading: &Reading<'a>, seen: &Seen<'_>) -> Option<&'a str> {
    use DescriptorRole as Role;
    if seen.family() != Family::Read || seen.name.starts_with("getdents") {
        return None;
    }
    let one = reading.descriptor(seen.id)?;
    let file = matches!(
        one.role,
        Role::File | Role::ConfigFile | Role::Database | Role::Script | Role::CacheFile | Role::TempFile
    );
    let own = ["/proc/", "/sys/", "/dev/"].iter().any(|root| one.target.starts_with(root));
    let first = one
        .events
        .iter()
        .copied()
        .find(|id| reading.seen(*id).is_some_and(|seen| seen.family() == Family::Read));
    (file && !own && one.opened.is_some() && first == Some(seen.id)).then_some(one.target.as_str())
}

/// The program reads a process number from a file, finds a process of that number, and says that it runs already.
fn pid_file(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    const SAID: &[&str] =
        &["already running", "is running", "already started", "already exists", "another instance"];
    let spoken =
        reading.reports.iter().find(|spoken| SAID.iter().any(|words| spoken.text.contains(words)))?;
    let leader = spoken.leader;
    let shown = failure::of_process(reading, leader)?;
    // A shell lets another program read the file for it.
    let named = |one: &Descriptor| [".pid", "/pid"].iter().any(|end| one.target.ends_with(end));
    let read = reading.calls_before(spoken.event).find(|seen| {
        seen.family() == Family::Read
            && seen.returned().is_some_and(|count| count > 0)
            && reading.descriptor(seen.id).is_some_and(named)
    })?;
    let asked = reading.calls_after(read.id).take_while(|seen| seen.id < spoken.event).find(|seen| {
        let asks = (seen.name == "kill" && seen.args.split(", ").nth(1) == Some("0"))
            || seen.path(reading.run).starts_with("/proc/") && seen.family() != Family::Execute;
        asks && reading.leader(seen.id) == leader && !seen.call.outcome.failed()
    });
    // Whether the process of that number is the program, the trace does not show.
    let confidence = if asked.is_some() { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, "stale-pid-file", confidence, 70)
        .blames(run, read.id)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(spoken.event))
        .mark("path", reading.descriptor(read.id).map_or("", |one| one.target.as_str()))
        .variant("pid", true);
    claim.cite(run, read.id, "number");
    claim.cites("asked", run, asked.map(|seen| seen.id));
    claim.cite(run, spoken.event, "said");
    claim.ends(run, Some(&shown));
    claim.done()
}
