//! Packets, sockets, counters and processes that bear the failure out.
//!
//! What volumes, limits, files and containers say is heard with the listings, for every diagnosis alike.

use super::Hearing;
use super::marks::{self, Sight};

use crate::model::host::ProcessRow;
use crate::model::listing::{Fact, Item, Listing};
use crate::model::packet::{Packet, Protocol, flag};
use crate::model::socket::{Socket, State};
use crate::model::trace::Micros;

/// Packets stand this close to the call that they explain.
const CLOSE: Micros = 1_000_000;
/// So many closed connections are more than a server without trouble has.
const MANY: u64 = 1_000;

/// A packet's line, how far it is from the failure, and why it is cited.
type Told = (usize, u32, Option<Micros>, &'static str);

/// Hears the listings.
pub fn hear(hearing: &mut Hearing<'_, '_>) {
    let case = hearing.scene.case;
    let mut told: Vec<Told> = Vec::new();
    for (listing, item) in case.items() {
        if let Some((why, most)) = said(hearing, listing, item) {
            let apart = item.time.and_then(|time| hearing.marks.apart(Some(time)));
            // Of several that say the same, the nearest in time stays; without a time, the last one.
            let known = told.iter().position(|one| one.3 == why && (one.0 == listing.source || !most));
            let nearer = |old: Option<Micros>| match (old, apart) {
                (Some(old), Some(new)) => new.abs() < old.abs(),
                _ => true,
            };
            match known.and_then(|at| told.get_mut(at)) {
                Some(one) if nearer(one.2) => *one = (listing.source, item.line, apart, why),
                Some(_) => {}
                None => told.push((listing.source, item.line, apart, why)),
            }
        }
    }
    for (source, line, _, why) in told {
        hearing.line(source, line, why);
    }
}

/// What an item has to do with the failure, and whether each source may say it once.
fn said(hearing: &Hearing<'_, '_>, listing: &Listing, item: &Item) -> Option<(&'static str, bool)> {
    let why = match &item.fact {
        Fact::Packet(packet) => packet_says(hearing, listing, item, packet),
        Fact::Socket(socket) => socket_says(hearing, listing, socket),
        Fact::StateCount(counted) => {
            let many = counted.state == State::TimeWait && counted.count >= MANY;
            let all = counted.state == State::TimeWait
                && counted.count > 0
                && hearing.is(&["ephemeral-ports-exhausted"]);
            (all || many && hearing.is(&["upstream-keepalive-disabled-http10"]))
                .then_some("so many closed connections still hold their ports")
        }
        Fact::Counter(counter) => {
            let overflows =
                matches!(counter.name, "TcpExtListenOverflows" | "TcpExtListenDrops") && counter.value > 0;
            let asked = hearing.marks.sight == Sight::NoAnswer
                || hearing.is(&[
                    "upstream-keepalive-disabled-http10",
                    "syn-queue-overflow",
                    "upstream-connect-timeout",
                ]);
            (overflows && asked)
                .then_some("the kernel counts connections that the full queue of a listener dropped")
        }
        Fact::Setting(setting) => (listing.str(setting.name).ends_with("ip_local_port_range")
            && hearing.is(&["ephemeral-ports-exhausted"]))
        .then_some("the ports that connections can be made from"),
        Fact::Process(process) => process_says(hearing, listing, process),
        _ => None,
    };
    Some((why?, false))
}

fn packet_says(
    hearing: &Hearing<'_, '_>,
    listing: &Listing,
    item: &Item,
    packet: &Packet,
) -> Option<&'static str> {
    let marks = &hearing.marks;
    if !marks.fits(item.time, CLOSE, CLOSE) {
        return None;
    }
    let text = listing.str(item.text);
    if packet.protocol == Protocol::Udp {
        let answer = packet.from.port == 53
            && ["NXDomain", "ServFail", "Refused"].iter().any(|code| text.contains(code))
            && hearing.is(&["upstream-name-nxdomain", "name-not-found", "dns-server-failure"]);
        return answer.then_some("the name server's answer on the wire");
    }
    let end = |host, port: u16| marks.is_peer(listing.str(host), &port.to_string());
    let (from, to) = (end(packet.from.host, packet.from.port), end(packet.to.host, packet.to.port));
    match marks.sight {
        Sight::Refused | Sight::Reset if from && packet.has(flag::RST) => {
            Some("on the wire: the upstream's host answers with a reset")
        }
        Sight::Closed if from && packet.has(flag::RST) => {
            Some("on the wire: the upstream resets the connection")
        }
        Sight::Closed if from && packet.has(flag::FIN) => Some("on the wire: the upstream closes first"),
        Sight::NoAnswer if to && packet.has(flag::SYN) => {
            Some("on the wire: the connection is asked for again, and nothing comes back")
        }
        Sight::ClientLeft if to && packet.has(flag::FIN) => {
            Some("on the wire: the proxy closes the connection before an answer")
        }
        Sight::ClientLeft if to && packet.has(flag::RST) => {
            Some("on the wire: the late answer meets a closed connection and is reset")
        }
        _ => None,
    }
}

fn socket_says(hearing: &Hearing<'_, '_>, listing: &Listing, socket: &Socket) -> Option<&'static str> {
    let (host, port) = marks::split_address(listing.str(socket.local));
    if socket.state != State::Listen {
        return None;
    }
    let own = hearing.marks.is_peer(host, port);
    let anywhere = |peer: &String| {
        let (address, number) = marks::split_address(peer);
        number == port && matches!(address, "0.0.0.0" | "[::]" | "::")
    };
    if hearing.is(&["port-in-use", "address-in-use"]) {
        return (own || hearing.marks.peers.iter().any(anywhere)).then_some("who has the port");
    }
    let queue = socket.receive_queue > 0;
    match hearing.marks.sight {
        Sight::Silent | Sight::NoAnswer if own && queue => {
            Some("connections wait to be accepted: the upstream takes no more")
        }
        Sight::Refused if own => {
            Some("when this was printed somebody listened there: not so when it was refused")
        }
        _ if queue && hearing.is(&["worker-open-file-limit", "fd-limit"]) => {
            Some("connections wait to be accepted")
        }
        _ => None,
    }
}

/// Causes that the rights of a file decide.
const RIGHTS: &[&str] = &[
    "temp-dir-permission-denied",
    "permission-denied",
    "config-permission-denied",
    "parent-directory-permission",
    "upstream-unix-socket-permission",
];

/// Who the process is that a right was refused to, and who does the work that others wait for.
fn process_says(hearing: &Hearing<'_, '_>, listing: &Listing, process: &ProcessRow) -> Option<&'static str> {
    if hearing.is(RIGHTS) && !listing.str(process.user).is_empty() {
        let (run, event) = marks::blamed(hearing.scene, hearing.finding)?;
        let pid = hearing.scene.reading(run)?.run.trace.event(event)?.pid;
        return (pid != 0 && pid == process.pid).then_some("the user that the process runs as");
    }
    let pool = listing.str(process.command).contains("php-fpm: pool") && hearing.marks.sight == Sight::Silent;
    (pool && hearing.is(&["php-fpm-max-children"]))
        .then_some("a child of the pool: all there are, and none is free")
}
