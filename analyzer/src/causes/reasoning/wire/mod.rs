//! Captured packets as connections: who opened each, what was asked and answered, who ended it first and how.
//!
//! A capture may begin in the middle of a connection, name or mask its hosts, and be taken on both sides; so two
//! packets belong together if they stand in one piece and have the same pair of addresses, whatever those look like.
//! Packets of runs that worked are left out.

mod connection;
mod signs;
mod telling;

use std::fmt;

pub use connection::{Carried, Connection, Step};
pub use signs::{Points, Sign};
pub use telling::begin;

use crate::causes::Case;
use crate::model::listing::{Fact, Item, Listing};
use crate::model::packet::{Endpoint, Packet, Protocol};
use crate::order::{Map, Texts};
use crate::source::{LineNumber, Role, SourceId};

/// Times that go back by more than this have passed midnight.
const HALF_A_DAY: i64 = 12 * 3_600_000_000;

/// Everything that was captured.
#[derive(Debug, Default)]
pub struct Wire<'a> {
    /// TCP, connection by connection, in the order in which they begin.
    pub connections: Vec<Connection<'a>>,
    /// UDP, ICMP and ARP, in the order of their lines.
    pub others: Vec<Seen<'a>>,
}

/// A packet, with its place.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The source.
    pub source: SourceId,
    /// The line.
    pub line: LineNumber,
    /// When, in microseconds; only differences count.
    pub time: Option<i64>,
    /// The listing that its spans point into.
    pub listing: &'a Listing,
    /// The packet.
    pub packet: &'a Packet,
}

/// A side of a connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side<'a> {
    /// Address or name, as printed.
    pub host: &'a str,
    /// The port; 0 if it is not printed.
    pub port: u16,
}

impl fmt::Display for Side<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.port, self.host.contains(':')) {
            (0, _) => out.write_str(self.host),
            (port, true) => write!(out, "[{}]:{port}", self.host),
            (port, false) => write!(out, "{}:{port}", self.host),
        }
    }
}

impl<'a> Seen<'a> {
    /// One end of it.
    pub fn side(&self, end: Endpoint) -> Side<'a> {
        Side { host: self.listing.str(end.host), port: end.port }
    }

    /// What the printer says of its payload.
    pub fn payload(&self) -> &'a str {
        self.listing.str(self.packet.payload)
    }
}

/// Which connection a packet belongs to.
#[derive(Debug, Default)]
struct Known {
    hosts: Texts<u64>,
    /// By both sides in a fixed order; ports are 0 for the last connection between two hosts.
    connections: Map<(u64, u64), usize>,
}

impl Known {
    /// Both sides, as numbers in a fixed order.
    fn key(&mut self, piece: usize, from: Side<'_>, to: Side<'_>) -> (u64, u64) {
        let (from, to) = (self.side(piece, from), self.side(piece, to));
        (from.min(to), from.max(to))
    }

    /// The piece (16 bits), the host (32 bits) and the port.
    fn side(&mut self, piece: usize, side: Side<'_>) -> u64 {
        let host = self.hosts.get(side.host).copied().unwrap_or_else(|| {
            let new = self.hosts.len() as u64;
            self.hosts.insert(side.host, new);
            new
        });
        (piece as u64) << 48 | host << 16 | u64::from(side.port)
    }
}

impl<'a> Wire<'a> {
    /// Reads every capture that is not of a normal run. Work is about linear in the packets.
    pub fn of(case: &Case<'a>) -> Self {
        let mut wire = Self::default();
        let mut known = Known::default();
        for listing in case.listings {
            let role = case.roles.get(listing.source).map_or(Role::Context, |assigned| assigned.role);
            if role == Role::Normal {
                continue;
            }
            let piece = case.sources.get(listing.source).map_or(0, |source| source.piece);
            wire.read(listing, piece, &mut known);
        }
        for connection in &mut wire.connections {
            connection.understand();
        }
        wire
    }

    fn read(&mut self, listing: &'a Listing, piece: usize, known: &mut Known) {
        let mut days = 0_i64;
        let mut before: Option<i64> = None;
        let mut last: Option<usize> = None;
        for item in &listing.items {
            match &item.fact {
                Fact::Packet(packet) => {
                    let time = item.time.map(|time| {
                        let raw = time.local_micros;
                        if before.is_some_and(|before| raw < before.saturating_sub(HALF_A_DAY)) {
                            days = days.saturating_add(2 * HALF_A_DAY);
                        }
                        before = Some(raw);
                        raw.saturating_add(days)
                    });
                    last = self.add(listing, item, packet, time, piece, known);
                }
                Fact::Carried(span) => {
                    if let Some(connection) = last.and_then(|at| self.connections.get_mut(at)) {
                        connection.carry(listing.source, item.line, listing.str(*span));
                    }
                }
                _ => {}
            }
        }
    }

    /// Puts a packet where it belongs; gives the index of its connection.
    fn add(
        &mut self,
        listing: &'a Listing,
        item: &'a Item,
        packet: &'a Packet,
        time: Option<i64>,
        piece: usize,
        known: &mut Known,
    ) -> Option<usize> {
        let seen = Seen { source: listing.source, line: item.line, time, listing, packet };
        if packet.protocol != Protocol::Tcp {
            self.others.push(seen);
            return None;
        }
        let (from, to) = (seen.side(packet.from), seen.side(packet.to));
        let key = known.key(piece, from, to);
        let found = known.connections.get(&key).copied();
        let goes_on = found.filter(|at| self.connections.get(*at).is_some_and(|one| !one.begins_anew(&seen)));
        let at = goes_on.unwrap_or_else(|| {
            self.connections.push(Connection::begun_by(&seen));
            self.connections.len() - 1
        });
        if let Some(connection) = self.connections.get_mut(at) {
            connection.push(seen);
        }
        known.connections.insert(key, at);
        let hosts = known.key(piece, Side { port: 0, ..from }, Side { port: 0, ..to });
        known.connections.insert(hosts, at);
        Some(at)
    }

    /// The connections that show a sign, in their order.
    pub fn showing(&self, sign: Sign) -> impl Iterator<Item = &Connection<'a>> {
        self.connections.iter().filter(move |connection| connection.sign == Some(sign))
    }

    /// The first connection that shows a sign.
    pub fn first(&self, sign: Sign) -> Option<&Connection<'a>> {
        self.showing(sign).next()
    }

    /// True if a server answered on some connection: it was there, and packets got through.
    pub fn answered(&self, server: Side<'_>) -> bool {
        self.connections.iter().any(|one| one.server == server && one.points.answer.is_some())
    }
}
