//! A compiler does not find an included header file in any include directory.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::reading::base_name;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::report::{Confidence, FixKind};

const ID: &str = "missing-header";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "The header {name} is in none of the include directories",
    summary: "The compiler looks for {name} in one include directory after the other and finds it in none, so {end}.",
    steps: &[
        (
            "The header is missing: its package is not installed, or its directory is not searched",
            Rests::Nothing,
        ),
        ("The search fails: ENOENT in every include directory", Rests::Fault),
        ("The compiler reports it: no such file or directory", Rests::Report),
        ("The build fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "echo | cc -E -v -",
            "the include directories that are searched",
            "other directories than in the trace",
        ),
        (
            "find / -name {name} 2>/dev/null",
            "nothing, or a directory that is not searched",
            "one of the searched directories: it came meanwhile",
        ),
    ],
    fix: &[
        (FixKind::Now, "Install the package that holds the header, or add its directory.", "cc -I DIRECTORY"),
        (
            FixKind::Proper,
            "Declare the dependency of the build, and let it check for the header before it compiles.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| is_header_search(scene, one))?;
    let name = base_name(&suspect.object.name);
    let same = |one: &&Suspect<'_>| {
        one.run == suspect.run && is_header_search(scene, one) && base_name(&one.object.name) == name
    };
    let first = scene.suspects.iter().filter(same).min_by_key(|one| one.event)?;
    let last = scene.suspects.iter().filter(same).max_by_key(|one| one.event)?;
    let confidence = if suspect.report.is_some() { Confidence::Proven } else { Confidence::Likely };
    let mut claim =
        Claim::about(scene, ID, first, &WORDS).score(suspect.score.max(75) + 40).confidence(confidence);
    claim.cite(last.run, last.event, "the last include directory lacks it as well");
    claim.done()
}

/// True if a compiler looked for a header there, in vain, and failed.
fn is_header_search(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    const ENDS: &[&str] = &[".h", ".hh", ".hpp", ".hxx", ".inc"];
    const COMPILERS: &[&str] = &["cc1", "cc1plus", "cc1obj", "cpp", "clang", "clang++", "tcc"];
    let name = base_name(&suspect.object.name);
    let program = scene.reading(suspect.run).map_or("", |reading| reading.program(suspect.event));
    let bare =
        program.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.'));
    suspect.is(&[Family::Open], &["ENOENT"])
        && suspect.recovered.is_none()
        && suspect.failure.is_some()
        && ENDS.iter().any(|end| name.ends_with(end))
        && (COMPILERS.contains(&program) || COMPILERS.contains(&bare))
}
