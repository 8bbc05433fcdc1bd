//! Creating a file fails because the file system has no free inode.

use super::Cause;
use super::reasoning::claim::{Claim, Finding, Rests, Words};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

const ID: &str = "inodes-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

static WORDS: Words = Words {
    title: "No file can be created below {dir}: no inode is free",
    summary: "{call} of {path} fails with ENOSPC although nothing is written yet. Creating an entry needs an inode and a directory entry, not data blocks.",
    steps: &[
        ("The inodes are used up: the file system has a fixed number of files", Rests::Nothing),
        ("Creating fails: {call} returns ENOSPC", Rests::Fault),
        ("The program reports it: \"no space left\", which is misleading", Rests::Report),
        ("The work fails: {end}", Rests::Failure),
    ],
    confirm: &[
        ("df -i {dir}", "100 % of the inodes used", "free inodes: then it is blocks, see df -h"),
        (
            "df -h {dir}",
            "free space is left",
            "100 % used: the disk is full, and creating an entry needed a block",
        ),
    ],
    fix: &[
        (
            FixKind::Now,
            "Remove many small files that are not needed (sessions, mail queues, caches).",
            "find {dir} -xdev -type f | cut -d/ -f1-5 | sort | uniq -c | sort -n | tail",
        ),
        (
            FixKind::Proper,
            "Find what makes so many files and limit it, or make the file system with more inodes.",
            "",
        ),
    ],
};

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(|one| {
        one.is(&[Family::Create, Family::Rename], &["ENOSPC"]) && !blocks_are_gone(scene, one.run)
    })?;
    // ENOSPC on creating an entry can also mean that the directory itself needed a block: df tells.
    let claim = Claim::about(scene, ID, suspect, &WORDS);
    if suspect.confidence() == Confidence::Proven {
        return claim.confidence(Confidence::Likely).done();
    }
    claim.done()
}

/// True if a write of the same run found no block either: then the disk is full, not the inode table.
fn blocks_are_gone(scene: &Scene<'_>, run: usize) -> bool {
    scene.suspects.iter().any(|one| one.run == run && one.is(&[Family::Write], &["ENOSPC"]))
}
