//! What packets and sockets show of causes whose own checks start from a trace: the same causes, told from other lines.
//!
//! The words of each stand beside it, one file for each way of showing it.

mod packets;
mod sockets;

pub use packets::ids;

use super::reasoning::claim::Finding;
use super::reasoning::scene::Scene;
use crate::order::Change;

/// What packets and sockets show, the more telling first.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = packets::findings(scene);
    found.add_all(sockets::ports_used_up(scene));
    found
}
