//! Reads from storage take far longer than in the normal run.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent::{self, Kind};

const ID: &str = "slow-disk-read";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    spent::late(scene, ID, Kind::DiskRead)?.done()
}
