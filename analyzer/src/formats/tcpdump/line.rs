//! One line of tcpdump.

use crate::model::packet::{Endpoint, Packet, Protocol, flags_of_letters, port_of_service};
use crate::model::time::{Stamp, leading_stamp, micros_of};
use crate::source::Span;

/// What a line is.
pub enum Parsed {
    /// A packet, with its time if the line has one.
    Packet(Option<Stamp>, Packet),
    /// The first of two lines of `-v`, with its time.
    Head(Option<Stamp>),
    /// No packet.
    Nothing,
}

/// Reads a line that begins at byte `base` of its text.
pub fn parse(line: &str, base: u32) -> Parsed {
    let (clock, rest) = match clock(line) {
        Some((stamp, rest)) => (Some(stamp), rest),
        None => (None, line),
    };
    let here = Here { line, base };
    if let Some(packet) = here.arp(rest) {
        return Parsed::Packet(clock, packet);
    }
    if is_head(rest) {
        return Parsed::Head(clock);
    }
    let indented = line.starts_with([' ', '\t']);
    let plain = clock.is_some() || indented || rest.contains(": Flags [");
    let Some(about) = behind_layers(rest, plain) else {
        return Parsed::Nothing;
    };
    let Some((from, to, said)) = addresses(about) else { return Parsed::Nothing };
    let packet = here.tcp(from, to, said).or_else(|| here.old_tcp(from, to, said));
    // Without a clock only what follows an `IP` or a flag is tcpdump's beyond doubt.
    let below = indented && (said.starts_with('[') || said.starts_with("UDP, ") || said.starts_with("ICMP"));
    let sure = clock.is_some() || rest.starts_with("IP") || below;
    match packet.or_else(|| sure.then(|| here.other(from, to, said))) {
        Some(packet) => Parsed::Packet(clock, packet),
        None => Parsed::Nothing,
    }
}

