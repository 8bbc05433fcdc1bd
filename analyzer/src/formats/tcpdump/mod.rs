//! Packets as `tcpdump` prints them, with any clock (`-t` to `-ttttt`), `-v`, `-e`, `-i any`, `-A` and `-X`.
//!
//! ```text
//! 01:23:09.662443 IP 127.0.0.1.8080 > 127.0.0.1.48714: Flags [F.], seq 1, ack 124, win 64, length 0
//! 01:30:58.225637 ARP, Request who-has 10.14.12.133 tell 10.14.12.1, length 28
//! ```
//!
//! Source: tcpdump's `print.c`, `print-ip.c`, `print-tcp.c`, `print-arp.c`.
//! Deliberately absent: which packets make a connection, and what that means.

mod dump;
mod line;

use super::{Content, Format, Sniff};
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::Stamp;
use crate::source::{Source, SourceId, Span};
use line::Parsed;

/// The format.
pub static FORMAT: Format = Format {
    id: "tcpdump",
    name: "packets of tcpdump",
    sniff,
    read: |id, source| Content::Listing(read(id, source)),
};

/// What is printed around the packets (`tcpdump.c`).
const AROUND: &[&str] = &[
    " packets captured",
    " packet captured",
    " packets received by filter",
    " packet received by filter",
    " packets dropped by kernel",
    " packet dropped by kernel",
    " packets dropped by interface",
    "tcpdump: ",
    "listening on ",
    "dropped privs to ",
    "reading from file ",
];

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if is_around(line) {
        return Sniff::Certain;
    }
    match line::parse(line, 0) {
        Parsed::Packet(..) | Parsed::Head(_) => Sniff::Certain,
        Parsed::Nothing if dump::may_be(line) => Sniff::Maybe,
        Parsed::Nothing => Sniff::No,
    }
}

/// True for a line that tcpdump prints before or behind the packets.
fn is_around(line: &str) -> bool {
    let line = line.trim();
    let counted = line.as_bytes().first().is_some_and(u8::is_ascii_digit);
    AROUND.iter().any(|words| {
        if words.starts_with(' ') {
            counted && line.len() < 60 && line.ends_with(words)
        } else {
            line.starts_with(words) && (words.starts_with("tcpdump") || line.contains("link-type"))
                || words.starts_with("dropped") && line == "dropped privs to tcpdump"
        }
    })
}

/// Reads a source. Never fails: a line that is neither a packet nor part of one is counted as `not-a-packet`.
fn read(id: SourceId, source: &Source) -> Listing {
    // With `-v` the clock stands on the line above the addresses.
    let mut above: Option<Stamp> = None;
    let mut listing = Listing::read(id, source, &mut |text, base| match line::parse(text, base) {
        Parsed::Packet(clock, packet) => Reading::Says(clock.or(above.take()), Fact::Packet(packet)),
        Parsed::Head(clock) => {
            above = clock;
            Reading::Heading
        }
        Parsed::Nothing if is_around(text) => Reading::Heading,
        Parsed::Nothing => match dump::carried(text) {
            Some(said) => Reading::Says(None, Fact::Carried(Span::part(base, text, said))),
            None if dump::may_be(text) => Reading::Heading,
            None => Reading::Unparsed("not-a-packet"),
        },
    });
    sum_up_deltas(&mut listing);
    listing
}

