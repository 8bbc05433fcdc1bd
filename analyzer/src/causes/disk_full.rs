//! A write fails because the file system has no free block.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;

const ID: &str = "disk-full";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| one.is(&[Family::Write], &["ENOSPC"]))?;
    let created = scene.reading(suspect.run).and_then(|reading| {
        let opened = reading.descriptor(suspect.event)?.opened?;
        reading.seen(opened).filter(|seen| seen.family() == Family::Create && seen.id < suspect.event)
    });
    Claim::on(scene, ID, suspect).not("inode", suspect.run, created.map(|seen| seen.id)).done()
}
