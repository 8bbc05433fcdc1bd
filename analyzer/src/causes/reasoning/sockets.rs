//! Sockets of a machine, counted; and the kernel's own words about them.

use super::claim::Claim;
use super::scene::Scene;
use crate::model::listing::Fact;
use crate::model::log::{Entry, Log, LogEntry};
use crate::model::socket::{Socket, State, Transport};
use crate::order::Flat;
use crate::source::{LineNumber, SourceId};

/// How long Linux keeps a closed connection's addresses, in seconds (`TCP_TIMEWAIT_LEN` in `include/net/tcp.h`).
pub const TIME_WAIT_SECONDS: u64 = 60;

/// How many local ports there are by default: 32768 to 60999 (`ip-sysctl.rst`, `ip_local_port_range`).
pub const DEFAULT_PORTS: u64 = 28_232;

/// A number that a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The source.
    pub source: SourceId,
    /// The line.
    pub line: LineNumber,
    /// The number.
    pub count: u64,
}

/// How many TCP sockets are in a state: the highest number that a table tells, or as many as there are rows, with the
/// first of them.
pub fn in_state(scene: &Scene<'_>, state: State) -> Option<Told> {
    let mut told: Option<Told> = None;
    let mut rows: Option<Told> = None;
    for (listing, item) in scene.items() {
        let place = |count| Told { source: listing.source, line: item.line, count };
        match &item.fact {
            Fact::StateCount(one)
                if one.state == state && told.is_none_or(|known| known.count < one.count) =>
            {
                told = Some(place(one.count));
            }
            Fact::Socket(one) if one.state == state && one.transport == Transport::Tcp => match &mut rows {
                Some(rows) => rows.count = rows.count.saturating_add(1),
                None => rows = Some(place(1)),
            },
            _ => {}
        }
    }
    match (told, rows) {
        (Some(told), Some(rows)) => Some(if rows.count > told.count { rows } else { told }),
        (told, rows) => told.or(rows),
    }
}

/// A counter: its first and its last value.
pub fn counter(scene: &Scene<'_>, name: &str) -> Option<(Told, Told)> {
    let mut ends: Option<(Told, Told)> = None;
    for (listing, item) in scene.items() {
        let Fact::Counter(one) = &item.fact else { continue };
        if one.name == name {
            let told = Told { source: listing.source, line: item.line, count: one.value };
            ends = Some((ends.map_or(told, |(first, _)| first), told));
        }
    }
    ends
}

/// Every TCP socket with its text, and its place.
pub fn rows<'a>(scene: &Scene<'a>) -> impl Iterator<Item = (Row<'a>, &'a Socket)> + use<'a> {
    scene.items().filter_map(|(listing, item)| match &item.fact {
        Fact::Socket(socket) if socket.transport == Transport::Tcp => {
            let row = Row {
                source: listing.source,
                line: item.line,
                local: listing.str(socket.local),
                peer: listing.str(socket.peer),
            };
            Some((row, socket))
        }
        _ => None,
    })
}

/// A row of a table of sockets.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The source.
    pub source: SourceId,
    /// The line.
    pub line: LineNumber,
    /// The own address with its port.
    pub local: &'a str,
    /// The other address with its port.
    pub peer: &'a str,
}

impl<'a> Row<'a> {
    /// The own address and port.
    pub fn own(&self) -> Option<(&'a str, u16)> {
        let (host, port) = self.local.rsplit_once(':').or_else(|| self.local.rsplit_once('.'))?;
        Some((host, port.parse().ok()?))
    }
}

/// How many local ports this machine gives out, and where that is said.
pub fn local_ports(scene: &Scene<'_>) -> (u64, Option<Told>) {
    let set = scene.setting("net.ipv4.ip_local_port_range").and_then(|(listing, item, value)| {
        let mut ends = value.split_ascii_whitespace().map(str::parse::<u64>);
        let (Some(Ok(first)), Some(Ok(last))) = (ends.next(), ends.next()) else { return None };
        let count = last.checked_sub(first)?.saturating_add(1);
        Some(Told { source: listing.source, line: item.line, count })
    });
    (set.map_or(DEFAULT_PORTS, |told| told.count), set)
}

/// A setting that is a number.
pub fn number(scene: &Scene<'_>, name: &str) -> Option<Told> {
    let (listing, item, value) = scene.setting(name)?;
    Some(Told { source: listing.source, line: item.line, count: value.trim().parse().ok()? })
}

/// The first line of a log that holds one of these texts.
pub fn said<'a>(scene: &Scene<'a>, texts: &[&str]) -> Option<(&'a Log, &'a LogEntry)> {
    scene.case.logs.iter().find_map(|log| {
        let entry = log.entries.iter().find(|entry| {
            matches!(entry.kind, Entry::Text) && texts.iter().any(|text| log.str(entry.text).contains(text))
        });
        Some((log, entry?))
    })
}

/// True if a proxy's own log is at hand: then a kernel's message is the reason of what that log says, and is led to
/// from there.
pub fn proxy_speaks(scene: &Scene<'_>) -> bool {
    let mut entries = scene.case.logs.iter().flat(|log| &log.entries);
    entries.any(|entry| matches!(entry.kind, Entry::Nginx(_) | Entry::Request(_)))
}

impl Claim<'_, '_> {
    /// Cites the line that tells a number, if there is one.
    pub fn cite_told(&mut self, told: Option<Told>, why: &str) {
        if let Some(told) = told {
            self.cite_line(told.source, told.line, why);
        }
    }
}
