//! Packets as `tshark` prints them, and as Wireshark exports them as plain text.
//!
//! ```text
//!     4 0.001695 10.0.0.1 → 10.0.0.69 HTTP 182 GET /screenshot HTTP/1.0
//!    20 3.002001    10.0.0.69 → 10.0.0.1     TCP 66 8080 → 44574 [FIN, ACK] Seq=1 Ack=124 Win=65536 Len=0
//! ```
//!
//! The columns are the default ones; number and arrow may be missing, and the time may be a date.
//! Source: Wireshark's `tshark.c` (`print_columns`), `packet-tcp.c`.
//! Deliberately absent: custom columns, and `-V`.

use super::{Content, Format, Sniff};
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::packet::{Endpoint, Note, Packet, Protocol, flag, port_of_service};
use crate::model::time::{Stamp, leading_stamp, micros_of};
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: "tshark",
    name: "packets of tshark or Wireshark",
    sniff: |line| {
        if is_heading(line) || parse(line, 0).is_some() { Sniff::Certain } else { Sniff::No }
    },
    read: |id, source| Content::Listing(read(id, source)),
};

/// Words in brackets in front of the ports (`packet-tcp.c`).
const NOTES: &[(&str, Note)] = &[
    ("Retransmission]", Note::Retransmission),
    ("[TCP Dup ACK", Note::DuplicateAck),
    ("[TCP ZeroWindow]", Note::ZeroWindow),
    ("[TCP Window Full]", Note::ZeroWindow),
    ("[TCP Keep-Alive", Note::KeepAlive),
    ("[TCP ZeroWindowProbe", Note::KeepAlive),
];

/// Protocols that run over UDP.
const OVER_UDP: &[&str] = &["UDP", "DNS", "MDNS", "LLMNR", "NTP", "DHCP", "QUIC", "SSDP", "NBNS", "SNMP"];

fn is_heading(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    words.next() == Some("No.") && words.next() == Some("Time") && words.next() == Some("Source")
}

/// Reads a source. Never fails: other lines are counted as `not-a-packet`.
fn read(id: SourceId, source: &Source) -> Listing {
    Listing::read(id, source, &mut |text, base| {
        if is_heading(text) {
            return Reading::Heading;
        }
        match parse(text, base) {
            Some((time, packet)) => Reading::Says(Some(time), Fact::Packet(packet)),
            None => Reading::Unparsed("not-a-packet"),
        }
    })
}

/// The time and the packet of a line.
fn parse(line: &str, base: u32) -> Option<(Stamp, Packet)> {
    let text = line.trim_start();
    if !text.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let mut rest = text;
    let number = rest.split(' ').next()?;
    if !number.contains(['.', '-', ':']) {
        rest = rest.get(number.len()..)?.trim_start();
    }
    let (time, rest) = clock(rest)?;
    let (from, rest) = word(rest)?;
    let (rest, drawn) = arrow(rest).map_or((rest, false), |behind| (behind, true));
    let (to, rest) = word(rest)?;
    let (protocol, rest) = word(rest)?;
    let (length, info) = word(rest)?;
    let named = protocol.as_bytes().first()?.is_ascii_uppercase()
        && protocol.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./-_".contains(&byte));
    let frame: u32 = length.parse().ok()?;
    // Without an arrow only addresses tell that this is a packet and no other row of words.
    let number = |text: &str| text.as_bytes().first().is_some_and(u8::is_ascii_digit) && text.contains('.');
    let address = |text: &str| drawn || number(text) || text.matches(':').count() > 1;
    if !named || info.is_empty() || !address(from) || !address(to) {
        return None;
    }
    let span = |part: &str| Span::part(base, line, part);
    let mut packet = Packet {
        protocol: Protocol::Tcp,
        from: Endpoint { host: span(from), port: 0 },
        to: Endpoint { host: span(to), port: 0 },
        payload: span(info.trim_end()),
        ..Packet::default()
    };
    if OVER_UDP.contains(&protocol) {
        packet.protocol = Protocol::Udp;
        // The ports are not printed for what is decoded further.
        let dns = matches!(protocol, "DNS" | "MDNS");
        if dns && info.contains("response") {
            packet.from.port = 53;
        } else if dns {
            packet.to.port = 53;
        }
    } else if protocol.starts_with("ICMP") {
        packet.protocol = Protocol::Icmp;
    } else if protocol == "ARP" {
        packet = arp(info, &span);
    } else if protocol == "TCP" {
        tcp(&mut packet, info);
    } else {
        // An application's bytes: only the frame's length is printed, headers of 54 bytes or more included.
        packet.flags = flag::PSH | flag::ACK;
        packet.length = frame.saturating_sub(66).max(1);
    }
    Some((time, packet))
}

