//! What listings add to the diagnoses: causes that they show by themselves, lines that bear a diagnosis out, and
//! versions for which it does not hold.
//!
//! Traces and logs come first: they show the failure itself, a listing only how the machine was at some time.
//! A diagnosis that rests on listings alone stays firm only where nothing else is, or where it is the reason of what
//! was seen from outside.

mod bearing;
mod join;
mod shown;
#[cfg(test)]
mod tests;
mod versions;

use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;

/// Sets aside the findings that rest on listings alone, so that they do not silence what logs say.
pub fn set_aside(scene: &Scene<'_>, findings: &mut Vec<Finding>) -> Vec<Finding> {
    let of_listing = |finding: &Finding| {
        let first = finding.diagnosis.evidence.first();
        finding.fault.is_none()
            && first.is_some_and(|line| {
                let source = scene.case.sources.iter().position(|source| source.name == line.source);
                scene.case.listings.iter().any(|listing| Some(listing.source) == source)
            })
    };
    let (aside, kept) = std::mem::take(findings).into_iter().partition(of_listing);
    *findings = kept;
    aside
}

/// What listings show by themselves of causes that traces show better.
pub use shown::findings;

/// What explains what.
pub use join::explains;

/// Joins what listings say to all other findings.
pub fn join(scene: &Scene<'_>, findings: &mut Vec<Finding>, aside: Vec<Finding>) {
    versions::exclude(scene.case, findings);
    let listed = !aside.is_empty();
    join::join(findings, aside);
    bearing::bear_out(scene, findings);
    if listed {
        join::leave_out_cited(findings);
    }
}
