//! Sockets of a machine as data: one by one (`ss -tan`), counted (`ss -s`), and the network stack's counters (`nstat`).

use crate::source::Span;

/// One socket.
#[derive(Debug, Clone, Default)]
pub struct Socket {
    /// What kind of socket it is.
    pub transport: Transport,
    /// The state.
    pub state: State,
    /// Bytes received and not read yet; of a listening socket the connections that wait to be accepted.
    pub receive_queue: u64,
    /// Bytes sent and not acknowledged; of a listening socket its backlog, where [`Self::backlog`] says so.
    pub send_queue: u64,
    /// It listens, and `send_queue` is its backlog: `ss` prints it, `netstat` prints 0.
    pub backlog: bool,
    /// The own address with port, as printed.
    pub local: Span,
    /// The other address with port, as printed.
    pub peer: Span,
    /// Who owns it (`users:(("nginx",pid=7,fd=11))`, `7/nginx`); empty if not printed.
    pub owner: Span,
}

/// Kinds of sockets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Transport {
    /// TCP, over IPv4 or IPv6.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// A socket of the own machine, with a path or without a name.
    Unix,
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

impl State {
    /// The state of that name, as `ss` (`TIME-WAIT`, `timewait`) or `netstat` (`TIME_WAIT`) writes it.
    pub fn named(name: &str) -> Option<Self> {
        const NAMES: &[(&str, State)] = &[
            ("LISTEN", State::Listen),
            ("LISTENING", State::Listen),
            ("SYNSENT", State::SynSent),
            ("SYNRECV", State::SynReceived),
            ("SYNRCVD", State::SynReceived),
            ("SYNRECEIVED", State::SynReceived),
            ("ESTAB", State::Established),
            ("ESTABLISHED", State::Established),
            ("FINWAIT1", State::FinWait1),
            ("FINWAIT2", State::FinWait2),
            ("CLOSEWAIT", State::CloseWait),
            ("CLOSING", State::Closing),
            ("LASTACK", State::LastAck),
            ("TIMEWAIT", State::TimeWait),
            ("CLOSE", State::Closed),
            ("CLOSED", State::Closed),
            ("UNCONN", State::Closed),
        ];
        if name.len() > 12 {
            return None;
        }
        let bare: String = name.chars().filter(|c| !matches!(c, '-' | '_')).collect();
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(&bare)).map(|(_, state)| *state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_go_by_the_names_of_both_commands() {
        for (name, state) in [
            ("TIME_WAIT", Some(State::TimeWait)),
            ("TIME-WAIT", Some(State::TimeWait)),
            ("timewait", Some(State::TimeWait)),
            ("FIN-WAIT-1", Some(State::FinWait1)),
            ("SYN_RECV", Some(State::SynReceived)),
            ("established)", None),
            ("Foreign", None),
        ] {
            assert_eq!(State::named(name), state, "{name}");
        }
    }
}