/// `[TCP Retransmission] 8080 → 44574 [FIN, ACK] Seq=1 Ack=124 Win=65536 Len=0`
fn tcp(packet: &mut Packet, info: &str) {
    packet.note = NOTES.iter().find(|(words, _)| info.contains(words)).map_or(Note::None, |(_, note)| *note);
    let mut words = info.split_ascii_whitespace().peekable();
    let port = |text: &str| text.parse().ok().or_else(|| port_of_service(text));
    while let Some(word) = words.next() {
        let between = words.peek().is_some_and(|next| is_arrow(next));
        if between && let Some(from) = port(word) {
            packet.from.port = from;
            packet.to.port = words.nth(1).and_then(port).unwrap_or(0);
            break;
        }
    }
    let names = info.split('[').filter_map(|part| part.split_once(']'));
    for (names, _) in names.filter(|(names, _)| !names.starts_with("TCP ")) {
        for name in names.split(", ") {
            packet.flags |= match name {
                "FIN" => flag::FIN,
                "SYN" => flag::SYN,
                "RST" => flag::RST,
                "PSH" => flag::PSH,
                "ACK" => flag::ACK,
                "URG" => flag::URG,
                _ => 0,
            };
        }
    }
    let field = |mark: &str| -> Option<u64> {
        let behind = info.get(info.find(mark)? + mark.len()..)?;
        behind.split(' ').next()?.parse().ok()
    };
    packet.seq = field(" Seq=");
    packet.ack = field(" Ack=");
    packet.window = field(" Win=").and_then(|window| u32::try_from(window).ok());
    packet.length = field(" Len=").and_then(|length| u32::try_from(length).ok()).unwrap_or(0);
}

/// `Who has 10.0.0.5? Tell 10.0.0.1`, `10.0.0.5 is at 76:50:12:d9:6b:98`
fn arp(info: &str, span: &dyn Fn(&str) -> Span) -> Packet {
    let host = |text: &str| Endpoint { host: span(text), port: 0 };
    let asked = info.split_once("Who has ").and_then(|(_, rest)| rest.split_once('?'));
    let (from, to, kind) = match asked {
        Some((asked, rest)) => {
            let asks = rest.split_once("Tell ").map_or("", |(_, asks)| asks.trim());
            (host(asks), host(asked), info.get(..3).filter(|_| info.starts_with("Who")).unwrap_or(""))
        }
        None => (host(info.split(' ').next().unwrap_or("")), Endpoint::default(), ""),
    };
    Packet { protocol: Protocol::Arp, from, to, payload: span(kind), ..Packet::default() }
}

/// Seconds since the first packet, or a date.
fn clock(text: &str) -> Option<(Stamp, &str)> {
    if let Some((stamp, length)) = leading_stamp(text) {
        return Some((stamp, text.get(length..)?.trim_start()));
    }
    let (seconds, rest) = word(text)?;
    let (whole, fraction) = seconds.split_once('.')?;
    let micros = i64::from(micros_of(fraction)?);
    let local_micros = whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(micros)?;
    Some((Stamp { local_micros, offset: None }, rest))
}

/// The first word, and what stands behind it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(' ').unwrap_or(text.len());
    let first = text.get(..end).filter(|first| !first.is_empty())?;
    Some((first, text.get(end..)?.trim_start()))
}

fn is_arrow(word: &str) -> bool {
    matches!(word, "→" | "->" | ">")
}

/// What stands behind an arrow, if one stands there.
fn arrow(text: &str) -> Option<&str> {
    let (first, rest) = word(text)?;
    is_arrow(first).then_some(rest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("tshark"));

    fn packet(line: &str) -> Packet {
        parse(line, 0).map(|(_, packet)| packet).unwrap_or_default()
    }

    #[test]
    fn reads_ports_flags_and_numbers() {
        let fin = packet(SAMPLES[1]);
        assert_eq!((fin.from.port, fin.to.port), (8080, 44574));
        assert_eq!(fin.from.host.of(SAMPLES[1]), "10.0.0.69");
        assert!(fin.has(flag::FIN | flag::ACK));
        assert_eq!((fin.seq, fin.ack, fin.window, fin.length), (Some(1), Some(124), Some(65536), 0));
        assert_eq!(packet(SAMPLES[0]).flags, flag::SYN);
        assert_eq!(packet(SAMPLES[3]).note, Note::Retransmission);
        assert_eq!((packet(SAMPLES[3]).from.port, packet(SAMPLES[3]).flags), (47166, flag::SYN));
        assert_eq!(packet(SAMPLES[4]).flags, flag::RST | flag::ACK);
    }

    #[test]
    fn reads_what_is_decoded_further() {
        let request = packet(SAMPLES[2]);
        assert_eq!((request.protocol, request.length), (Protocol::Tcp, 116));
        assert_eq!(request.payload.of(SAMPLES[2]), "GET /screenshot?url=home HTTP/1.0");
        assert_eq!((packet(SAMPLES[5]).protocol, packet(SAMPLES[5]).to.port), (Protocol::Udp, 53));
    }

    #[test]
    fn reads_both_clocks() {
        assert_eq!(parse(SAMPLES[3], 0).map(|(time, _)| time.local_micros), Some(1_003_320));
        let dated = parse(SAMPLES[4], 0).map_or(0, |(time, _)| time.local_micros);
        assert_eq!(dated % 1_000_000, 960_066);
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in [
            "2026/11/21 01:33:06 orders-api pid 29 listening on 127.0.0.1:8145",
            "2026-11-21 01:44:29.000001 10.0.0.1 a.b GET 200",
            "  12 0.5 seconds of CPU time 3 left",
            "1.5 a.b c.d",
        ] {
            assert!(parse(line, 0).is_none(), "{line}");
        }
    }
}
