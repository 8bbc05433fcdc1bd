//! What the trace shows of one descriptor, before anybody says what that makes it.

use super::payload::{Exchange, LogKind};

/// How a descriptor came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Origin {
    /// It was open before the trace began, or its opening is not shown.
    #[default]
    Before,
    /// A path was opened.
    Path,
    /// `socket`.
    Socket,
    /// `accept`.
    Accepted,
    /// `pipe`.
    Pipe,
    /// `socketpair`.
    SocketPair,
    /// `epoll_create`.
    EventQueue,
    /// `eventfd` and its kin.
    Notifier,
    /// `memfd_create`.
    Memory,
    /// It came in a message (`SCM_RIGHTS`).
    Received,
}

/// What the trace shows of one descriptor.
#[allow(clippy::struct_excessive_bools)] // Independent observations; any of them may come alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    /// How it came to be.
    pub origin: Origin,
    /// The path it was opened with or is decorated with.
    pub path: String,
    /// The address of the other side.
    pub peer: String,
    /// The address on this side.
    pub local: String,
    /// `O_CREAT` with `O_EXCL`, or `O_TMPFILE`: the file is new and this process's own.
    pub exclusive: bool,
    /// It can be written to.
    pub writable: bool,
    /// It is a directory: `O_DIRECTORY`, `getdents`, `S_IFDIR`.
    pub directory: bool,
    /// It is a socket: a socket call was made on it, or strace says so.
    pub socket: bool,
    /// It is a datagram socket.
    pub datagram: bool,
    /// It is a Unix socket.
    pub unix: bool,
    /// It is a netlink socket.
    pub netlink: bool,
    /// `listen` or `accept` was called on it.
    pub listens: bool,
    /// `connect` was called on it.
    pub connects: bool,
    /// It is a pipe or FIFO.
    pub pipe: bool,
    /// A character or block device.
    pub device: bool,
    /// A terminal answered `TCGETS`.
    pub terminal: bool,
    /// Events were taken from it or registered with it.
    pub queue: bool,
    /// It tells of something: eventfd and its kin.
    pub notifier: bool,
    /// It was locked.
    pub locked: bool,
    /// The name that was asked for over it.
    pub asked: String,
    /// It carried a DNS message.
    pub dns: bool,
    /// Its content begins as a database's does.
    pub database: bool,
    /// What was read from it first, as far as it tells something.
    pub read: Option<Exchange>,
    /// What was written to it first, as far as it tells something.
    pub written: Option<Exchange>,
    /// What kind of log lines were written to it.
    pub log: Option<LogKind>,
    /// How many reads and writes have been looked at.
    pub looked: u8,
}

impl Facts {
    /// Facts of something that came to be so.
    pub(crate) fn from(origin: Origin) -> Self {
        Self { origin, ..Self::default() }
    }

    /// Takes over what strace prints behind the number (`-y`, `-yy`).
    pub(crate) fn decorate(&mut self, decoration: &str) {
        if decoration.starts_with('/') {
            let path = decoration.split('<').next().unwrap_or(decoration);
            if self.path.is_empty() || !self.path.starts_with('/') {
                path.clone_into(&mut self.path);
            }
            self.device |= decoration.contains("<char ") || decoration.contains("<block ");
            return;
        }
        let (kind, inside) = decoration.split_once(":[").unwrap_or((decoration, ""));
        let inside = inside.strip_suffix(']').unwrap_or(inside);
        match kind {
            "TCP" | "TCPv6" | "UDP" | "UDPv6" | "UDPLITE" | "SCTP" | "RAW" => {
                self.socket = true;
                self.datagram |= kind.starts_with("UDP");
                if let Some((local, peer)) = inside.split_once("->") {
                    local.clone_into(&mut self.local);
                    peer.clone_into(&mut self.peer);
                } else if inside.contains(':') || inside.contains('.') {
                    inside.clone_into(&mut self.local);
                }
            }
            "UNIX" | "UNIX-STREAM" | "UNIX-DGRAM" | "UNIX-SEQPACKET" => {
                self.socket = true;
                self.unix = true;
                self.datagram |= kind == "UNIX-DGRAM";
                if let Some((_, path)) = inside.split_once(",\"") {
                    path.trim_end_matches('"').clone_into(&mut self.local);
                }
            }
            "NETLINK" => {
                self.socket = true;
                self.netlink = true;
            }
            "socket" => self.socket = true,
            "pipe" => self.pipe = true,
            "anon_inode" if inside.contains("eventpoll") => self.queue = true,
            "anon_inode" | "pid" | "signalfd" => self.notifier = true,
            // `{eventfd-count=0x1, eventfd-id=2}`
            _ if kind.starts_with("{eventfd") => self.notifier = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;

    #[test]
    fn decorations_say_what_a_descriptor_is() {
        let decorated = |text: &str| {
            let mut facts = Facts::default();
            facts.decorate(text);
            facts
        };
        let tcp = decorated("TCP:[127.0.0.1:80->10.0.0.9:4711]");
        assert_eq!(
            (tcp.local.as_str(), tcp.peer.as_str(), tcp.socket),
            ("127.0.0.1:80", "10.0.0.9:4711", true)
        );
        assert_eq!(decorated("TCP:[166081]").peer, "", "an inode is no address");
        assert_eq!(decorated("/var/log/a.log").path, "/var/log/a.log");
        assert!(decorated("/dev/null<char 1:3>").device);
        assert!(decorated("anon_inode:[eventpoll]").queue);
        assert!(decorated("anon_inode:[timerfd]").notifier);
        assert!(decorated("pipe:[123]").pipe);
        let unix = decorated("UNIX-STREAM:[1->2,\"/run/app.sock\"]");
        assert!(unix.unix && unix.socket && unix.local == "/run/app.sock");
        assert!(decorated("NETLINK:[ROUTE:12]").netlink);
        assert!(!decorated("").socket);
    }
}
