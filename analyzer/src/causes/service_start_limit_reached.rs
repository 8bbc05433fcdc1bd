//! The service manager has given up starting a service.

use super::Cause;
use super::reasoning::claim::Finding;
use super::reasoning::listed::{Line, claim, find, said};
use super::reasoning::scene::Scene;
use crate::model::listing::Fact;
use crate::report::Confidence;

const ID: &str = "service-start-limit-reached";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let line: Line<'_> = find(scene, &|listing, fact| {
        matches!(fact, Fact::Unit(one) if listing.str(one.state).contains("start-limit-hit"))
    })
    .or_else(|| {
        // The state names the last failure; the journal below says that there will be no other start.
        said(scene, "Start request repeated too quickly")?;
        find(scene, &|listing, fact| matches!(fact, Fact::Unit(one) if listing.str(one.state).starts_with("failed")))
    })?;
    let Fact::Unit(unit) = &line.item.fact else { return None };
    let name = line.str(unit.name);
    let mut found = claim(scene, ID, Confidence::Likely, &line).score(5);
    let ended =
        find(scene, &|listing, fact| matches!(fact, Fact::Unit(one) if !listing.str(one.code).is_empty()));
    if let Some(ended) = ended {
        found.cite_line(ended.listing.source, ended.item.line, "ended");
    }
    if let Some((source, number)) = said(scene, "Start request repeated too quickly") {
        found.cite_line(source, number, "limit");
    }
    found.mark("name", if name.is_empty() { "the service" } else { name }).done()
}
