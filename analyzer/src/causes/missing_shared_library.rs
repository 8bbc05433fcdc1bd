//! The dynamic loader finds a needed library in none of its directories.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::failure::Failure;
use super::reasoning::families::Family;
use super::reasoning::reading::base_name;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::report::{Confidence, FixKind};

const ID: &str = "missing-shared-library";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The shared library {name} is found nowhere",
    summary: "The loader looks for {name} in every directory it knows and finds it in none, so the program never starts: {end}.",
    steps: &[
        ("The library is missing: {name} is not installed, or not where it was", Rests::Nothing),
        ("The search fails: ENOENT in one directory after the other", Rests::Fault),
        ("The loader reports it: cannot open shared object file", Rests::Report),
        ("The program does not start: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "ldd PROGRAM | grep \"not found\"",
            "{name} => not found",
            "all are found: another environment (LD_LIBRARY_PATH, chroot) was used",
        ),
        ("ldconfig -p | grep {name}", "no line", "a line: the loader's cache was rebuilt meanwhile"),
    ],
    fix: &[
        (
            FixKind::Now,
            "Install the package that holds {name}, or put the directory back into the search path.",
            "",
        ),
        (FixKind::Proper, "Declare the dependency, and run ldconfig after installing libraries.", ""),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene
        .suspects
        .iter()
        .filter(|one| searched(one))
        .max_by_key(|one| (one.score, std::cmp::Reverse(one.event)))?;
    let name = base_name(&suspect.object.name);
    let places: Vec<&Suspect<'_>> = scene
        .suspects
        .iter()
        .filter(|one| one.run == suspect.run && searched(one) && base_name(&one.object.name) == name)
        .collect();
    let failed = suspect.failure.as_ref().is_some_and(|shown| shown.failure == Failure::Exit { status: 127 });
    if !failed {
        return None;
    }
    let first = places.iter().min_by_key(|one| one.event).copied().unwrap_or(suspect);
    let last = places.iter().max_by_key(|one| one.event).copied().unwrap_or(suspect);
    let mut claim = Claim::about(scene, ID, first, &WORDS).confidence(Confidence::Proven);
    claim.cite(last.run, last.event, "the last directory of the search lacks it as well");
    claim.done()
}

/// True if the loader looked for a library there.
fn searched(suspect: &Suspect<'_>) -> bool {
    suspect.is(&[Family::Open], &["ENOENT"])
        && suspect.recovered.is_none()
        && base_name(&suspect.object.name).contains(".so")
        && !suspect.object.name.contains("/glibc-hwcaps/")
        && suspect.object.name != "/etc/ld.so.preload"
}
