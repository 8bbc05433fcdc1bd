//! What is known of the ways to other machines as data: names, routes, neighbours, answers.

use crate::source::Span;

/// What a client got (`curl`, `wget`), one line at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer {
    /// The client's own error number (`curl: (52)`, libcurl's `CURLcode`); 0 is success.
    pub error: Option<u16>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The message, the line's main part.
    pub message: Span,
    /// The address or URL that was asked; empty where no line told it yet.
    pub target: Span,
}

/// A name that was looked up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lookup {
    /// The name; empty where no line told it yet.
    pub name: Span,
    /// Who was asked; empty where not told.
    pub server: Span,
    /// What came of it.
    pub result: Resolution,
    /// The address, where it is one.
    pub address: Span,
}

/// What came of a lookup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Resolution {
    /// An address or an alias.
    #[default]
    Found,
    /// There is no such name (`NXDOMAIN`).
    NoSuchName,
    /// The name exists and has no record of that kind.
    NoRecord,
    /// The server failed (`SERVFAIL`).
    ServerFailed,
    /// The server refused to answer (`REFUSED`).
    Refused,
    /// No server answered.
    NoAnswer,
}

/// A route (`ip route`, `route -n`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Route {
    /// For which addresses; `default` for all others.
    pub destination: Span,
    /// By which router; empty if the network is the own.
    pub via: Span,
    /// The interface; empty where not printed.
    pub device: Span,
    /// Packets are refused (`unreachable`, `prohibit`) or dropped (`blackhole`), or there is none at all.
    pub barred: bool,
}

/// A neighbour (`ip neigh`, `arp -n`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Neighbour {
    /// Its address.
    pub address: Span,
    /// The state: `REACHABLE`, `FAILED`, `(incomplete)`.
    pub state: Span,
    /// It did not answer the question for its hardware address.
    pub failed: bool,
}

/// A network interface (`ip addr`, `ip link`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Interface {
    /// Its name.
    pub name: Span,
    /// It was switched on.
    pub up: bool,
    /// It has a link to the other side.
    pub carrier: bool,
}

/// Whether a host answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Probe {
    /// The host that was asked; empty where no line told it yet.
    pub host: Span,
    /// Packets sent; 0 where not told.
    pub sent: u32,
    /// Packets that came back.
    pub received: u32,
    /// What a router or the kernel said instead: `Destination Host Unreachable`; empty if nothing.
    pub refusal: Span,
}
