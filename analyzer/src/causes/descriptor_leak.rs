//! A program does not close the connections that its peers have closed, so that their number grows.
//!
//! A socket stays in `CLOSE_WAIT` until its own program closes it; no timer ends that (RFC 9293, section 3.6).

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{in_state, rows};
use crate::model::socket::State;
use crate::report::Confidence;

const ID: &str = "descriptor-leak";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// Fewer such sockets than this a busy program has at any moment.
const MANY: u64 = 100;

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let waiting = in_state(scene, State::CloseWait).filter(|told| told.count >= MANY)?;
    let open = in_state(scene, State::Established).map_or(0, |told| told.count);
    if waiting.count < open {
        return None;
    }
    // What was not even read belongs to a program that stands still; the peer's end counts as one byte.
    let unread =
        rows(scene).filter(|(_, one)| one.state == State::CloseWait && one.receive_queue > 1).count();
    if u64::try_from(unread).unwrap_or(u64::MAX).saturating_mul(2) > waiting.count {
        return None;
    }
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 52)
        .mark("count", waiting.count.to_string())
        .mark("open", open.to_string());
    claim.cite_told(Some(waiting), "waiting");
    claim.done()
}
