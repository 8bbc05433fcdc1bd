//! Says of a request whose length is that of a timer, whose timer that may be.

use std::fmt::Write as _;

use super::whose::{Ends, length, names, timers};
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::scene::Scene;
use crate::model::log::Entry;
use crate::order::Pick;
use crate::report::Confidence;

/// Causes in which somebody gave up or closed, and who that was.
const ROWS: &[(&str, Ends)] = &[
    ("upstream-slow-read-timeout", Ends::ProxyGivesUp),
    ("upstream-stalled-body", Ends::ProxyGivesUp),
    ("upstream-connect-timeout", Ends::ProxyGivesUp),
    ("upstream-kernel-connect-timeout", Ends::ProxyGivesUp),
    ("resolver-timeout", Ends::ProxyGivesUp),
    ("upstream-closed-early", Ends::ServerCloses),
    ("upstream-reset", Ends::ServerCloses),
    ("client-closed-request", Ends::ClientGivesUp),
];

/// Shorter waits in a trace are work, not somebody's timer (microseconds).
const LEAST: i64 = 500_000;

/// Adds to each firm finding what the length of its request tells.
pub fn explain(scene: &Scene<'_>, findings: &mut [Finding]) {
    let (case, places) = (scene.case, &scene.places);
    for finding in findings.iter_mut().filter(|finding| finding.diagnosis.confidence > Confidence::Possible) {
        let id = finding.diagnosis.cause.as_str();
        let Some((_, ends)) = ROWS.iter().find(|row| row.0 == id) else { continue };
        let Some((took, path, upstream)) = request(case, finding).or_else(|| traced(scene, finding)) else {
            continue;
        };
        let place = places.serving(path, upstream);
        let found = timers(case, places, place, took, *ends);
        if found.is_empty() {
            continue;
        }
        let set = found.iter().find_map(|timer| Some((timer.name, timer.at?)));
        let mut said = format!(" The request took {}: ", length(took));
        if let Some((name, (source, line))) = set {
            let file = case.sources.get(source).map_or("", |source| source.name.as_str());
            let _ = write!(said, "that is {name}, as line {line} of {file} sets it.");
        } else if let [only] = found.as_slice()
            && only.present
        {
            let _ = write!(said, "that is the default of {}.", only.name);
        } else {
            let _ = write!(
                said,
                "that length is the default of {}; which of them is there, the evidence does not show.",
                names(&found)
            );
        }
        finding.diagnosis.summary.push_str(&said);
    }
}

/// How long the proxy's trace waits for the upstream that a finding blames, what it asked for, and whom.
fn traced<'s>(scene: &'s Scene<'_>, finding: &Finding) -> Option<(i64, &'s str, &'s str)> {
    let Some((run, fault)) = finding.fault else { return captured(scene, finding) };
    let exchange =
        scene.exchanges.iter().find(|one| one.run == run && (one.begin..=one.end).contains(&fault))?;
    let attempt = exchange.last()?;
    let path = attempt.request.split(' ').nth(1).unwrap_or("");
    Some((attempt.waited.filter(|waited| *waited >= LEAST)?, path, attempt.peer.as_str()))
}

/// The same of the connection whose last packet a finding cites.
fn captured<'s>(scene: &'s Scene<'_>, finding: &Finding) -> Option<(i64, &'s str, &'s str)> {
    let connection = scene.wire.connections.iter().find(|one| {
        one.at(one.points.end).is_some_and(|end| {
            let name = scene.case.sources.get(end.source).map_or("", |source| source.name.as_str());
            finding.diagnosis.evidence.iter().any(|line| line.line == end.line && line.source == name)
        })
    })?;
    let asked = connection.at(connection.points.request).map_or("", |seen| seen.payload());
    let path = asked.trim_start_matches("HTTP: ").split(' ').nth(1).unwrap_or("");
    Some((connection.waited().filter(|waited| *waited >= LEAST)?, path, connection.server.host))
}

/// The longest request that a finding cites: its length, its path, and whom it was passed to.
fn request<'a>(case: &Case<'a>, finding: &Finding) -> Option<(i64, &'a str, &'a str)> {
    let entries = case.entries();
    let cited = entries.filter(|(log, entry)| {
        let name = case.sources.get(log.source).map_or("", |source| source.name.as_str());
        finding.diagnosis.evidence.iter().any(|one| one.line == entry.line && one.source == name)
    });
    let told = cited.filter_map(|(log, entry)| {
        let Entry::Request(request) = &entry.kind else { return None };
        let path = log.str(request.request).split(' ').nth(1).unwrap_or("");
        Some((request.duration?, path, request.upstreams.last().map_or("", |span| log.str(*span))))
    });
    told.greatest(|(took, _, _)| *took)
}
