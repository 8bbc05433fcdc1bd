//! A script or program exists, but the interpreter it names does not.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "missing-interpreter";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "{path} exists, but the interpreter it names does not",
    summary: "Executing {path} fails with ENOENT although the file itself is there: what is missing is the interpreter in its first line (#!), or the loader that a binary names, and {end}.",
    steps: &[
        ("The file is there: it can be asked about", Rests::Nothing),
        ("Executing it fails: ENOENT means its interpreter", Rests::Fault),
        ("The shell reports it: \"no such file\" or \"required file not found\"", Rests::Report),
        ("The command does not run: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "head -1 {path}",
            "a #! line with a path that does not exist",
            "a path that exists: look for a carriage return at its end",
        ),
        ("file {path}", "a script, or a binary with an interpreter that is not installed", "something else"),
    ],
    fix: &[
        (FixKind::Now, "Install the interpreter, or correct the first line.", "#!/usr/bin/env python3"),
        (
            FixKind::Proper,
            "Use an interpreter that every target has, and test the script where it will run.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (suspect, there) = scene.suspects.iter().find_map(|one| {
        let fits = one.is(&[Family::Execute], &["ENOENT"]) && one.recovered.is_none();
        let there = if fits { exists(scene, one) } else { None };
        Some((one, there?))
    })?;
    let mut claim = Claim::about(scene, ID, suspect, &WORDS);
    claim.cite(there.0, there.1, "the file itself exists: so it is its interpreter that is missing");
    claim
        .confidence(if there.0 == suspect.run && suspect.failure.is_some() {
            Confidence::Proven
        } else {
            Confidence::Likely
        })
        .score(80)
        .refute("the script itself is missing", there.0, there.1, "the same path is found")
        .done()
}

/// Where the run, or else the normal one, shows that the file itself exists.
fn exists(scene: &Scene<'_>, suspect: &Suspect<'_>) -> Option<(usize, EventId)> {
    let path = &suspect.object.name;
    let quoted = format!("\"{path}\"");
    let reading = scene.reading(suspect.run)?;
    let near = reading.calls().find(|seen| {
        seen.id.abs_diff(suspect.event) < 4000
            && matches!(seen.family(), Family::Look | Family::Open)
            && seen.args.contains(&quoted)
            && seen.returned().is_some()
    });
    near.map(|seen| (suspect.run, seen.id))
}
