//! What the machine itself shows: interfaces, mounts, deleted files, lost packets, limits.

use super::{At, begin, behind, told, told_of};
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::listed::{self, find, is_full};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::sockets::counter;
use crate::model::columns::Row;
use crate::model::host::{Resource, Volume};
use crate::model::listing::{Fact, Listing};
use crate::order::InList;
use crate::report::Confidence;
use crate::source::Role;

/// Where the volume is not shown, a deleted file of fewer bytes is not why it is full.
const LARGE: u64 = 100_000_000;

/// The host has no interface but the loopback.
pub fn only_loopback(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let line = find(scene, &|_, fact| matches!(fact, Fact::Interface(_)))?;
    let other = find(
        scene,
        &|listing, fact| matches!(fact, Fact::Interface(one) if listing.str(one.name).split('@').next() != Some("lo")),
    );
    let words = ["etwork is unreachable", "ENETUNREACH", "Temporary failure in name resolution"];
    let said = told_of(scene, &words, "", true).filter(|_| other.is_none());
    let (seen, _) = said.filter(|(at, _)| at.0 != line.listing.source)?;
    begin(scene, id, Confidence::Likely, (line.listing.source, line.item.line), seen).done()
}

/// The mount points that listings of that kind of run show.
fn mounts<'a>(scene: &Scene<'a>, normal: bool) -> Vec<(&'a str, At)> {
    let of = |listing: &Listing| {
        let role = scene.case.roles.get(listing.source).map_or(Role::Context, |assigned| assigned.role);
        (role == Role::Normal) == normal
    };
    let all = scene.case.items().filter(|(listing, _)| of(listing)).filter_map(|(listing, item)| {
        let point = match &item.fact {
            Fact::Mount(one) => one.point,
            Fact::Volume(one) => one.mount,
            _ => return None,
        };
        Some((listing.str(point), (listing.source, item.line)))
    });
    all.in_list()
}

/// A path fails that lay on a volume which is mounted in the normal run alone, or a cluster says that it cannot mount.
pub fn not_mounted(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let now = mounts(scene, false);
    let missing = mounts(scene, true).into_iter().find_map(|(point, at)| {
        let (seen, _) = told_of(scene, &["o such file", "ENOENT"], &format!("{point}/"), true)?;
        let gone = point.len() > 1 && !now.is_empty() && !now.iter().any(|(other, _)| *other == point);
        gone.then(|| (point.to_string(), at, seen))
    });
    let event = || {
        let line = find(
            scene,
            &|listing, fact| matches!(fact, Fact::Container(one) if listing.str(one.state) == "FailedMount"),
        )?;
        let at = (line.listing.source, line.item.line);
        Some(("the volume".to_string(), at, listed::told(scene).unwrap_or(at)))
    };
    let (point, shown, seen) = missing.or_else(event)?;
    begin(scene, id, Confidence::Likely, shown, seen).mark("mount", point).done()
}

/// A large file that is deleted and still open, on a volume that is out of space.
pub fn deleted_file(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let volumes = find(scene, &|_, fact| matches!(fact, Fact::Volume(_))).is_some();
    scene.case.items().find_map(|(listing, item)| {
        let text = listing.str(item.text);
        if !matches!(item.fact, Fact::OpenFiles(_)) || !text.ends_with("(deleted)") {
            return None;
        }
        let row = Row::of(text, 0);
        let path = row.word(row.len().checked_sub(2)?);
        let size = row.position("REG").and_then(|at| row.number(at.checked_add(2)?)).unwrap_or(0);
        let holds = |listing: &Listing, one: &Volume| {
            is_full(listing, one)
                && path.starts_with(listing.str(one.mount))
                && size >= one.total.map_or(0, |total| total / 20)
        };
        let full = find(scene, &|listing, fact| matches!(fact, Fact::Volume(one) if holds(listing, one)));
        let volume = full.map(|line| (line.listing.source, line.item.line));
        // Of a volume that is shown, a twentieth is much.
        if (size < LARGE && volume.is_none()) || (volumes && volume.is_none()) {
            return None;
        }
        let said = told_of(scene, &["No space left on device", "ENOSPC"], "", true).map(|(at, _)| at);
        let mut claim = begin(scene, id, Confidence::Likely, (listing.source, item.line), said.or(volume)?);
        if let Some((source, line)) = volume {
            claim.cite_line(source, line, "also");
        }
        claim.mark("size", (size / 1_000_000).to_string()).mark("name", row.word(0)).done()
    })
}

/// Some packets come back and some do not, or many are sent again.
pub fn packet_loss(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let seen = listed::told(scene)?;
    let probe = find(
        scene,
        &|_, fact| matches!(fact, Fact::Probe(one) if one.sent >= 10 && one.received > 0 && one.received.saturating_mul(20) <= one.sent.saturating_mul(19)),
    );
    let again = || {
        let ((_, again), (_, all)) = counter(scene, "TcpRetransSegs").zip(counter(scene, "TcpOutSegs"))?;
        let many = all.count > 1_000 && again.count.saturating_mul(20) >= all.count;
        many.then_some((again.source, again.line))
    };
    let shown = probe.map(|line| (line.listing.source, line.item.line)).or_else(again)?;
    // Other things fail of lost packets than those that end at once.
    let slow = told(scene, &["timed out", "timeout", " 504 ", "onnection reset"]);
    let confidence = if slow.is_some() { Confidence::Likely } else { Confidence::Possible };
    behind(begin(scene, id, confidence, shown, seen).done())
}

/// nginx ran out of descriptors, and its limit is below the connections that it is told to take.
pub fn limit_below_connections(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let (seen, _) = told(scene, &["(24: Too many open files)"])?;
    let warned = told(scene, &["worker_connections exceed open file resource limit"]).map(|(at, _)| at);
    let places = &scene.places;
    let number = |name: &str| {
        let (tree, id) = places.named(name).next()?;
        let value = places.trees.get(tree)?.config.argument(id, 0).parse::<u64>().ok()?;
        Some((value, places.at(tree, id)?))
    };
    let configured = || {
        let (slots, shown) = number("worker_connections")?;
        let listed = || {
            let line = find(
                scene,
                &|_, fact| matches!(fact, Fact::Limit(one) if one.resource == Resource::OpenFiles),
            )?;
            let Fact::Limit(limit) = &line.item.fact else { return None };
            limit.soft
        };
        let limit = number("worker_rlimit_nofile").map(|(limit, _)| limit).or_else(listed)?;
        (limit < slots).then_some(shown)
    };
    let shown = warned.or_else(configured)?;
    behind(begin(scene, id, Confidence::Possible, shown, seen).done())
}
