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
    /// What the printer says of the payload (`HTTP: GET / HTTP/1.1`); empty if nothing.
    pub payload: Span,
}

/// An address with its port.
#[derive(Debug, Clone, Copy, Default)]
pub struct Endpoint {
    /// The address or the host's name.
    pub host: Span,
    /// The port; 0 where there is none. A service's name (`http`) is looked up.
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
