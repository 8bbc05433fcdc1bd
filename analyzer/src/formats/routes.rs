//! Ways to other machines: `ip route`, `ip addr`, `ip neigh`, `arp`, `ping`, `traceroute`.
//!
//! ```text
//! 10.14.11.15 via 10.14.12.19 dev eth0 src 10.14.12.1 uid 0
//! 10.14.12.133 dev eth0  FAILED
//! 2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
//! From 10.14.12.1 icmp_seq=1 Destination Host Unreachable
//! 4 packets transmitted, 0 received, 100% packet loss, time 3070ms
//! ```
//!
//! Sources: ip-route(8), ip-neighbour(8), arp(8), ping(8).

use super::{Content, Format, Sniff};
use crate::model::address;
use crate::model::columns::{Row, part_of};
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::reach::{Interface, Neighbour, Probe, Route};
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "routes",
    name: "ip route, ip neigh, ping",
    sniff,
    read: |id, source| {
        let mut host = Span::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| read(&mut host, line, base)))
    },
};

/// States of neighbours.
const STATES: &[&str] =
    &["REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "INCOMPLETE", "PERMANENT", "NOARP"];

fn sniff(line: &str) -> Sniff {
    match read(&mut Span::default(), line, 0) {
        Reading::Says(..) | Reading::Several(_) => Sniff::Certain,
        Reading::Heading if line.starts_with("PING ") || line.starts_with("traceroute to ") => Sniff::Certain,
        Reading::Heading => Sniff::Maybe,
        Reading::Unparsed(_) => Sniff::No,
    }
}

fn read(host: &mut Span, line: &str, base: u32) -> Reading {
    let row = Row::of(line, base);
    if line.starts_with("PING ") || line.starts_with("traceroute to ") {
        *host = if line.starts_with("PING ") { row.span(1) } else { row.span(2) };
        return if row.word(2).contains('(') || row.word(3).contains('(') {
            Reading::Heading
        } else {
            Reading::Unparsed("not-a-way")
        };
    }
    if let Some(interface) = interface(&row) {
        return Reading::Says(None, Fact::Interface(interface));
    }
    if let Some(neighbour) = neighbour(&row) {
        return Reading::Says(None, Fact::Neighbour(neighbour));
    }
    if let Some(probe) = probe(*host, line, &row, base) {
        return Reading::Says(None, Fact::Probe(probe));
    }
    if let Some(route) = route(&row) {
        return Reading::Says(None, Fact::Route(route));
    }
    let hop = row.number(0).is_some() && (row.word(1) == "*" || line.contains(" ms"));
    let aside =
        hop || matches!(
            row.word(0),
            "cache" | "inet" | "inet6" | "link/ether" | "link/loopback" | "valid_lft" | "altname" | "rtt"
        ) || line.starts_with("--- ") && line.contains("statistics");
    if aside { Reading::Heading } else { Reading::Unparsed("not-a-way") }
}

fn is_address(word: &str) -> bool {
    address::is_bare(word.split('/').next().unwrap_or(""))
}

fn interface(row: &Row<'_>) -> Option<Interface> {
    let name = row.word(1).strip_suffix(':')?;
    let flags = row.word(2).strip_prefix('<')?.strip_suffix('>')?;
    row.word(0).strip_suffix(':')?.parse::<u32>().ok()?;
    let has = |flag: &str| flags.split(',').any(|one| one == flag);
    Some(Interface { name: row.part(name), up: has("UP"), carrier: has("LOWER_UP") })
}

fn neighbour(row: &Row<'_>) -> Option<Neighbour> {
    let last = row.word(row.len().checked_sub(1)?);
    let at = (0..row.len()).find(|at| STATES.contains(&row.word(*at)));
    if let Some(at) = at
        && is_address(row.word(0))
        && (row.position("dev").is_some() || row.position("lladdr").is_some())
    {
        let failed = matches!(row.word(at), "FAILED" | "INCOMPLETE");
        return Some(Neighbour { address: row.span(0), state: row.span(at), failed });
    }
    // `arp -a`, and `arp -n`.
    let address = row.word(1).strip_prefix('(').and_then(|word| word.strip_suffix(')'));
    if let Some(address) = address.filter(|_| row.word(2) == "at" && !row.word(4).is_empty()) {
        let failed = row.word(3).contains("incomplete");
        return Some(Neighbour { address: row.part(address), state: row.span(3), failed });
    }
    let incomplete =
        row.len() == 3 && is_address(row.word(0)) && row.word(1) == "(incomplete)" && !last.is_empty();
    incomplete.then(|| Neighbour { address: row.span(0), state: row.span(1), failed: true })
}

fn probe(host: Span, line: &str, row: &Row<'_>, base: u32) -> Option<Probe> {
    let number = |mark: &str| {
        line.split(mark).next()?.rsplit([' ', ',']).find(|word| !word.is_empty())?.parse::<u32>().ok()
    };
    if line.contains(" packets transmitted, ") {
        let received = number(" received").or_else(|| number(" packets received"))?;
        return Some(Probe { host, sent: number(" packets transmitted")?, received, ..Probe::default() });
    }
    if row.word(0) == "From" {
        let at = line.find("Destination ").or_else(|| line.find("Time to live exceeded"))?;
        return Some(Probe {
            host,
            sent: 1,
            refusal: part_of(line, line.get(at..)?.trim_end(), base),
            ..Probe::default()
        });
    }
    let echoed = line.contains(" bytes from ") && line.contains("icmp_seq=");
    echoed.then_some(Probe { host, sent: 1, received: 1, ..Probe::default() })
}

fn route(row: &Row<'_>) -> Option<Route> {
    if row.word(0) == "RTNETLINK" && row.rest_text(0).ends_with("unreachable") {
        return Some(Route { barred: true, ..Route::default() });
    }
    let barred = matches!(row.word(0), "unreachable" | "prohibit" | "blackhole");
    let first = usize::from(barred);
    let destination = row.word(first);
    if destination != "default" && !is_address(destination) {
        return None;
    }
    let after = |word: &str| row.position(word).map_or(Span::default(), |at| row.span(at + 1));
    let (via, device) = (after("via"), after("dev"));
    (barred || !via.is_empty() || !device.is_empty()).then(|| Route {
        destination: row.span(first),
        via,
        device,
        barred,
    })
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    #[test]
    fn neighbours_that_do_not_answer_have_failed() {
        let text = "10.14.12.133 dev eth0  FAILED\n10.14.12.19 dev eth0 lladdr 76:50:12:d9:6b:98 REACHABLE\n? (10.14.12.7) at <incomplete> on eth0\n";
        let listing = read_lines(&FORMAT, text);
        let failed: Vec<bool> = listing
            .items
            .iter()
            .filter_map(|item| if let Fact::Neighbour(one) = item.fact { Some(one.failed) } else { None })
            .collect();
        assert_eq!(failed, [true, false, true]);
    }

    #[test]
    fn probes_are_counted() {
        let text = "PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.\nFrom 10.0.0.1 icmp_seq=1 Destination Host Unreachable\n\n--- 10.0.0.9 ping statistics ---\n4 packets transmitted, 0 received, +3 errors, 100% packet loss, time 3070ms\n";
        let listing = read_lines(&FORMAT, text);
        let last = listing
            .items
            .last()
            .and_then(|item| if let Fact::Probe(one) = item.fact { Some(one) } else { None });
        assert_eq!(last.map(|one| (one.sent, one.received, listing.str(one.host))), Some((4, 0, "10.0.0.9")));
        assert_eq!((listing.records, listing.blank), (4, 1));
    }
}
