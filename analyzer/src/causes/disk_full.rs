//! A write fails because the file system has no free block.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::FixKind;

const ID: &str = "disk-full";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, explanation: include_str!("disk-full.md"), check };

static WORDS: Words = Words {
    title: "The file system that holds {path} is full",
    summary: "{call} on {object} fails with ENOSPC: no free block is left for the data, and {end}.",
    steps: &[
        ("The volume is full: no block is left for new data", Rests::Nothing),
        ("The write fails: {call} returns ENOSPC", Rests::Fault),
        ("The program reports it: the data are not stored", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[
        (
            "df -h {dir}",
            "100 % used",
            "space is free: look for a quota (EDQUOT would name it) or for blocks reserved for root",
        ),
        ("df -i {dir}", "free inodes are left", "100 % used: then creating files fails as well"),
    ],
    fix: &[
        (
            FixKind::Now,
            "Free space on that volume, then repeat what failed.",
            "du -xh {dir} | sort -h | tail",
        ),
        (
            FixKind::Proper,
            "Rotate or limit what grows there, give it a volume of its own, and watch the free space.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| one.is(&[Family::Write], &["ENOSPC"]))?;
    let mut claim = Claim::about(scene, ID, suspect, &WORDS);
    let created = scene.reading(suspect.run).and_then(|reading| {
        let opened = reading.descriptor(suspect.event)?.opened?;
        reading.seen(opened).filter(|seen| seen.family() == Family::Create && seen.id < suspect.event)
    });
    if let Some(seen) = created {
        claim = claim.refute(
            "the file system has no free inode",
            suspect.run,
            seen.id,
            "the file could be created, so an inode and a directory entry were free",
        );
    }
    claim.done()
}
