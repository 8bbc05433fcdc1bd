//! Causes that no single line names: configuration, sockets, names and requests put together.
//!
//! Each check joins a failure that is told of with the line that explains it. A setting that looks wrong, with no
//! failure that fits it, says nothing here. The words of all of them stand in `words.md`.

mod connects;
mod host;
mod names;
mod passing;
mod requests;
#[cfg(test)]
mod tests;

pub use passing::messages;

use super::logs::signs::behind_head;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::scene::Scene;
use crate::report::Confidence;
use crate::source::{LineNumber, SourceId};

/// Where a line stands.
type At = (SourceId, LineNumber);

/// A cause, and the check that says it.
type Row = (&'static str, fn(&Scene<'_>, &'static str) -> Option<Finding>);

/// Every cause, the more telling first.
pub const ROWS: &[Row] = &[
    ("localhost-resolves-to-ipv6", connects::localhost),
    ("container-loopback-upstream", connects::container_loopback),
    ("firewall-rejects-connection", connects::firewall),
    ("stale-dns-address", names::stale_name),
    ("stale-upstream-address", names::stale_address),
    ("search-domain-not-applied", names::search_domain),
    ("name-without-address", names::without_address),
    ("upstream-plain-http-on-tls-port", passing::plain_to_tls),
    ("upstream-peers-down-or-full", passing::peers_down),
    ("proxy-loops-to-itself", passing::loops),
    ("proxy-config-not-reloaded", passing::not_reloaded),
    ("proxy-set-header-inheritance-lost", passing::headers_lost),
    ("websocket-upgrade-headers-missing", passing::upgrade_missing),
    ("proxy-pass-path-changed", requests::path_changed),
    ("wrong-virtual-host-selected", requests::wrong_host),
    ("load-balancer-timeout-shorter-than-proxy", requests::balancer_gives_up),
    ("proxy-reload-cuts-connections", requests::reload_cuts),
    ("rate-limit-exceeded", requests::limited),
    ("resolver-not-configured", requests::no_resolver),
    ("upstream-keepalive-request-limit", requests::request_limit),
    ("rolling-deploy-race", connects::deployment),
    ("isolated-network-namespace", host::only_loopback),
    ("filesystem-not-mounted", host::not_mounted),
    ("deleted-file-holds-space", host::deleted_file),
    ("packet-loss", host::packet_loss),
    ("open-file-limit-below-worker-connections", host::limit_below_connections),
    ("typographic-quotes-in-config", passing::quotes),
];

/// Adds what the checks say; what a firm one explains is only possible beside it.
pub fn join(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let case = scene.case;
    if case.logs.is_empty() && case.listings.is_empty() && case.configs.is_empty() {
        return;
    }
    for (id, check) in ROWS {
        let Some(mut found) = check(scene, id) else { continue };
        let firm = found.diagnosis.confidence > Confidence::Possible;
        let explained = |one: &&mut Finding| firm && explains(id).contains(&one.diagnosis.cause.as_str());
        for one in findings.iter_mut().filter(explained) {
            one.diagnosis.confidence = Confidence::Possible;
            // What is shown of it elsewhere may make it surer again, and still this is the reason.
            found.score = found.score.max(one.score.saturating_add(1));
        }
        // What a single line says of it is part of that.
        findings.retain(|one| one.diagnosis.cause != *id);
        findings.push(found);
    }
}

/// Begins a diagnosis: `shown` is the line that shows the cause, `seen` the failure that it explains.
fn begin<'s, 'a>(
    scene: &'s Scene<'a>,
    id: &'static str,
    confidence: Confidence,
    shown: At,
    seen: At,
) -> Claim<'s, 'a> {
    let mut claim = Claim::new(scene, id, confidence, 66).in_brief("causes/joined/words").variant(id, true);
    claim.cite_line(shown.0, shown.1, "shown");
    claim.cite_line(seen.0, seen.1, "seen");
    claim
}

/// Puts a finding behind others that are as sure: it is no failure by itself.
fn behind(found: Option<Finding>) -> Option<Finding> {
    found.map(|found| Finding { score: -20, ..found })
}

/// What a finding explains: these causes are then only what the proxy sees of it.
pub fn explains(cause: &str) -> &'static [&'static str] {
    const UNCONNECTED: &[&str] = &[
        "upstream-connection-refused",
        "upstream-no-route",
        "upstream-connect-timeout",
        "upstream-kernel-connect-timeout",
        "connection-refused",
        "connection-timeout",
        "host-unreachable",
        "network-unreachable",
    ];
    match cause {
        "localhost-resolves-to-ipv6"
        | "container-loopback-upstream"
        | "firewall-rejects-connection"
        | "stale-dns-address"
        | "stale-upstream-address"
        | "isolated-network-namespace"
        | "proxy-config-not-reloaded" => UNCONNECTED,
        "search-domain-not-applied" | "name-without-address" => {
            &["upstream-name-nxdomain", "name-not-found", "upstream-host-not-found-at-start"]
        }
        "upstream-plain-http-on-tls-port" => &["upstream-not-http"],
        "upstream-peers-down-or-full" => &["no-live-upstreams"],
        "proxy-loops-to-itself" => &[
            "worker-connections-exhausted",
            "client-header-too-large",
            "upstream-reset",
            "upstream-closed-early",
            "upstream-connect-timeout",
            "upstream-slow-read-timeout",
        ],
        "websocket-upgrade-headers-missing"
        | "proxy-set-header-inheritance-lost"
        | "proxy-pass-path-changed" => &["upstream-answered-error"],
        "load-balancer-timeout-shorter-than-proxy" => {
            &["client-closed-request", "upstream-slow-read-timeout", "load-balancer-cannot-reach-target"]
        }
        "proxy-reload-cuts-connections" => &["client-closed-request", "upstream-truncated-body"],
        "deleted-file-holds-space" => &["disk-full", "disk-full-on-cache-write"],
        "upstream-keepalive-request-limit" => {
            &["upstream-keepalive-idle-race", "upstream-closed-early", "upstream-reset"]
        }
        _ => &[],
    }
}

/// The first line of a log or listing that holds one of these words: source, line and text.
fn told<'a>(scene: &Scene<'a>, words: &[&str]) -> Option<(At, &'a str)> {
    told_of(scene, words, "", false)
}

/// The same for a line that also holds that one, `traces` included or not: they are long, and their messages are read
/// as calls.
fn told_of<'a>(scene: &Scene<'a>, words: &[&str], with: &str, traces: bool) -> Option<(At, &'a str)> {
    scene.case.sources.iter().enumerate().find_map(|(id, source)| {
        let held = |text: &str| words.iter().any(|word| text.contains(word)) && text.contains(with);
        let other = source.format.ends_with("config") || (source.format == "strace" && !traces);
        if other || !held(&source.text) {
            return None;
        }
        let (at, line) =
            source.lines.iter().enumerate().find(|(_, line)| held(line.span.of(&source.text)))?;
        Some(((id, line.number), behind_head(source.line_text(at))))
    })
}