/// The time at the start of a line, and what stands behind it.
fn clock(line: &str) -> Option<(Stamp, &str)> {
    let line = line.trim_start();
    let first = line.split(' ').next()?;
    if let Some((stamp, length)) = leading_stamp(line) {
        return Some((stamp, line.get(length..)?.trim_start()));
    }
    let (whole, fraction) = first.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let micros = micros_of(fraction)?;
    let behind = line.get(first.len()..)?.trim_start();
    if digits(whole) {
        let seconds: i64 = whole.parse().ok()?;
        let local_micros = seconds.checked_mul(1_000_000)?.checked_add(i64::from(micros))?;
        return Some((Stamp { local_micros, offset: None }, behind));
    }
    let mut parts = whole.split(':').map(str::parse::<u32>);
    let (Some(Ok(hour)), Some(Ok(minute)), Some(Ok(second)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    Some((Stamp::of((1970, 1, 1), (hour, minute, second), micros, None)?, behind))
}

/// `IP (tos 0x0, ..., proto TCP (6), length 60)`: the addresses stand on the next line.
fn is_head(rest: &str) -> bool {
    let about = rest.find("IP").and_then(|at| rest.get(at..)).unwrap_or("");
    (about.starts_with("IP (tos ") || about.starts_with("IP6 ("))
        && about.trim_end().ends_with(')')
        && !about.contains(" > ")
}

/// What stands behind the interface and the link and network layers.
fn behind_layers(rest: &str, plain: bool) -> Option<&str> {
    if let Some((_, about)) = rest.split_once("ethertype IPv") {
        return Some(about.split_once(": ")?.1);
    }
    let mut about = rest;
    // `eth0  In  IP`, `lo    Out IP6`
    for _ in 0..3 {
        if let Some(inner) = about.strip_prefix("IP ").or_else(|| about.strip_prefix("IP6 ")) {
            let head = inner.starts_with('(').then(|| inner.split_once(") ")).flatten();
            return Some(head.map_or(inner, |(_, inner)| inner));
        }
        let word = about.split(' ').next()?;
        about = about.get(word.len()..)?.trim_start();
    }
    plain.then_some(rest.trim_start())
}

/// `A > B: rest`
fn addresses(about: &str) -> Option<(&str, &str, &str)> {
    let (from, rest) = about.split_once(" > ")?;
    let (to, said) = rest.split_once(": ")?;
    let address = |text: &str| !text.is_empty() && text.len() < 256 && !text.contains([' ', ',', '"']);
    (address(from) && address(to)).then_some((from, to, said))
}

/// A line and where it begins.
#[derive(Clone, Copy)]
struct Here<'l> {
    line: &'l str,
    base: u32,
}

impl Here<'_> {
    fn span(self, part: &str) -> Span {
        Span::part(self.base, self.line, part)
    }

    /// `10.0.0.1.44566`, `api.http`, `::1.80`: the port stands behind the last point.
    fn endpoint(self, text: &str) -> Endpoint {
        let split = text.rsplit_once('.').and_then(|(host, port)| {
            let number = port.parse().ok().or_else(|| port_of_service(port))?;
            Some((host, number))
        });
        match split {
            Some((host, port)) => Endpoint { host: self.span(host), port },
            None => Endpoint { host: self.span(text), port: 0 },
        }
    }

    /// `Flags [P.], seq 1:117, ack 1, win 63, options [...], length 116: HTTP: GET / HTTP/1.0`
    fn tcp(self, from: &str, to: &str, said: &str) -> Option<Packet> {
        let said = said.strip_prefix("Flags [")?;
        let (letters, fields) = said.split_once(']')?;
        let length = number_behind(fields, ", length ");
        let behind = fields.find(", length ").and_then(|at| fields.get(at + 9..)).unwrap_or("");
        let payload = behind.split_once(": ").map_or("", |(_, payload)| payload.trim());
        let seq = number_behind(fields, ", seq ");
        // Before 4.0 the length is not printed where `seq` says it.
        let counted = last_seq(fields).zip(seq).and_then(|(last, first)| last.checked_sub(first));
        Some(Packet {
            protocol: Protocol::Tcp,
            from: self.endpoint(from),
            to: self.endpoint(to),
            flags: flags_of_letters(letters),
            seq,
            ack: number_behind(fields, ", ack "),
            length: length.or(counted).and_then(|length| u32::try_from(length).ok()).unwrap_or(0),
            window: number_behind(fields, ", win ").and_then(|window| u32::try_from(window).ok()),
            payload: self.span(payload),
            ..Packet::default()
        })
    }

    /// `P 1:117(116) ack 1 win 46`: tcpdump before 4.0.
    fn old_tcp(self, from: &str, to: &str, said: &str) -> Option<Packet> {
        let mut words = said.split(' ');
        let letters = words.next()?;
        let known =
            !letters.is_empty() && letters.len() < 6 && letters.bytes().all(|b| b"SFPRWEU.".contains(&b));
        if !known || !(said.contains(" win ") || said.contains(" ack ")) {
            return None;
        }
        let numbers = words.next().unwrap_or("");
        let (range, length) = numbers.split_once('(').unwrap_or((numbers, "0"));
        let acknowledges = said.contains(" ack ");
        Some(Packet {
            protocol: Protocol::Tcp,
            from: self.endpoint(from),
            to: self.endpoint(to),
            flags: flags_of_letters(letters) | if acknowledges { flags_of_letters(".") } else { 0 },
            seq: range.split(':').next().and_then(|seq| seq.parse().ok()),
            ack: number_behind(said, " ack "),
            length: length.trim_end_matches(')').parse().unwrap_or(0),
            window: number_behind(said, " win ").and_then(|window| u32::try_from(window).ok()),
            ..Packet::default()
        })
    }

    /// UDP, ICMP and whatever else is sent over IP.
    fn other(self, from: &str, to: &str, said: &str) -> Packet {
        let icmp = said.starts_with("ICMP");
        let host = |text| Endpoint { host: self.span(text), port: 0 };
        let (from, to) = if icmp { (host(from), host(to)) } else { (self.endpoint(from), self.endpoint(to)) };
        let protocol = if icmp {
            Protocol::Icmp
        } else if from.port != 0 && to.port != 0 {
            Protocol::Udp
        } else {
            Protocol::Other
        };
        let length = number_behind(said, "length ").and_then(|length| u32::try_from(length).ok());
        let payload = self.span(said.trim());
        Packet { protocol, from, to, length: length.unwrap_or(0), payload, ..Packet::default() }
    }

    /// `ARP, Request who-has A tell B`, `ARP, Reply A is-at 76:50:12:d9:6b:98`; lower case before 4.0.
    fn arp(self, rest: &str) -> Option<Packet> {
        let at = rest.find("ARP, ").or_else(|| rest.find("arp "))?;
        let said = rest.get(at..)?;
        let word_behind = |mark: &str| {
            let behind = said.split_once(mark)?.1;
            behind.split([' ', ',']).next().filter(|word| !word.is_empty())
        };
        let host = |text: &str| Endpoint { host: self.span(text), port: 0 };
        let asked = word_behind("who-has ").zip(word_behind(" tell "));
        let (from, to, kind) = if let Some((asked, asks)) = asked {
            (host(asks), host(asked), "who-has")
        } else {
            let at = said.find(" is-at ")?;
            let answers = said.get(..at)?.rsplit([' ', ',']).next()?;
            (host(answers), Endpoint::default(), " is-at ")
        };
        let payload = said.find(kind).and_then(|at| said.get(at..at + kind.len())).unwrap_or("").trim();
        Some(Packet { protocol: Protocol::Arp, from, to, payload: self.span(payload), ..Packet::default() })
    }
}

/// The number behind a mark.
fn number_behind(text: &str, mark: &str) -> Option<u64> {
    let behind = text.get(text.find(mark)? + mark.len()..)?;
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    behind.get(..digits)?.parse().ok()
}

/// The second number of `seq 1:117`.
fn last_seq(fields: &str) -> Option<u64> {
    let behind = fields.get(fields.find(", seq ")? + 6..)?;
    let (_, last) = behind.split([',', ' ']).next()?.split_once(':')?;
    last.parse().ok()
}
