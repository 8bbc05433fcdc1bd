//! Listings as data: what a command printed of a machine, one fact a line.
//!
//! ```text
//! /dev/vdb1   20G   20G     0 100% /var/cache/nginx          df -h
//! TIME_WAIT 153429                                           netstat -n | awk ...
//! 01:23:09.662443 IP 127.0.0.1.8080 > 127.0.0.1.48714: Flags [F.], seq 1, ack 124, win 64, length 0
//! ```
//!
//! Packets, sockets, volumes, limits, processes, versions: all are items of one kind of content, so that a cause asks
//! for facts and not for the program that printed them. What a fact means for the user's system is not said here.

use std::sync::Arc;

use super::certificate::Certificate;
use super::container::{Container, Unit};
use super::host::{FileRow, Identity, Limit, Memory, Mount, OpenFiles, ProcessRow, Setting, Version, Volume};
use super::packet::Packet;
use super::reach::{Answer, Interface, Lookup, Neighbour, Probe, Route};
use super::shell;
use super::socket::{Counter, Socket, StateCount};
use super::time::Stamp;
use super::trace::Unparsed;
use crate::order::Change;
use crate::source::{LineNumber, Source, SourceId, Span};

/// One listing, read.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The source it was read from.
    pub source: SourceId,
    /// The source's text; every [`Span`] points into it.
    pub text: Arc<String>,
    /// What it says, in the order of its lines.
    pub items: Vec<Item>,
    /// Lines that were not understood.
    pub unparsed: Vec<Unparsed>,
    /// How many lines of the piece were understood, headings among them.
    pub records: u32,
    /// How many lines of the piece were blank.
    pub blank: u32,
}

/// One line of a listing that says something.
#[derive(Debug, Clone)]
pub struct Item {
    /// The line of the piece on which it begins.
    pub line: LineNumber,
    /// The logical line.
    pub text: Span,
    /// When, where the line says it. Times of day without a date count from 1970-01-01.
    pub time: Option<Stamp>,
    /// What it says.
    pub fact: Fact,
}

/// What a line of a listing says.
#[derive(Debug, Clone)]
pub enum Fact {
    /// A packet that was captured.
    Packet(Packet),
    /// A line of text that the packet above carries (`tcpdump -A`, `-v`), for example a header.
    Carried(Span),
    /// A socket of the machine.
    Socket(Socket),
    /// How many sockets are in one state.
    StateCount(StateCount),
    /// A counter of the network stack.
    Counter(Counter),
    /// A kernel setting (`sysctl`).
    Setting(Setting),
    /// A mounted volume and how full it is.
    Volume(Volume),
    /// A mounted file system with its options.
    Mount(Mount),
    /// A file or directory with its rights.
    File(FileRow),
    /// Memory or swap, and how much of it is in use.
    Memory(Memory),
    /// A user with groups.
    Identity(Identity),
    /// What the clock of the machine shows; the time is the item's.
    Clock,
    /// A limit of a process or a shell.
    Limit(Limit),
    /// How many descriptors a process holds.
    OpenFiles(OpenFiles),
    /// A process.
    Process(ProcessRow),
    /// The version of a program.
    Version(Version),
    /// A container or a pod.
    Container(Container),
    /// A service of the service manager.
    Unit(Unit),
    /// What a client got or why it got nothing.
    Answer(Answer),
    /// A name that was looked up.
    Lookup(Lookup),
    /// What is known of a certificate, or of a handshake.
    Certificate(Certificate),
    /// A route.
    Route(Route),
    /// A neighbour on the same network.
    Neighbour(Neighbour),
    /// A network interface.
    Interface(Interface),
    /// Whether a host answers (`ping`, `traceroute`).
    Probe(Probe),
}

/// What a reader made of one line.
pub enum Reading {
    /// It says something.
    Says(Option<Stamp>, Fact),
    /// It says several things.
    Several(Vec<Fact>),
    /// It belongs to the format and says nothing by itself: a heading, a closing line.
    Heading,
    /// It is not understood, for this reason.
    Unparsed(&'static str),
}

impl Listing {
    /// Reads a source line by line. `read` gets the line's text and the byte at which it begins in the source's text.
    pub fn read(id: SourceId, source: &Source, read: &mut dyn FnMut(&str, u32) -> Reading) -> Self {
        let mut listing = Self {
            source: id,
            text: source.text.clone(),
            items: Vec::new(),
            unparsed: Vec::new(),
            records: 0,
            blank: 0,
        };
        for line in &source.lines {
            let text = line.span.of(&source.text);
            if text.trim().is_empty() {
                listing.blank = listing.blank.saturating_add(line.covers);
                continue;
            }
            match read(text, line.span.start) {
                // The prompt between two outputs belongs to both.
                Reading::Unparsed(_) if shell::command(text).is_some() => {
                    listing.records = listing.records.saturating_add(line.covers);
                }
                Reading::Unparsed(reason) => listing.unparsed.add_all(Unparsed::of(line, reason)),
                Reading::Heading => listing.records = listing.records.saturating_add(line.covers),
                Reading::Several(facts) => {
                    listing.records = listing.records.saturating_add(line.covers);
                    for fact in facts {
                        listing.items.push(Item { line: line.number, text: line.span, time: None, fact });
                    }
                }
                Reading::Says(time, fact) => {
                    listing.records = listing.records.saturating_add(line.covers);
                    listing.items.push(Item { line: line.number, text: line.span, time, fact });
                }
            }
        }
        listing
    }

    /// The text of a span.
    pub fn str(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}
