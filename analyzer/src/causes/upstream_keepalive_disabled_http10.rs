//! The proxy speaks HTTP/1.0 or asks for `Connection: close`, so each request opens its own upstream connection.
//!
//! Two runs side by side show it by what they send; without them, the configuration shows it, and a heap of
//! connections in `TIME_WAIT` that it takes effect.

use super::Cause;
use super::configured::places::{At, Kept};
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use super::reasoning::sockets::{DEFAULT_PORTS, TIME_WAIT_SECONDS};
use crate::model::listing::Fact;
use crate::model::socket::State;
use crate::order::InList;
use crate::report::Confidence;
use crate::source::Role;

const ID: &str = "upstream-keepalive-disabled-http10";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

/// Connections in `TIME_WAIT` are many from here on.
const MANY: u64 = 1_000;

/// Connections that are kept do not leave this many closed ones for each open one.
const PER_OPEN: u64 = 10;

fn check(scene: &Scene<'_>) -> Option<Finding> {
    by_traces(scene).or_else(|| by_configuration(scene))
}

fn by_traces(scene: &Scene<'_>) -> Option<Finding> {
    // Only the comparison shows that keep-alive is wanted: the normal run reuses its connection.
    let (usual, kept) = scene.usual.iter().find_map(|exchange| {
        let attempt =
            exchange.attempts.iter().find(|attempt| attempt.reused() && speaks(attempt, " HTTP/1.1\r\n"))?;
        (!asks_to_close(attempt)).then_some((exchange, attempt))
    })?;
    let (exchange, attempt) = scene.exchanges.iter().find_map(|exchange| {
        let fits = |attempt: &&Attempt| {
            !attempt.reused() && attempt.has_header() && attempt.closed.is_some() && asks_to_close(attempt)
        };
        Some((exchange, exchange.attempts.iter().find(fits)?))
    })?;
    if scene.exchanges.iter().any(Exchange::went_wrong) {
        return None;
    }
    let run = exchange.run;
    let program = proxied::server(scene, exchange);
    let sent = *attempt.sent.first()?;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 70)
        .blames(run, sent)
        .hop(program.as_str())
        .mark("program", program)
        .mark("peer", attempt.address());
    claim.cite(run, sent, "asks");
    claim.cites("connect", run, attempt.connect);
    claim.cites("closed", run, attempt.closed);
    claim.cites("normal", usual.run, kept.sent.first().copied());
    backed(scene, claim, &configured(scene), heap(scene).as_ref()).done()
}

/// What the configuration says of keep-alive to a group of servers.
struct Configured {
    /// The `keepalive` directive.
    keepalive: Option<At>,
    /// A place that passes to the group and asks for each connection to be closed.
    closes: Option<At>,
    /// The version is set there, or the header, but not both.
    half: Option<At>,
    /// The headers of an outer block are lost there, the Connection header among them.
    lost: bool,
    /// Where any version is set.
    version: Option<At>,
    /// Every place that is shown keeps its connections.
    all_kept: bool,
}

fn configured(scene: &Scene<'_>) -> Configured {
    let places = &scene.places;
    let wanting: Vec<_> = places.all.iter().filter(|place| places.keepalive(place).is_some()).in_list();
    // A fragment that does not show where it passes to may belong to another group.
    let closes = wanting.iter().find(|place| place.pass.is_some() && places.kept(place) == Kept::No);
    let any = places.groups().find_map(|(tree, group)| {
        places.at(tree, places.trees.get(tree)?.own(Some(group), "keepalive").last()?)
    });
    let lost = closes.is_some_and(|place| {
        places.lost_headers(place).iter().any(|(name, _)| name.eq_ignore_ascii_case("connection"))
    });
    let half = closes.and_then(|place| {
        let own = places.setting(place, "proxy_set_header", "").at.filter(|_| lost);
        let version = || places.setting(place, "proxy_http_version", "").at;
        own.or_else(version).or_else(|| places.header(place, "Connection").map(|(_, at)| at))
    });
    let version = places.named("proxy_http_version").find_map(|(tree, id)| places.at(tree, id));
    Configured {
        keepalive: closes.and_then(|place| places.keepalive(place)).or(any),
        closes: closes.and_then(|place| places.line(place)),
        half,
        lost,
        version,
        all_kept: !wanting.is_empty() && wanting.iter().all(|place| places.kept(place) == Kept::Yes),
    }
}

/// Connections that were closed lately, beside those that are open.
struct Heap {
    closed: (u64, At),
    open: u64,
    all: u64,
}

