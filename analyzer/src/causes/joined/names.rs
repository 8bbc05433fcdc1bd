//! Names and addresses that do not fit together.

use super::connects::{Failed, failed};
use super::{At, begin, told_of};
use crate::causes::configured::places::host;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::scene::Scene;
use crate::model::address::is_bare;
use crate::model::listing::Fact;
use crate::model::log::Entry;
use crate::model::reach::{Lookup, Resolution};
use crate::order::{Flat, InList};
use crate::report::Confidence;

/// A lookup, its name and address as text, and its line.
type Asked<'a> = (&'a str, &'a str, Resolution, At);

fn lookups<'a>(scene: &Scene<'a>) -> Vec<Asked<'a>> {
    let all = scene.items().filter_map(|(listing, item)| {
        let Fact::Lookup(Lookup { name, address, result, .. }) = &item.fact else { return None };
        Some((listing.str(*name), listing.str(*address), *result, (listing.source, item.line)))
    });
    all.in_list()
}

/// The names that the configuration passes requests to, with their lines.
fn configured<'a>(scene: &Scene<'a>) -> Vec<(&'a str, At)> {
    let places = &scene.places;
    let mut found = Vec::new();
    for name in ["proxy_pass", "server"] {
        for (tree, id) in places.named(name) {
            let Some((config, at)) = places.trees.get(tree).map(|tree| tree.config).zip(places.at(tree, id))
            else {
                continue;
            };
            let dynamic = places.says(tree, id, "resolve");
            let target = host(config.argument(id, 0));
            if !target.is_empty() && !target.contains(['$', '[']) && !target.starts_with("unix:") && !dynamic
            {
                found.push((target.split(':').next().unwrap_or(""), at));
            }
        }
    }
    found
}

/// The proxy connects to an address that its name does not stand for any more.
pub fn stale_name(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let asked = lookups(scene);
    let all = failed(scene);
    configured(scene).into_iter().filter(|(name, _)| !is_bare(name)).find_map(|(name, at)| {
        let answers = || asked.iter().filter(|one| one.0 == name && is_bare(one.1));
        let answer = answers().next()?;
        // Groups with several names may have failed at another of them.
        let old =
            all.iter().find(|one| is_bare(&one.host) && !asked.iter().any(|answer| answer.1 == one.host))?;
        let family = answers().any(|one| one.1.contains(':') == old.host.contains(':'));
        let literal = configured(scene).iter().any(|(name, _)| *name == old.host);
        let names =
            configured(scene).iter().filter(|(name, _)| !is_bare(name)).any(|(other, _)| *other != name);
        if !family || literal {
            return None;
        }
        let confidence = if names { Confidence::Possible } else { Confidence::Likely };
        let mut claim = begin(scene, id, confidence, answer.3, old.at);
        claim.cite_line(at.0, at.1, "also");
        claim.mark("name", name).mark("host", old.host.as_str()).done()
    })
}

/// A listing of what serves now has others at that port, and not the address that failed.
pub fn stale_address(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    failed(scene).iter().filter(|one| is_bare(&one.host) && !one.host.starts_with("127.")).find_map(|one| {
        let shown = instances(scene, one)?;
        let (_, at) = configured(scene).into_iter().find(|(name, _)| *name == one.host)?;
        let mut claim = begin(scene, id, Confidence::Likely, shown, one.at);
        claim.cite_line(at.0, at.1, "also");
        claim.mark("host", one.host.as_str()).done()
    })
}

/// The line that lists the service's instances, where that address is none of them: `kubectl get endpoints`, or the
/// addresses that `docker inspect` prints.
fn instances(scene: &Scene<'_>, one: &Failed) -> Option<At> {
    let port = format!(":{}", one.port);
    scene.case.sources.iter().enumerate().find_map(|(id, source)| {
        let endpoints = source.text.contains("ENDPOINTS");
        let inspected = source.text.contains("\"IPAddress\": \"");
        if !(endpoints || inspected) || source.text.contains(&one.host) {
            return None;
        }
        let network = one.host.rsplit_once('.')?.0.rsplit_once('.')?.0;
        let line = source.lines.iter().find(|line| {
            let text = line.span.of(&source.text);
            let address = text.contains(&format!("\"{network}.")) && text.contains("\"IPAddress\"");
            (endpoints && text.contains(&port) && text.contains(network)) || address
        })?;
        Some((id, line.number))
    })
}

/// A short name fails where its long form is known.
pub fn search_domain(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let asked = lookups(scene);
    let logged = scene.case.entries();
    let of_logs = logged.filter_map(|(log, entry)| {
        let Entry::Nginx(message) = &entry.kind else { return None };
        let (name, _) = log.str(message.message).split_once(" could not be resolved (3:")?;
        Some((name, (log.source, entry.line)))
    });
    let of_tools = asked.iter().filter(|one| one.2 == Resolution::NoSuchName).map(|one| (one.0, one.3));
    let failed: Vec<(&str, At)> = of_logs.with(of_tools).in_list();
    failed.into_iter().find_map(|(short, at)| {
        let whole = asked.iter().find(|one| {
            let rest = one.0.strip_prefix(short).and_then(|rest| rest.strip_prefix('.'));
            is_bare(one.1) && rest.is_some_and(|rest| !rest.is_empty())
        })?;
        let claim = begin(scene, id, Confidence::Likely, whole.3, at);
        claim.mark("whole", whole.0).mark("short", short).done()
    })
}

/// A tool says that the name exists and has no address of that family.
pub fn without_address(scene: &Scene<'_>, id: &'static str) -> Option<Finding> {
    let asked = lookups(scene);
    let none = asked.iter().find(|one| one.2 == Resolution::NoRecord && !one.0.is_empty())?;
    if asked.iter().any(|one| one.0 == none.0 && is_bare(one.1)) {
        return None;
    }
    // The other family may well be there, unless the program complains of the very name.
    let words =
        ["could not be resolved", "ould not resolve", "getaddrinfo", "no such host", "host not found"];
    let (seen, _) = told_of(scene, &words, none.0, false)?;
    begin(scene, id, Confidence::Likely, none.3, seen).mark("name", none.0).done()
}
