//! A relative path fails because the program runs in another directory.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use super::reasoning::workplace;
use crate::model::trace::EventId;
use crate::report::Confidence;

const ID: &str = "wrong-working-directory";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Open, Family::Look, Family::Enter, Family::Execute], &["ENOENT"])
            && workplace::is_relative(&one.object.name)
            && !one.optional()
            && !one.is_search_step()
            && one.matters()
    })?;
    let elsewhere = elsewhere(scene, suspect)?;
    let mut claim = Claim::on(scene, ID, suspect);
    claim.cites("directory", suspect.run, elsewhere.shown_by);
    let mut finding =
        claim.mark("here", elsewhere.here).mark("usual", elsewhere.usual.unwrap_or_default()).done()?;
    if !elsewhere.sure {
        // A question behind the missing file: nothing shows another directory.
        finding.diagnosis.confidence = Confidence::Possible;
        finding.score = suspect.score - 1;
        finding.fault = None;
    }
    Some(finding)
}

/// What is known of the directory in which the suspect ran.
struct Elsewhere {
    /// Empty where it is only known to be another one.
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
        // A program that is started by its path fails so for want of its interpreter as well.
        _ if suspect.family == Family::Execute => None,
        // The same relative path was found in the normal run, but nothing shows in which directory.
        (Some((here, shown_by)), None) if suspect.normal.is_some() => {
            Some(Elsewhere { here, usual: None, shown_by, sure: false })
        }
        (None, _) if suspect.normal.is_some() => {
            Some(Elsewhere { here: String::new(), usual: None, shown_by: None, sure: false })
        }
        // The same directory in both runs: then the file is missing.
        _ => None,
    }
}
