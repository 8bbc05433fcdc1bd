//! A file or directory that the program needs does not exist.

use super::Cause;
use super::general::files::cache_gone;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::trace::DescriptorRole;

const ID: &str = "file-missing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    // That a file is not in a cache is what caches are asked for.
    let suspect = scene.suspect(&|one| {
        one.is(
            &[Family::Open, Family::Look, Family::Enter, Family::Create, Family::Rename, Family::Change],
            &["ENOENT"],
        ) && !one.optional()
            && one.matters()
            && !one.is_search_step()
            && !cache_gone(scene, one)
            && !(one.object.role == DescriptorRole::CacheFile && one.family == Family::Open && !one.named)
    })?;
    Claim::on(scene, ID, suspect).done()
}
