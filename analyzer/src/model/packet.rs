//! A captured packet as data.

use crate::source::Span;

/// One packet of a capture, as `tcpdump` or `tshark` prints it.
#[derive(Debug, Clone, Default)]
pub struct Packet {
    /// What it carries.
    pub protocol: Protocol,
    /// Who sent it.
    pub from: Endpoint,
    /// Who it is for.
    pub to: Endpoint,
    /// The TCP flags, as the bits of [`flag`].
    pub flags: u8,
    /// The first sequence number, relative where the capture prints it so.
    pub seq: Option<u64>,
    /// The acknowledged sequence number.
    pub ack: Option<u64>,
    /// Bytes of payload.
    pub length: u32,
    /// The receive window as printed, before scaling; `None` where not printed.
    pub window: Option<u32>,
    /// What the printer noticed about it.
    pub note: Note,
    /// What the printer says of the payload (`HTTP: GET / HTTP/1.1`); empty if nothing.
    pub payload: Span,
}

/// What a printer that follows connections notices about a packet (`tshark`; `tcpdump` does not follow them).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Note {
    /// Nothing.
    #[default]
    None,
    /// The same bytes again.
    Retransmission,
    /// The same acknowledgement again: something behind it is missing.
    DuplicateAck,
    /// The receiver takes no more data.
    ZeroWindow,
    /// A probe that carries nothing new.
    KeepAlive,
}

/// An address with its port.
#[derive(Debug, Clone, Copy, Default)]
pub struct Endpoint {
    /// The address or the host's name.
    pub host: Span,
    /// The port; 0 where there is none. A service's name (`http`) is looked up; an unknown one stays part of `host`.
    pub port: u16,
}

/// What a packet carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// ICMP, also for IPv6.
    Icmp,
    /// ARP.
    Arp,
    /// Anything else.
    Other,
}

/// The bits of [`Packet::flags`] (RFC 9293, section 3.1).
pub mod flag {
    /// No more data from the sender.
    pub const FIN: u8 = 1;
    /// Begins a connection.
    pub const SYN: u8 = 2;
    /// Ends a connection at once.
    pub const RST: u8 = 4;
    /// Hand the data to the application.
    pub const PSH: u8 = 8;
    /// The acknowledgement number counts.
    pub const ACK: u8 = 16;
    /// Urgent data.
    pub const URG: u8 = 32;
}

impl Packet {
    /// True if all of these flags are set.
    pub fn has(&self, flags: u8) -> bool {
        self.flags & flags == flags
    }
}

/// The port of a service that printers name instead of its number (`/etc/services`).
pub fn port_of_service(name: &str) -> Option<u16> {
    const SERVICES: &[(&str, u16)] = &[
        ("http", 80),
        ("https", 443),
        ("domain", 53),
        ("http-alt", 8080),
        ("webcache", 8080),
        ("http-proxy", 8080),
        ("pcsync-https", 8443),
        ("https-alt", 8443),
        ("cslistener", 9000),
        ("redis", 6379),
        ("mysql", 3306),
        ("postgresql", 5432),
        ("postgres", 5432),
        ("mongodb", 27017),
        ("memcache", 11211),
        ("amqp", 5672),
        ("ssh", 22),
        ("ldap", 389),
        ("ntp", 123),
        ("mdns", 5353),
        ("irdmi", 8000),
        ("commplex-main", 5000),
        ("radan-http", 8088),
        ("websm", 9090),
        ("elasticsearch", 9200),
        ("wap-wsp", 9200),
    ];
    SERVICES.iter().find(|(known, _)| *known == name).map(|(_, port)| *port)
}

/// The bits of flags as `tcpdump` writes them (`S.`, `FP.`); `.` is an acknowledgement, other letters are set aside.
pub fn flags_of_letters(letters: &str) -> u8 {
    letters.bytes().fold(0, |flags, letter| {
        flags
            | match letter {
                b'F' => flag::FIN,
                b'S' => flag::SYN,
                b'R' => flag::RST,
                b'P' => flag::PSH,
                b'.' => flag::ACK,
                b'U' => flag::URG,
                _ => 0,
            }
    })
}
