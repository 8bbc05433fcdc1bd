//! A relative path fails because the program runs in another directory.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use super::reasoning::workplace;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "wrong-working-directory";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{path} is looked for in the wrong working directory",
    summary: "The path {path} is relative, so it depends on the directory the program runs in. There it does not exist, and {end}.",
    steps: &[
        ("Another directory: the program was started elsewhere than usual", Rests::Nothing),
        ("The relative path fails: ENOENT", Rests::Fault),
        ("The program reports it: no such file", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "readlink /proc/PID/cwd",
            "another directory than the file's",
            "the right directory: then the file is missing",
        ),
        ("systemctl show SERVICE -p WorkingDirectory", "empty or another directory", "the right directory"),
    ],
    fix: &[
        (FixKind::Now, "Start the program in the directory it expects.", "cd DIRECTORY && COMMAND"),
        (
            FixKind::Proper,
            "Set the working directory where it is started (WorkingDirectory=, cd in the cron line), or use absolute paths.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Open, Family::Look, Family::Enter, Family::Execute], &["ENOENT"])
            && workplace::is_relative(&one.object.name)
            && !one.optional()
            && one.matters()
    })?;
    let elsewhere = elsewhere(scene, suspect)?;
    let mut claim = Claim::about(scene, ID, suspect, &WORDS);
    if let Some(event) = elsewhere.shown_by {
        claim.cite(suspect.run, event, "the directory it runs in");
    }
    if elsewhere.sure { claim } else { claim.confidence(Confidence::Possible) }
        .summary(format!(
            "The path {} is relative, and the program runs in {}{}. There it does not exist.",
            suspect.object.name,
            elsewhere.here,
            elsewhere.usual.as_deref().map(|usual| format!(" instead of {usual}")).unwrap_or_default()
        ))
        .done()
}

/// What is known of the directory in which the suspect ran.
struct Elsewhere {
    here: String,
    usual: Option<String>,
    shown_by: Option<EventId>,
    sure: bool,
}

fn elsewhere(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<Elsewhere> {
    let reading = scene.reading(suspect.run)?;
    let here = workplace::at(reading, suspect.event);
    let usual = scene.working().find_map(|(_, normal)| workplace::of_path(normal, &suspect.object.name));
    match (here, usual) {
        (Some((here, shown_by)), Some(usual)) if here != usual => {
            Some(Elsewhere { here, usual: Some(usual), shown_by, sure: true })
        }
        // Nothing to compare with: the root directory is where services start that nobody told otherwise.
        (Some((here, shown_by)), None) if here == "/" => {
            Some(Elsewhere { here, usual: None, shown_by, sure: true })
        }
        // The same relative path was found in the normal run, but nothing shows in which directory.
        (Some((here, shown_by)), None) if suspect.normal.is_some() => {
            Some(Elsewhere { here, usual: None, shown_by, sure: false })
        }
        (None, _) if suspect.normal.is_some() => {
            Some(Elsewhere { here: "another directory".into(), usual: None, shown_by: None, sure: false })
        }
        // The same directory in both runs: then the file is missing.
        _ => None,
    }
}
