//! The formats of evidence: one visible list, each with how to recognise it and how to read it.
//!
//! A format is one file (or one folder) that declares a [`Format`] and is named in [`FORMATS`], with real lines of it in
//! `samples/<id>.txt`; nothing else has to know of it. It recognises its lines by what they hold, never by a file's name, and it never uses another format;
//! what several need stands in `parts`.
//! Reading never fails: what is not understood is counted under a named reason.

pub mod access_log;
pub mod apache_error;
pub mod app_log;
pub mod balancer_log;
pub mod certificates;
pub mod cluster;
pub mod containers;
pub mod curl;
pub mod descriptors;
pub mod df;
pub mod envoy_log;
pub mod files;
pub mod haproxy_config;
pub mod haproxy_log;
pub mod kernel_log;
pub mod limits;
pub mod lookups;
pub mod memory;
pub mod mounts;
pub mod nginx_config;
pub mod nginx_error;
mod parts;
pub mod person;
pub mod processes;
pub mod routes;
pub mod samples;
pub mod services;
pub mod sockets;
pub mod strace;
pub mod structured_log;
pub mod sysctl;
pub mod tcpdump;
pub mod tshark;
pub mod versions;
pub mod w3c_log;

use crate::model::config::Config;
use crate::model::listing::Listing;
use crate::model::log::Log;
use crate::model::trace::Trace;
use crate::source::{Source, SourceId};

/// One format of evidence.
pub struct Format {
    /// Kebab-case id, as reports print it.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Says of one line whether it is of this format.
    pub sniff: fn(&str) -> Sniff,
    /// Reads a source of this format.
    pub read: fn(SourceId, &Source) -> Content,
}

/// How sure it is that a line is of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sniff {
    /// It is not.
    No,
    /// It may be part of it if its neighbours are: a stack frame, a closing brace, a line cut in two.
    Maybe,
    /// Nothing else looks like this.
    Certain,
}

/// What reading gives.
#[derive(Debug, Clone)]
pub enum Content {
    /// A trace.
    Trace(Trace),
    /// A log.
    Log(Log),
    /// A configuration.
    Config(Config),
    /// What a command printed of a machine: packets, sockets, volumes, versions, ...
    Listing(Listing),
}

/// Every format, the specific ones before the general ones.
pub static FORMATS: &[&Format] = &[
    &strace::FORMAT,
    &tcpdump::FORMAT,
    &tshark::FORMAT,
    &sockets::FORMAT,
    &sysctl::FORMAT,
    &nginx_error::FORMAT,
    &haproxy_log::FORMAT,
    &structured_log::FORMAT,
    &envoy_log::FORMAT,
    &balancer_log::FORMAT,
    &access_log::FORMAT,
    &apache_error::FORMAT,
    &kernel_log::FORMAT,
    &nginx_config::FORMAT,
    &w3c_log::FORMAT,
    &haproxy_config::FORMAT,
    &app_log::FORMAT,
    &versions::FORMAT,
    &limits::FORMAT,
    &descriptors::FORMAT,
    &df::FORMAT,
    &mounts::FORMAT,
    &memory::FORMAT,
    &person::FORMAT,
    &services::FORMAT,
    &containers::FORMAT,
    &cluster::FORMAT,
    &certificates::FORMAT,
    &lookups::FORMAT,
    &curl::FORMAT,
    &routes::FORMAT,
    &files::FORMAT,
    &processes::FORMAT,
];

/// The first format that claims a line for certain.
pub fn claiming(line: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| (format.sniff)(line) == Sniff::Certain)
}

/// The format of that id.
pub fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// Reads text as a listing of that format, and holds it to the accounting.
#[cfg(test)]
fn read_lines(format: &Format, text: &str) -> Listing {
    let mut from = 0_usize;
    let mut lines = Vec::new();
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let span = crate::source::Span::shifted(0, from, from + line.trim_end_matches('\n').len());
        lines.push(crate::source::Line { span, number, covers: 1 });
        from += line.len();
    }
    let source = Source {
        name: String::new(),
        piece: 0,
        role: None,
        format: format.id,
        closest: None,
        text: std::sync::Arc::new(text.into()),
        lines,
        mended: Vec::new(),
        given: Vec::new(),
    };
    let listing = match (format.read)(0, &source) {
        Content::Listing(listing) => Some(listing),
        _ => None,
    };
    assert!(listing.is_some(), "{} reads no listing", format.id);
    let empty = Listing::read(0, &Source { lines: Vec::new(), ..source.clone() }, &mut |_, _| {
        crate::model::listing::Reading::Heading
    });
    let listing = listing.unwrap_or(empty);
    let unparsed = u32::try_from(listing.unparsed.len()).unwrap_or(0);
    assert_eq!(listing.records + unparsed + listing.blank, source.line_count(), "{text}");
    listing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sample_is_claimed_by_its_format_first() {
        for format in FORMATS {
            let samples = samples::of(format.id);
            assert!(!samples.is_empty(), "{} has no samples", format.id);
            for sample in samples {
                assert_eq!(claiming(sample).map(|first| first.id), Some(format.id), "{sample}");
            }
        }
    }
}
