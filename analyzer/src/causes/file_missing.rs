//! A file or directory that the program needs does not exist.

use super::Cause;
use super::general::files::cache_gone;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::reading::base_name;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use super::reasoning::workplace::is_unknown;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "file-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    // That a file is not in a cache is what caches are asked for.
    let suspect = scene.suspect(&|one| {
        let families =
            [Family::Open, Family::Look, Family::Enter, Family::Create, Family::Rename, Family::Change];
        (one.is(&families, &["ENOENT"]) || is_program(scene, one))
            && !one.optional()
            && one.matters()
            && !one.is_search_step()
            && !cache_gone(scene, one)
            && !(one.object.role == DescriptorRole::CacheFile && one.family == Family::Open && !one.named)
    })?;
    let makes = suspect.family == Family::Create;
    let mut claim = Claim::on(scene, ID, suspect).variant("makes", makes);
    if suspect.family == Family::Execute || (makes && suspect.serving) || is_unknown(scene, suspect) {
        // A program may be there, and the interpreter that it names is not. A server's own message tells what its
        // directory was for. What is missing from here may lie in another directory.
        claim = claim.confidence(suspect.confidence().min(Confidence::Likely));
    }
    claim.done()
}

/// True if it is a program that is started by its path, and nowhere else looked for.
fn is_program(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let name = base_name(&one.object.name);
    one.is(&[Family::Execute], &["ENOENT"])
        && one.object.name.contains('/')
        && scene.suspects.iter().all(|other| {
            other.event == one.event
                || other.family != Family::Execute
                || base_name(&other.object.name) != name
        })
}
