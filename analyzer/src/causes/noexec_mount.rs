//! A program that lies on a file system from which nothing may be executed.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::listed::{Line, find};
use super::reasoning::scene::Scene;
use crate::model::host::Mount;
use crate::model::listing::{Fact, Listing};
use crate::report::Confidence;

const ID: &str = "noexec-mount";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect =
        scene.suspect(&|one| one.is(&[Family::Execute], &["EACCES"]) && one.object.name.starts_with('/'))?;
    let line = holder(scene, &suspect.object.name)?;
    let Fact::Mount(mount) = &line.item.fact else { return None };
    let options = line.str(mount.options);
    if !options.split(',').any(|option| option == "noexec") {
        return None;
    }
    let mut claim =
        Claim::on(scene, ID, suspect).confidence(Confidence::Proven).mark("mount", line.str(mount.point));
    claim.cite_line(line.listing.source, line.item.line, "mount");
    claim.done()
}

/// The mounted file system that holds a path: the one whose mount point is the longest, and of these the last.
fn holder<'a>(scene: &Scene<'a>, path: &str) -> Option<Line<'a>> {
    let length = |listing: &Listing, mount: &Mount| {
        let point = listing.str(mount.point).trim_end_matches('/');
        let above = path.strip_prefix(point).is_some_and(|rest| rest.starts_with('/'));
        above.then_some(point.len())
    };
    let of = |listing: &Listing, fact: &Fact| {
        if let Fact::Mount(mount) = fact { length(listing, mount) } else { None }
    };
    let longest = scene.case.items().filter_map(|(listing, item)| of(listing, &item.fact)).max()?;
    find(scene, &|listing, fact| of(listing, fact) == Some(longest))
}
