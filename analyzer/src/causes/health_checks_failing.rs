//! The probes of a pod fail, so that it gets no requests or is started again.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::listed::{claim, find};
use super::reasoning::scene::Scene;
use crate::model::listing::Fact;
use crate::report::Confidence;

const ID: &str = "health-checks-failing";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let line = find(scene, &|listing, fact| {
        let Fact::Container(one) = fact else { return false };
        listing.str(one.state) == "Unhealthy" && listing.str(one.message).contains("probe failed")
    })?;
    let Fact::Container(one) = &line.item.fact else { return None };
    let message = line.str(one.message);
    let kills = message.starts_with("Liveness") || message.starts_with("Startup");
    let answer = message.split_once("probe failed: ").map_or("", |(_, answer)| answer);
    let mut found = claim(scene, ID, Confidence::Likely, &line).score(15).variant("kills", kills);
    let row = find(
        scene,
        &|_, fact| matches!(fact, Fact::Container(one) if one.ready == Some(false) || one.restarts.is_some_and(|count| count > 0)),
    );
    if let Some(row) = row {
        found.cite_line(row.listing.source, row.item.line, "row");
    }
    found.mark("answer", answer.trim_end_matches('.')).done()
}
