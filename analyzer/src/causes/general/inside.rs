//! What is left where no answer of the system differs: the program refuses what it has read, or its own code fails.
//!
//! The calls cannot show what a program thinks, so this is only said where a message or the comparison points there.

use crate::align::Row;
use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::failure::{self, Shown};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::harmless;
use crate::causes::reasoning::reading::{Reading, Seen, Spoken, base_name};
use crate::causes::reasoning::said;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::suspects::Object;
use crate::model::listing::Fact;
use crate::model::trace::EventId;
use crate::order::{Change, Texts};
use crate::report::{Confidence, DivergenceKind};
use crate::trace::DescriptorRole;

/// Words by which programs refuse a value or a text.
const REFUSES: &[&str] = &[
    "nvalid",
    "nknown",
    "nexpected",
    "nrecognized",
    "alformed",
    "llegal",
    "nsupported",
    "yntax",
    "arse",
    "ust be",
    "ot allowed",
    "ut of range",
    "bad ",
];

/// What is said before the causes that have files of their own.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (run, reading) in scene.failing() {
        found.add_all(refused(scene, run, reading));
        found.add_all(deleted(scene, run, reading));
        found.add_all(stream_taken(scene, run, reading));
    }
    found.add_all(states(scene));
    found
}

/// What is said where nothing else was found.
pub fn last_resort(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, shown) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, failure::of_process(reading, 0)?)))?;
    if !matches!(shown.failure, failure::Failure::Exit { .. }) {
        return None;
    }
    let (normal_run, normal) =
        scene.working().find(|(_, normal)| failure::of_process(normal, 0).is_none())?;
    let spoken = reading.reports.iter().rfind(|spoken| spoken.leader == 0).map(|spoken| spoken.event);
    let first = scene.alignments(run).find_map(|one| one.rows.get(one.first?).copied());
    let differs = first.and_then(|row| row.failing);
    let beside = first.and_then(|row| row.normal);
    // Where the system refuses what it gave to the normal run, its answers are not the same.
    let refused = differs.and_then(|event| reading.seen(event)).is_some_and(|seen| {
        let path = seen.path(reading.run);
        let object = Object { name: path, role: reading.role_of(seen.id) };
        let errno = seen.errno(reading.run);
        let means = !errno.is_empty() && !harmless::optional(&object.name);
        means && !harmless::by_nature(seen.family(), errno, &object, seen.args)
    });
    if refused && first.is_some_and(|row| row.divergence == Some(DivergenceKind::Outcome)) {
        return None;
    }
    let data =
        differs.and_then(|event| reading.seen(event)).is_some_and(|seen| seen.family() == Family::Read)
            && beside.is_some();
    // Nor are they where it answers one call otherwise: with another result, an error, or the end of what comes in.
    let parted = |row: &Row| {
        let answer = row.failing.and_then(|event| reading.seen(event));
        matches!(row.divergence, Some(DivergenceKind::Outcome | DivergenceKind::Data))
            || answer.is_some_and(|seen| {
                seen.call.outcome.failed() || matches!(seen.family(), Family::Read | Family::Receive)
            })
    };
    let mut alignments = scene.alignments(run);
    let mut parts = || {
        alignments.any(|one| {
            [one.first, one.decisive].iter().flatten().any(|at| one.rows.get(*at).is_some_and(parted))
        })
    };
    let cause = if data {
        "invalid-input-data"
    } else if same_calls(reading, normal) {
        "nondeterministic-order"
    } else if parts() {
        return None;
    } else {
        "bug-in-program-logic"
    };
    let mut claim = Claim::new(scene, cause, Confidence::Possible, 0)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(shown.event))
        .variant("inside", true);
    claim.cites("differs", run, differs);
    claim.cites("beside", normal_run, beside);
    claim.cites("said", run, spoken);
    claim.ends(run, Some(&shown));
    claim.done()
}

/// Both runs made the same calls on the same things, and not in the same order.
fn same_calls(one: &Reading<'_>, other: &Reading<'_>) -> bool {
    let (mine, theirs) = (counts(one), counts(other));
    let mut same = mine.len() == theirs.len();
    for (key, count) in mine.iter() {
        same &= theirs.get(key) == Some(count);
    }
    same
}

