//! A compiler does not find an included header file in any include directory.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::base_name;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::order::Pick;
use crate::report::Confidence;

const ID: &str = "missing-header";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| is_header_search(scene, one))?;
    let name = base_name(&suspect.object.name);
    let same = |one: &&Suspect<'_>| {
        one.run == suspect.run && is_header_search(scene, one) && base_name(&one.object.name) == name
    };
    let first = scene.suspects.iter().filter(same).least(|one| one.event)?;
    let last = scene.suspects.iter().filter(same).greatest(|one| one.event)?;
    // A compiler stops at a header that it needs, and goes on to others without one that it only asks for.
    let reading = scene.reading(last.run)?;
    let goes_on = reading.calls_after(last.event).any(|seen| {
        seen.family() == Family::Open
            && seen.returned().is_some()
            && is_header(base_name(&seen.path(reading.run)))
            && reading.leader(seen.id) == reading.leader(last.event)
    });
    if goes_on {
        return None;
    }
    let confidence = if suspect.named { Confidence::Proven } else { Confidence::Likely };
    let mut claim = Claim::on(scene, ID, first).score(suspect.score.max(75) + 40).confidence(confidence);
    claim.cite(last.run, last.event, "last");
    claim.done()
}

/// True if a compiler looked for a header there, in vain, and failed.
fn is_header_search(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    const COMPILERS: &[&str] = &["cc1", "cc1plus", "cc1obj", "cpp", "clang", "clang++", "tcc"];
    let name = base_name(&suspect.object.name);
    let program = scene.reading(suspect.run).map_or("", |reading| reading.program(suspect.event));
    let bare =
        program.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '.'));
    suspect.is(&[Family::Open], &["ENOENT"])
        && suspect.failure.is_some()
        && is_header(name)
        && (COMPILERS.contains(&program) || COMPILERS.contains(&bare))
}

fn is_header(name: &str) -> bool {
    [".h", ".hh", ".hpp", ".hxx", ".inc"].iter().any(|end| name.ends_with(end))
}
