//! Causes that traces show better, where only a listing shows them. Their words stand beside this file.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::listed::{Line, answered, asked, claim, find, is_full, last, said, told};
use crate::causes::reasoning::scene::Scene;
use crate::model::host::Resource;
use crate::model::listing::Fact;
use crate::model::reach::Resolution;
use crate::order::InList;
use crate::report::Confidence;

/// Every check, the reasons before the symptoms.
const CHECKS: &[fn(&Scene<'_>) -> Option<Finding>] = &[
    out_of_memory,
    volume_full,
    descriptors,
    ended_by_fault,
    not_found,
    lookup_failed,
    network_unreachable,
    host_unreachable,
    refused,
    reset,
    empty,
    unconnected,
    no_answer,
];

/// What the listings show by themselves.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    if scene.case.listings.is_empty() {
        return Vec::new();
    }
    CHECKS.iter().filter_map(|check| check(scene)).in_list()
}

/// A container or a service that was ended for want of memory.
fn out_of_memory(scene: &Scene<'_>) -> Option<Finding> {
    let line = find(scene, &|listing, fact| match fact {
        Fact::Container(one) => one.out_of_memory == Some(true) || listing.str(one.state) == "OOMKilled",
        Fact::Unit(one) => listing.str(one.state).contains("oom-kill"),
        _ => false,
    })?;
    let code = find(scene, &|_, fact| matches!(fact, Fact::Container(one) if one.exit_code == Some(137)));
    let mut found =
        claim(scene, "listings/oom-killed", Confidence::Proven, &line).names("oom-killed").score(30);
    if let Some(code) = code {
        found.cite_line(code.listing.source, code.item.line, "code");
    }
    found.mark("name", name(&line)).done()
}

/// The container's or the service's name, for the middle of a sentence.
fn name(line: &Line<'_>) -> String {
    let name = match &line.item.fact {
        Fact::Container(one) => line.str(one.name),
        Fact::Unit(one) => line.str(one.name),
        _ => "",
    };
    if name.is_empty() { "the process".into() } else { name.into() }
}

/// A volume without free blocks or inodes, while a failure is told of.
fn volume_full(scene: &Scene<'_>) -> Option<Finding> {
    let line =
        find(scene, &|listing, fact| matches!(fact, Fact::Volume(volume) if is_full(listing, volume)))?;
    let Fact::Volume(volume) = &line.item.fact else { return None };
    let words = said(scene, "No space left on device").or_else(|| said(scene, "ENOSPC"));
    let sure = words.is_some() || told(scene).is_some();
    let (words_of, cause) = if volume.inodes {
        ("listings/inodes-exhausted", "inodes-exhausted")
    } else {
        ("listings/disk-full", "disk-full")
    };
    let confidence = if sure { Confidence::Likely } else { Confidence::Possible };
    let mut found = claim(scene, words_of, confidence, &line).names(cause).score(20);
    if let Some((source, number)) = words {
        found.cite_line(source, number, "error");
    }
    found.mark("mount", line.str(volume.mount)).done()
}

/// As many descriptors as the limit allows.
fn descriptors(scene: &Scene<'_>) -> Option<Finding> {
    let of_limit = |fact: &Fact| match fact {
        Fact::Limit(limit) if limit.resource == Resource::OpenFiles => limit.soft,
        _ => None,
    };
    let limit = find(scene, &|_, fact| of_limit(fact).is_some())?;
    let soft = of_limit(&limit.item.fact)?;
    let reached = |fact: &Fact| matches!(fact, Fact::OpenFiles(open) if open.count.saturating_add(2) >= soft && open.count <= soft.saturating_add(2));
    let line = last(scene, &|_, fact| reached(fact))?;
    let sure = told(scene).is_some() || said(scene, "oo many open files").is_some();
    let confidence = if sure { Confidence::Likely } else { Confidence::Possible };
    let mut found = claim(scene, "listings/fd-limit", confidence, &line).names("fd-limit").score(20);
    found.cite_line(limit.listing.source, limit.item.line, "limit");
    found.mark("limit", soft.to_string()).done()
}

/// Exit codes by which a shell and a container tell of a signal: 128 and its number.
fn ended_by_fault(scene: &Scene<'_>) -> Option<Finding> {
    let line = find(scene, &|listing, fact| match fact {
        Fact::Container(one) => matches!(one.exit_code, Some(139 | 134)),
        Fact::Unit(one) => matches!(listing.str(one.status), "11/SEGV" | "6/ABRT" | "SEGV" | "ABRT"),
        _ => false,
    })?;
    let aborted = match &line.item.fact {
        Fact::Container(one) => one.exit_code == Some(134),
        Fact::Unit(one) => line.str(one.status).ends_with("ABRT"),
        _ => false,
    };
    let cause = if aborted { "crash-abort" } else { "crash-invalid-memory" };
    let found = claim(scene, "listings/crash", Confidence::Likely, &line).names(cause).score(20);
    found.variant("aborted", aborted).mark("name", name(&line)).done()
}