/// A listing of sockets with many closed connections and few open ones.
fn heap(scene: &Scene<'_>) -> Option<Heap> {
    scene.case.listings.iter().find_map(|listing| {
        let role = scene.case.roles.get(listing.source).map_or(Role::Context, |assigned| assigned.role);
        if role == Role::Normal {
            return None;
        }
        let mut heap = Heap { closed: (0, (listing.source, 0)), open: 0, all: 0 };
        for item in &listing.items {
            let (state, count) = match &item.fact {
                Fact::StateCount(one) => (one.state, one.count),
                Fact::Socket(one) => (one.state, 1),
                _ => continue,
            };
            match state {
                State::TimeWait if count > 1 && heap.closed.0 > 1 => heap.closed.0 = heap.closed.0.max(count),
                State::TimeWait => {
                    heap.closed.0 = heap.closed.0.saturating_add(count);
                    heap.closed.1 = (listing.source, item.line);
                }
                State::Established => heap.open = heap.open.saturating_add(count),
                _ => {}
            }
            heap.all = heap.all.saturating_add(count);
        }
        (heap.closed.0 >= MANY && heap.closed.0 >= heap.open.saturating_mul(PER_OPEN)).then_some(heap)
    })
}

/// Without traces: keep-alive is configured for a group, and the place that passes to it, or the sockets, show that
/// it is not in effect.
fn by_configuration(scene: &Scene<'_>) -> Option<Finding> {
    let set = configured(scene);
    set.keepalive?;
    let heap = heap(scene);
    let confidence = match (set.closes.is_some(), heap.is_some()) {
        (true, true) => Confidence::Proven,
        (true, false) => Confidence::Possible,
        (false, true) if !set.all_kept && !scene.places.keeps_by_default() => Confidence::Likely,
        (false, _) => return None,
    };
    let claim = Claim::new(scene, ID, confidence, 60)
        .hop("nginx")
        .mark("program", "nginx")
        .mark("peer", "its upstream")
        .variant("configured", true)
        .variant("half", set.half.is_some())
        .variant("lost", set.lost)
        .variant("shown", set.closes.is_some());
    let mut claim = backed(scene, claim, &set, heap.as_ref());
    let mut told = scene.case.entries();
    let burst = told.find(|(log, entry)| log.str(entry.text).contains("no live upstreams"));
    if let Some((log, entry)) = burst {
        claim.cite_line(log.source, entry.line, "burst");
    }
    claim
        .variant("burst", burst.is_some())
        .rules_out("mixed", set.version.or(set.keepalive))
        .rules_out("reaped", heap.filter(|_| burst.is_some()).map(|heap| heap.closed.1))
        .done()
}

/// Adds the lines of configuration, of sockets and of packets that bear it out.
fn backed<'s, 'a>(
    scene: &Scene<'_>,
    mut claim: Claim<'s, 'a>,
    set: &Configured,
    heap: Option<&Heap>,
) -> Claim<'s, 'a> {
    if let Some((source, line)) = set.closes {
        claim.cite_line(source, line, "place");
    }
    if let Some((source, line)) = set.half {
        claim.cite_line(source, line, "half");
    }
    if let Some((source, line)) = set.keepalive {
        claim.cite_line(source, line, "keepalive");
    }
    if let Some(heap) = heap {
        let (source, line) = heap.closed.1;
        claim.cite_line(source, line, "heap");
        let share = heap
            .closed
            .0
            .saturating_mul(1000)
            .saturating_add(heap.all / 2)
            .checked_div(heap.all)
            .unwrap_or(0);
        claim = claim
            .mark("closed", grouped(heap.closed.0))
            .mark("open", grouped(heap.open))
            .mark("share", format!("{}.{}", share / 10, share % 10))
            .mark("rate", grouped(heap.closed.0 / TIME_WAIT_SECONDS))
            .mark("pairs", heap.closed.0.div_ceil(DEFAULT_PORTS).to_string());
    }
    let asks = scene.wire.connections.iter().find_map(|one| one.says(true, "Connection: close"));
    if let Some(asks) = asks {
        claim.cite_line(asks.source, asks.line, "wire");
    }
    claim
}

/// A number with its thousands apart: `153 429`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn speaks(attempt: &Attempt, version: &str) -> bool {
    attempt.request.contains(version)
}

/// True if the request asks for a close, or the version means it.
fn asks_to_close(attempt: &Attempt) -> bool {
    let header = attempt.request.to_ascii_lowercase();
    header.contains("\r\nconnection: close")
        || (speaks(attempt, " HTTP/1.0\r\n") && !header.contains("connection: keep-alive"))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            (grouped(7), grouped(1_000), grouped(153_429)),
            ("7".into(), "1 000".into(), "153 429".into())
        );
    }
}
