//! An operation waits a long time for a lock of another process and then succeeds.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use super::reasoning::spent::{self, Kind};

const ID: &str = "slow-lock-wait";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    spent::late(scene, ID, Kind::Lock)?.done()
}
