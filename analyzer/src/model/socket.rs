//! Sockets of a machine as data: one by one (`ss -tan`), counted (`ss -s`), and the network stack's counters (`nstat`).

use crate::source::Span;

/// One socket.
#[derive(Debug, Clone, Default)]
pub struct Socket {
    /// The state.
    pub state: State,
    /// Bytes received and not read yet; of a listening socket the connections that wait to be accepted.
    pub receive_queue: u64,
    /// Bytes sent and not acknowledged; of a listening socket its backlog (`ss` only).
    pub send_queue: u64,
    /// The own address with port, as printed.
    pub local: Span,
    /// The other address with port, as printed.
    pub peer: Span,
    /// Who owns it (`users:(("nginx",pid=7,fd=11))`, `7/nginx`); empty if not printed.
    pub owner: Span,
}

/// How many sockets are in one state.
#[derive(Debug, Clone, Copy, Default)]
pub struct StateCount {
    /// The state.
    pub state: State,
    /// How many.
    pub count: u64,
}

/// A counter of the network stack (`/proc/net/netstat`, `/proc/net/snmp`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Counter {
    /// The kernel's own name (`TcpExtListenOverflows`); where a sentence is printed (`netstat -s`), the name it stands for.
    pub name: &'static str,
    /// The value.
    pub value: u64,
}

/// States of a TCP socket (`tcp(7)`), and of others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not understood, or a socket without states (UDP).
    #[default]
    Other,
    /// Waits for connections.
    Listen,
    /// A connection was asked for.
    SynSent,
    /// A connection was asked for by the other side.
    SynReceived,
    /// Open.
    Established,
    /// Closed by this side, not acknowledged yet.
    FinWait1,
    /// Closed by this side; the other has not closed.
    FinWait2,
    /// Closed by the other side; the own program has not closed.
    CloseWait,
    /// Closed by both at once.
    Closing,
    /// Closed by the other side, then by this.
    LastAck,
    /// Closed; the pair of addresses is held for a minute.
    TimeWait,
    /// Closed.
    Closed,
}
