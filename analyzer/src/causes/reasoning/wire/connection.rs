//! One connection of a capture.

use super::signs::{self, Points, Sign};
use super::{Seen, Side};
use crate::model::packet::{Note, Packet, flag};
use crate::source::{LineNumber, SourceId};

/// From here on a port is one that systems give out by themselves (`ip_local_port_range`).
const GIVEN_OUT: u16 = 32_768;

/// A connection: its packets in order, and what they tell.
#[derive(Debug)]
pub struct Connection<'a> {
    /// Who opened it; where that was not captured, who seems to have.
    pub client: Side<'a>,
    /// Who was called.
    pub server: Side<'a>,
    /// Its beginning was captured.
    pub opened: bool,
    /// Its packets.
    pub steps: Vec<Step<'a>>,
    /// Lines of text that its packets carry, where the capture shows them.
    pub carried: Vec<Carried<'a>>,
    /// The packets that matter.
    pub points: Points,
    /// What is wrong with it, if anything.
    pub sign: Option<Sign>,
    /// One past the last byte that each side is known to have sent: client, server.
    top: [u64; 2],
    /// How many packets with bytes each side has sent.
    sent: [u32; 2],
}

/// A packet of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The packet.
    pub seen: Seen<'a>,
    /// The client sent it.
    pub from_client: bool,
    /// These bytes were sent before.
    pub repeated: bool,
}

/// A line of text in a packet.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    /// The packet, as index of [`Connection::steps`].
    pub step: usize,
    /// The source of the line.
    pub source: SourceId,
    /// The line.
    pub line: LineNumber,
    /// The text.
    pub text: &'a str,
}

impl Step<'_> {
    /// All of these flags are set.
    pub fn has(&self, flags: u8) -> bool {
        self.seen.packet.has(flags)
    }

    /// Its packet carries bytes that were not sent before.
    pub fn brings(&self) -> bool {
        let packet = self.seen.packet;
        packet.length > 0 && !self.repeated && packet.note != Note::KeepAlive
    }
}

impl<'a> Connection<'a> {
    /// A connection whose first packet is this.
    pub fn begun_by(seen: &Seen<'a>) -> Self {
        let (from, to) = (seen.side(seen.packet.from), seen.side(seen.packet.to));
        let opens = seen.packet.has(flag::SYN);
        let by_client = if opens { !seen.packet.has(flag::ACK) } else { by_client(seen, from, to) };
        let (client, server) = if by_client { (from, to) } else { (to, from) };
        Self {
            client,
            server,
            opened: opens,
            steps: Vec::new(),
            carried: Vec::new(),
            points: Points::default(),
            sign: None,
            top: [0; 2],
            sent: [0; 2],
        }
    }

    /// True for a packet that opens another connection between the same ports.
    pub fn begins_anew(&self, seen: &Seen<'a>) -> bool {
        let packet = seen.packet;
        if !packet.has(flag::SYN) || packet.has(flag::ACK) {
            return false;
        }
        let opened = self.steps.iter().find(|step| step.has(flag::SYN) && !step.has(flag::ACK));
        // tshark counts every connection from 0, so the number alone does not tell.
        let ended = self.steps.last().is_some_and(|step| step.has(flag::RST) || step.has(flag::FIN))
            || self.steps.iter().any(|step| step.seen.packet.length > 0);
        ended || opened.is_none_or(|first| first.seen.packet.seq != packet.seq)
    }

    /// Adds a packet.
    pub fn push(&mut self, seen: Seen<'a>) {
        let packet = seen.packet;
        let from_client = self.is_from_client(&seen);
        let side = usize::from(!from_client);
        let repeated = self.repeats(packet, side) || packet.note == Note::Retransmission;
        self.steps.push(Step { seen, from_client, repeated });
    }

    fn is_from_client(&self, seen: &Seen<'a>) -> bool {
        let from = seen.side(seen.packet.from);
        // tshark prints no ports for what it decodes further.
        if from.port == 0 && self.client.host != self.server.host {
            return from.host == self.client.host;
        }
        if from.port == 0 { !is_answer(seen.payload()) } else { from == self.client }
    }

    /// True if that side has sent these bytes before. Printers count from the first packet that they see of a
    /// connection, so that packet's own number is not compared with the others.
    fn repeats(&mut self, packet: &Packet, side: usize) -> bool {
        let (Some(top), Some(sent)) = (self.top.get_mut(side), self.sent.get_mut(side)) else { return false };
        let Some(seq) = packet.seq.filter(|_| packet.length > 0) else { return false };
        *sent = sent.saturating_add(1);
        let end = seq.saturating_add(u64::from(packet.length));
        if *sent == 1 && !self.opened {
            return false;
        }
        let again = end <= *top;
        *top = end.max(*top);
        again
    }

    /// Adds a line of text to the last packet.
    pub fn carry(&mut self, source: SourceId, line: LineNumber, text: &'a str) {
        if let Some(step) = self.steps.len().checked_sub(1) {
            self.carried.push(Carried { step, source, line, text });
        }
    }

    /// Works out what the packets tell.
    pub fn understand(&mut self) {
        self.points = Points::of(self);
        self.sign = signs::sign(self, &self.points);
    }

    /// A packet by its index.
    pub fn at(&self, step: Option<usize>) -> Option<&Seen<'a>> {
        Some(&self.steps.get(step?)?.seen)
    }

    /// From one packet to another, in microseconds; `None` without times.
    pub fn between(&self, from: Option<usize>, to: Option<usize>) -> Option<i64> {
        Some(self.at(to)?.time?.saturating_sub(self.at(from)?.time?))
    }

    /// How long the last request had waited when the connection ended, in microseconds.
    pub fn waited(&self) -> Option<i64> {
        self.between(self.points.request_end, self.points.end)
    }

    /// A line of text whose packet is of that side and which begins so, in any case.
    pub fn says(&self, from_client: bool, start: &str) -> Option<&Carried<'a>> {
        self.carried.iter().find(|one| {
            self.steps.get(one.step).is_some_and(|step| step.from_client == from_client)
                && one.text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
        })
    }
}

/// Who is the client, where the beginning was not captured.
fn by_client(seen: &Seen<'_>, from: Side<'_>, to: Side<'_>) -> bool {
    let payload = seen.payload();
    if is_answer(payload) {
        return false;
    }
    if payload.ends_with(" HTTP/1.1") || payload.ends_with(" HTTP/1.0") {
        return true;
    }
    match (from.port >= GIVEN_OUT, to.port >= GIVEN_OUT) {
        (true, false) => true,
        (false, true) => false,
        _ => from.port > to.port,
    }
}

fn is_answer(payload: &str) -> bool {
    payload.trim_start_matches("HTTP: ").starts_with("HTTP/1.")
}