/// Exit code 127: the command was not found.
fn not_found(scene: &Scene<'_>) -> Option<Finding> {
    let line = find(scene, &|listing, fact| match fact {
        Fact::Container(one) => one.exit_code == Some(127),
        Fact::Unit(one) => listing.str(one.status) == "203/EXEC",
        _ => false,
    })?;
    let unit = matches!(line.item.fact, Fact::Unit(_));
    let found =
        claim(scene, "listings/command-not-found", Confidence::Likely, &line).names("command-not-found");
    found.score(20).variant("unit", unit).mark("name", name(&line)).done()
}

/// A name that was asked for by hand and not answered.
fn lookup_failed(scene: &Scene<'_>) -> Option<Finding> {
    let of_lookup = |fact: &Fact| if let Fact::Lookup(one) = fact { Some(*one) } else { None };
    let failed = find(scene, &|_, fact| {
        of_lookup(fact).is_some_and(|one| !matches!(one.result, Resolution::Found | Resolution::NoRecord))
    });
    let line = failed.or_else(|| answered(scene, &[6], &[]))?;
    let lookup = of_lookup(&line.item.fact);
    let (cause, variant) = match lookup.map_or(Resolution::NoSuchName, |one| one.result) {
        Resolution::ServerFailed | Resolution::Refused => ("dns-server-failure", "server"),
        Resolution::NoAnswer => ("resolver-timeout", "silent"),
        _ => ("name-not-found", "unknown"),
    };
    let name = lookup.map_or_else(|| asked(&line), |one| line.str(one.name));
    // The name may be found by now, or by another tool.
    let found = find(scene, &|listing, fact| {
        of_lookup(fact).is_some_and(|one| one.result == Resolution::Found && listing.str(one.name) == name)
    });
    if found.is_some() {
        return None;
    }
    let shown = if name.is_empty() { "the name" } else { name };
    let found = claim(scene, "listings/lookup", Confidence::Likely, &line).names(cause).score(10);
    found.variant(variant, true).mark("name", shown).done()
}

/// The host has no route.
fn network_unreachable(scene: &Scene<'_>) -> Option<Finding> {
    let barred = find(
        scene,
        &|_, fact| matches!(fact, Fact::Route(route) if route.barred && route.destination.is_empty()),
    );
    let line = barred.or_else(|| answered(scene, &[7], &["Network is unreachable"]))?;
    claim(scene, "listings/network-unreachable", Confidence::Likely, &line)
        .names("network-unreachable")
        .score(10)
        .done()
}

fn refused(scene: &Scene<'_>) -> Option<Finding> {
    let line = answered(scene, &[7], &["refused"])?;
    of_client(scene, &line, "connection-refused", "refused")
}

fn reset(scene: &Scene<'_>) -> Option<Finding> {
    let line = answered(scene, &[56, 35], &["reset by peer"])?;
    of_client(scene, &line, "connection-reset", "reset")
}

fn empty(scene: &Scene<'_>) -> Option<Finding> {
    let line = answered(scene, &[52], &[])?;
    of_client(scene, &line, "connection-closed-by-peer", "empty")
}

fn unconnected(scene: &Scene<'_>) -> Option<Finding> {
    let line = answered(
        scene,
        &[28],
        &["Connection timed out", "Connection timeout", "Failed to connect", "Connection timed"],
    )?;
    of_client(scene, &line, "connection-timeout", "unconnected")
}

/// A host that does not answer for its own address.
fn host_unreachable(scene: &Scene<'_>) -> Option<Finding> {
    let refused = find(
        scene,
        &|listing, fact| matches!(fact, Fact::Probe(one) if listing.str(one.refusal).contains("Host Unreachable")),
    );
    let firm = refused.or_else(|| answered(scene, &[7], &["No route to host"]));
    let failed = || find(scene, &|_, fact| matches!(fact, Fact::Neighbour(one) if one.failed));
    // Neighbours fail all the time, when somebody asks for an address that nobody has.
    let confidence = if firm.is_some() { Confidence::Likely } else { Confidence::Possible };
    let line = firm.or_else(failed)?;
    let host = match &line.item.fact {
        Fact::Probe(one) => line.str(one.host),
        Fact::Neighbour(one) => line.str(one.address),
        _ => asked(&line),
    };
    let shown = if host.is_empty() { "the host" } else { host };
    claim(scene, "listings/host-unreachable", confidence, &line)
        .names("host-unreachable")
        .score(10)
        .mark("host", shown)
        .done()
}

fn no_answer(scene: &Scene<'_>) -> Option<Finding> {
    let line = answered(scene, &[28], &["bytes received"])?;
    of_client(scene, &line, "server-not-responding", "silent")
}

/// What a client saw of a server.
fn of_client(scene: &Scene<'_>, line: &Line<'_>, cause: &str, variant: &'static str) -> Option<Finding> {
    let peer = asked(line);
    let shown = if peer.is_empty() { "the server" } else { peer };
    let (host, port) = shown.rsplit_once(':').unwrap_or((shown, "PORT"));
    claim(scene, "listings/client", Confidence::Likely, line)
        .names(cause)
        .variant(variant, true)
        .mark("peer", shown)
        .mark("host", host)
        .mark("port", port)
        .done()
}
