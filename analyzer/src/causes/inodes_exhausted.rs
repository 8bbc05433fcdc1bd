//! Creating a file fails because the file system has no free inode.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::Confidence;

const ID: &str = "inodes-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Create, Family::Rename], &["ENOSPC"]) && !blocks_are_gone(scene, one.run)
    })?;
    // ENOSPC on creating an entry can also mean that the directory itself needed a block: df tells.
    let claim = Claim::on(scene, ID, suspect);
    if suspect.confidence() == Confidence::Proven {
        return claim.confidence(Confidence::Likely).done();
    }
    claim.done()
}

/// True if a write of the same run found no block either: then the disk is full, not the inode table.
fn blocks_are_gone(scene: &Scene<'_>, run: usize) -> bool {
    scene.suspects.iter().any(|one| one.run == run && one.is(&[Family::Write], &["ENOSPC"]))
}