fn counts(reading: &Reading<'_>) -> Texts<usize> {
    let mut counts: Texts<usize> = Texts::default();
    for seen in reading.named(|name| !matches!(name, "exit_group" | "write" | "writev" | "futex")) {
        let mut key = String::from(seen.name);
        key.push('\n');
        key.push_str(&seen.path(reading.run));
        counts.change(&key, |count| *count += 1);
    }
    counts
}

/// Calls that open a file.
const OPENS: &[Family] = &[Family::Open, Family::Create];

/// A file is opened to be written and gets the number of a standard stream, which the program had not closed itself:
/// what it prints goes into the file (close(2), open(2) for the lowest free number).
fn stream_taken(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let number =
        |seen: &Seen<'_>| seen.args.split([',', '<']).next().and_then(|word| word.parse::<i64>().ok());
    let opens = |seen: &Seen<'_>| {
        let writes = seen.args.contains("O_RDWR") || seen.args.contains("O_WRONLY");
        writes && !seen.args.contains("\"/dev/")
    };
    let own = |one: &Seen<'_>, other: &Seen<'_>| reading.leader(one.id) == reading.leader(other.id);
    let (open, stream, print) = reading.of_families(OPENS).find_map(|open| {
        let stream = open.returned().filter(|stream| matches!(stream, 1 | 2) && opens(&open))?;
        let mut before = reading.own_before(open.id);
        let start = before.find(|seen| seen.family() == Family::Execute)?;
        let first = reading.calls_after(start.id).filter(|seen| own(seen, &open)).find(|seen| {
            let opened =
                matches!(seen.family(), Family::Open | Family::Create) && seen.returned() == Some(stream);
            opened || (seen.name == "close" && number(seen) == Some(stream))
        })?;
        let prints =
            |seen: &Seen<'_>| seen.name == "write" && number(seen) == Some(stream) && own(seen, &open);
        let print = reading.calls_after(open.id).take(4_096).find(prints)?;
        (first.name != "close").then_some((open, stream, print))
    })?;
    let path = open.path(reading.run);
    let usual = scene.working().find_map(|(id, normal)| {
        let other = normal
            .of_families(OPENS)
            .find(|other| opens(other) && other.returned() > Some(2) && other.path(normal.run) == path)?;
        Some((id, other.id))
    });
    let confidence = if usual.is_some() { Confidence::Likely } else { Confidence::Possible };
    let mut claim = Claim::new(scene, "standard-stream-closed", confidence, 75)
        .blames(run, open.id)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(open.id))
        .mark("path", path)
        .mark("what", stream.to_string())
        .variant("stream", true);
    claim.cite(run, open.id, "taken");
    claim.cite(run, print.id, "print");
    if let Some((normal, event)) = usual {
        claim.cite(normal, event, "right");
    }
    claim.done()
}

/// A message refuses something and names a file that was read without an error.
fn refused(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let (spoken, shown, read, path, cause) = reading.reports.iter().take(2_000).find_map(|spoken| {
        // A line of a stack names the program's own text.
        let stack = ["File \"", "at "].iter().any(|start| spoken.text.trim_start().starts_with(start));
        if stack || !REFUSES.iter().any(|words| spoken.text.contains(words)) {
            return None;
        }
        let shown = failure::of_process(reading, spoken.leader)?;
        let (read, path, cause) = named_file(reading, spoken)?;
        Some((spoken, shown, read, path, cause))
    })?;
    let said_as_usual =
        scene.working().any(|(_, normal)| normal.reports.iter().any(|other| other.text == spoken.text));
    let explained = scene.suspects.iter().any(|one| {
        one.run == run && one.matters() && !one.optional() && reading.leader(one.event) == spoken.leader
    });
    if said_as_usual || explained {
        return None;
    }
    claim(scene, run, (spoken, &shown, read), path, cause)
}

fn claim(
    scene: &Scene<'_>,
    run: usize,
    (spoken, shown, read): (&Spoken, &Shown, EventId),
    path: &str,
    cause: &str,
) -> Option<Finding> {
    let reading = scene.reading(run)?;
    let mut claim = Claim::new(scene, cause, Confidence::Likely, 50)
        .blames(run, spoken.event)
        .in_brief("causes/general/shapes")
        .mark("program", reading.program(spoken.event))
        .mark("path", path)
        .variant("refused", true);
    claim.cite(run, read, "read");
    claim.cite(run, spoken.event, "said");
    claim.ends(run, Some(shown));
    claim.done()
}

