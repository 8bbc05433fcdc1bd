//! All local ports towards one destination are taken, as a table of sockets shows.

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::sockets::{Told, local_ports, rows};
use crate::model::socket::State;
use crate::order::{Pick, Texts};
use crate::report::Confidence;

/// So many of a hundred ports make all of them: some are taken by others, or are set aside.
const NEARLY_ALL: u64 = 97;

/// One (own address, peer's address and port) has as many sockets as there are ports.
pub fn ports_used_up(scene: &Scene<'_>) -> Option<Finding> {
    let (ports, range) = local_ports(scene);
    let mut taken: Texts<Option<(&str, Told)>> = Texts::default();
    for (row, socket) in rows(scene) {
        // The side that called has a port that was given out.
        let Some((host, port)) = row.own().filter(|_| socket.state != State::Listen) else { continue };
        if port >= 1024 {
            let told = Told { source: row.source, line: row.line, count: 0 };
            taken.change(&format!("{host} {}", row.peer), |taken| {
                let (_, told) = taken.get_or_insert((row.peer, told));
                told.count = told.count.saturating_add(1);
            });
        }
    }
    let (peer, told) = taken.iter().filter_map(|(_, taken)| *taken).greatest(|(_, told)| told.count)?;
    if told.count < 16 || told.count.saturating_mul(100) < ports.saturating_mul(NEARLY_ALL) {
        return None;
    }
    let mut claim = Claim::new(scene, "ephemeral-ports-exhausted", Confidence::Likely, 60)
        .in_words_of("network/ports-used-up")
        .mark("peer", peer)
        .mark("count", told.count.to_string())
        .mark("ports", ports.to_string());
    claim.cite_told(Some(told), "row");
    claim.cite_told(range, "range");
    claim.done()
}