/// `-ttt` prints the time since the packet before, which looks like a time of day shortly after midnight.
/// Times that go back are such; they are summed up.
fn sum_up_deltas(listing: &mut Listing) {
    const HOUR: i64 = 3_600_000_000;
    let mut last = 0;
    let mut back = 0;
    let mut small = true;
    for time in listing.items.iter().filter_map(|item| item.time) {
        back += usize::from(time.local_micros < last);
        small &= (0..HOUR).contains(&time.local_micros);
        last = time.local_micros;
    }
    if back == 0 || !small {
        return;
    }
    let mut sum = 0_i64;
    for time in listing.items.iter_mut().filter_map(|item| item.time.as_mut()) {
        sum = sum.saturating_add(time.local_micros);
        time.local_micros = sum;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::panic)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("tcpdump"));
    use crate::model::packet::{Packet, Protocol, flag};
    use crate::source::{Input, Piece};

    fn listing(text: &str) -> Listing {
        let piece = Piece { name: "t".into(), role: None, bytes: text.as_bytes().to_vec() };
        let source = crate::intake::read(Input { pieces: vec![piece] }).remove(0);
        assert_eq!(source.format, "tcpdump");
        let listing = read(0, &source);
        let lost = u32::try_from(listing.unparsed.len()).unwrap_or(u32::MAX);
        assert_eq!(listing.records + lost + listing.blank, source.line_count());
        listing
    }

    fn packets(listing: &Listing) -> Vec<&Packet> {
        let mut packets = Vec::new();
        for item in &listing.items {
            if let Fact::Packet(packet) = &item.fact {
                packets.push(packet);
            }
        }
        packets
    }

    #[test]
    fn reads_every_sample() {
        let all = listing(&SAMPLES.join("\n"));
        assert!(all.unparsed.is_empty());
        let packets = packets(&all);
        assert_eq!(packets.len(), 11);
        let fin = packets[0];
        assert_eq!((all.str(fin.from.host), fin.from.port), ("10.0.0.69", 8080));
        assert_eq!((all.str(fin.to.host), fin.to.port), ("10.0.0.1", 44574));
        assert!(fin.has(flag::FIN | flag::ACK));
        assert_eq!((fin.seq, fin.ack, fin.length, fin.window), (Some(1), Some(124), 0, Some(64)));
        assert_eq!((all.str(packets[1].from.host), packets[1].from.port), ("::1", 8080));
        assert_eq!((packets[2].length, all.str(packets[2].payload)), (116, "HTTP: GET / HTTP/1.0"));
        assert_eq!((all.str(packets[3].to.host), packets[3].to.port), ("api", 8080));
        assert_eq!(all.str(packets[5].from.host), "10.0.0.1");
        assert!(packets[6].has(flag::SYN));
        assert_eq!((packets[7].length, packets[7].ack), (116, Some(1)));
        assert_eq!((packets[8].protocol, all.str(packets[8].to.host)), (Protocol::Arp, "10.14.12.133"));
        assert_eq!((packets[9].protocol, packets[9].to.port), (Protocol::Udp, 53));
        assert_eq!(packets[10].protocol, Protocol::Icmp);
    }

    #[test]
    fn the_clock_of_v_belongs_to_the_line_below() {
        let all = listing(&[SAMPLES[6], SAMPLES[7]].join("\n"));
        assert_eq!(all.items.len(), 1);
        assert_eq!(all.items[0].time.map(|time| time.local_micros), Some(5_542_920_675));
    }

    #[test]
    fn differences_between_packets_are_summed_up() {
        let line =
            |time: &str| format!(" 00:00:{time} IP 10.0.0.1.4 > 10.0.0.2.80: Flags [.], ack 1, length 0");
        let all = listing(&[line("00.000000"), line("02.000000"), line("00.500000")].join("\n"));
        assert_eq!(all.items[2].time.map(|time| time.local_micros), Some(2_500_000));
    }

    #[test]
    fn a_dump_gives_its_request_and_headers() {
        let text = "01:32:12.961051 IP 172.17.192.1.60398 > 172.17.192.98.8087: Flags [P.], seq 1:104, ack 1, win 63, length 103\n\
                    E...!%@.@.@........b.........1.\n...?.......\n......,.GET /bid/bidder HTTP/1.0\nHost: bidder_api\nConnection: close\n\n\n";
        let all = listing(text);
        let carried = |fact: &Fact| {
            if let Fact::Carried(span) = fact { Some(all.str(*span).to_owned()) } else { None }
        };
        let said: Vec<String> = all.items.iter().filter_map(|item| carried(&item.fact)).collect();
        assert_eq!(said, ["GET /bid/bidder HTTP/1.0", "Host: bidder_api", "Connection: close"]);
        assert!(all.unparsed.is_empty());
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in
            ["if a > b: return", "10.0.0.1 > 10.0.0.2", "mv a > b: c", "close(3) = 0", "listening on 80"]
        {
            assert_eq!(sniff(line), Sniff::No, "{line}");
        }
    }
}