/// The file that a message names, where the same process read from it: its first read, its path, and the cause.
fn named_file<'a>(reading: &Reading<'a>, spoken: &Spoken) -> Option<(EventId, &'a str, &'static str)> {
    let own = reading.run.descriptors.iter().filter(|one| reading.leader_of(one.process) == spoken.leader);
    own.filter(|one| {
        base_name(&one.target).len() >= 4 && said::names(&spoken.text, base_name(&one.target), false)
    })
    .find_map(|one| {
        let cause = match one.role {
            DescriptorRole::ConfigFile => "config-value-invalid",
            DescriptorRole::File | DescriptorRole::TempFile => "invalid-input-data",
            _ => return None,
        };
        let read = one.events.iter().copied().find(|id| {
            reading.seen(*id).is_some_and(|seen| {
                let maps = seen.name.starts_with("mmap") && !seen.call.outcome.failed();
                (seen.family() == Family::Read && seen.returned().is_some_and(|count| count > 0)) || maps
            })
        })?;
        (read < spoken.event).then_some((read, one.target.as_str(), cause))
    })
}

/// A file that somebody else removed or replaced is still read or written through its descriptor (`strace -y`).
fn deleted(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    let moves = &[Family::Read, Family::Write];
    let seen = reading.of_families(moves).filter(|seen| seen.args.contains("(deleted)")).find(|seen| {
        let name = seen.args.split('>').next().unwrap_or("");
        let gone = name.ends_with("(deleted)") || seen.args.contains(">(deleted)");
        // What a program removes itself it means to keep for itself; memory has no name at all.
        let memory = ["/memfd:", "/dev/zero", "/SYSV", "/dev/shm/", "/tmp/", "/var/tmp/"]
            .iter()
            .any(|root| name.contains(root));
        seen.returned().is_some() && gone && !memory
    })?;
    let name =
        seen.args.split('<').nth(1).and_then(|rest| rest.split(['>', '(']).next()).unwrap_or("").trim();
    let own = reading.calls_before(seen.id).any(|other| {
        (other.name.starts_with("unlink") || other.name.starts_with("rename"))
            && other.args.contains(base_name(name))
    });
    // A temporary file that has lost its name at once is kept so by its owner (nginx's, tmpfile(3)).
    if own || name.is_empty() || reading.role_of(seen.id) == DescriptorRole::TempFile {
        return None;
    }
    let usual =
        scene.working().any(|(_, normal)| normal.calls().any(|other| other.args.contains("(deleted)")));
    let compared = !usual && scene.working().next().is_some();
    let mut claim = Claim::new(
        scene,
        "file-replaced-while-open",
        if compared { Confidence::Likely } else { Confidence::Possible },
        30,
    )
    .blames(run, seen.id)
    .in_brief("causes/general/shapes")
    .mark("program", reading.program(seen.id))
    .mark("path", name)
    .variant("deleted", true);
    claim.cite(run, seen.id, "gone");
    claim.done()
}

/// What `ps` says of processes that stand still or have ended: worth a look, since any system has some.
fn states(scene: &Scene<'_>) -> Vec<Finding> {
    // One that has ended may only be waiting for a moment; many are left over.
    const STATES: &[(char, &str, usize)] = &[
        ('Z', "child-not-reaped", 20),
        ('T', "stopped-by-job-control", 1),
        ('t', "waits-for-debugger-or-stop", 1),
    ];
    let mut found: Vec<Finding> = Vec::new();
    for (letter, cause, least) in STATES {
        let mut rows = scene.items().filter_map(|(listing, item)| {
            let Fact::Process(process) = &item.fact else { return None };
            let state = listing.str(process.state);
            state.starts_with(*letter).then(|| (listing, item, listing.str(process.command)))
        });
        let row = rows.nth(least - 1);
        let Some((listing, item, command)) = row else { continue };
        let mut claim = Claim::new(scene, cause, Confidence::Possible, 3)
            .in_brief("causes/general/shapes")
            .mark("program", crate::causes::reasoning::words::display_name(command))
            .variant("state", true);
        claim.cite_line(listing.source, item.line, "state");
        found.add_all(claim.done());
    }
    found
}
