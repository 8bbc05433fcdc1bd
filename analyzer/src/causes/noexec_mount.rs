//! A program that lies on a file system from which nothing may be executed.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::listed::{Line, find};
use super::reasoning::scene::Scene;
use super::reasoning::workplace;
use crate::model::host::Mount;
use crate::model::listing::{Fact, Listing};
use crate::report::Confidence;

const ID: &str = "noexec-mount";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect =
        scene.suspect(&|one| one.is(&[Family::Execute], &["EACCES"]) && one.object.name.contains('/'))?;
    let name = suspect.object.name.trim_start_matches("./");
    let place = workplace::at(scene.reading(suspect.run)?, suspect.event)
        .filter(|_| workplace::is_relative(name) && !name.contains(".."));
    let path = place.map_or_else(|| name.to_string(), |(place, _)| place + "/" + name);
    let line = holder(scene, &path)?;
    let Fact::Mount(mount) = &line.item.fact else { return None };
    let options = line.str(mount.options);
    if !options.split(',').any(|option| option == "noexec") {
        return None;
    }
    let sure = if path.starts_with('/') { Confidence::Proven } else { Confidence::Likely };
    let mut claim = Claim::on(scene, ID, suspect).confidence(sure).mark("mount", line.str(mount.point));
    claim.cite_line(line.listing.source, line.item.line, "mount");
    claim.done()
}

/// The mounted file system that holds a path: the one whose mount point is the longest, and of these the last.
fn holder<'a>(scene: &Scene<'a>, path: &str) -> Option<Line<'a>> {
    let length = |listing: &Listing, mount: &Mount| {
        let point = listing.str(mount.point).trim_end_matches('/');
        if path.starts_with('/') {
            let above = path.strip_prefix(point).is_some_and(|rest| rest.starts_with('/'));
            return above.then_some(point.len());
        }
        // Nothing shows from which directory: a mount point that ends as the path begins.
        let ends = |at: &usize| path.get(..*at).and_then(|dirs| point.strip_suffix(dirs));
        path.rmatch_indices('/').map(|(at, _)| at).find(|at| ends(at).is_some_and(|rest| rest.ends_with('/')))
    };
    let of = |listing: &Listing, fact: &Fact| {
        if let Fact::Mount(mount) = fact { length(listing, mount) } else { None }
    };
    let longest = scene.case.items().filter_map(|(listing, item)| of(listing, &item.fact)).max()?;
    find(scene, &|listing, fact| of(listing, fact) == Some(longest))
}
