//! Kernel settings: `sysctl`, `sysctl.conf`, and files below `/proc/sys`.
//!
//! ```text
//! net.core.somaxconn = 128
//! sysctl -w net.ipv4.ip_local_port_range="1024 65535"
//! /proc/sys/net/core/somaxconn:128
//! [root@gw-01 ~]# cat /proc/sys/net/ipv4/ip_local_port_range      and the value on the next line
//! ```
//!
//! Deliberately absent: which value would be right.

use super::{Content, Format, Sniff};
use crate::model::host::Setting;
use crate::model::listing::{Fact, Listing, Reading};
use crate::source::{Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: "sysctl",
    name: "kernel settings",
    sniff,
    read: |id, source| Content::Listing(read(id, source)),
};

/// The first parts of names (`/proc/sys`).
const ROOTS: &[&str] = &["net", "kernel", "vm", "fs", "user", "dev"];

/// Where the files stand.
const FOLDER: &str = "/proc/sys/";

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if setting(line).is_some() || asked(line).is_some() {
        Sniff::Certain
    } else if is_value(line) || line.starts_with("sysctl: ") {
        Sniff::Maybe
    } else {
        Sniff::No
    }
}

/// Reads a source. Never fails: other lines are counted as `not-a-setting`.
fn read(id: SourceId, source: &Source) -> Listing {
    // The name of the file whose content comes next.
    let mut pending: Option<Span> = None;
    Listing::read(id, source, &mut |text, base| {
        if let Some((name, value)) = setting(text) {
            let part = |part| Span::part(base, text, part);
            return Reading::Says(None, Fact::Setting(Setting { name: part(name), value: part(value) }));
        }
        if let Some(name) = asked(text) {
            pending = Some(Span::part(base, text, name));
            return Reading::Heading;
        }
        match pending.take().filter(|_| is_value(text)) {
            Some(name) => {
                let value = Span::part(base, text, text.trim());
                Reading::Says(None, Fact::Setting(Setting { name, value }))
            }
            None if text.starts_with("sysctl: ") => Reading::Heading,
            None => Reading::Unparsed("not-a-setting"),
        }
    })
}

/// Name and value of a line.
fn setting(line: &str) -> Option<(&str, &str)> {
    let mut text = line.trim();
    if let Some(at) = text.find("sysctl -w ").or_else(|| text.find("sysctl ")) {
        // A prompt or `sudo` may stand in front; advice in the middle of a message sets nothing.
        let before = text.get(..at)?.trim_end();
        if !(before.is_empty() || before.ends_with(['#', '$', '%', '>']) || before.ends_with("sudo")) {
            return None;
        }
        text = text.get(at + "sysctl ".len()..)?.trim_start();
        text = text.strip_prefix("-w ").unwrap_or(text).trim_start();
    }
    if let Some(path) = text.strip_prefix(FOLDER) {
        let (name, value) = path.split_once([':', '='])?;
        let value = value.trim();
        return (is_name(name.trim(), '/') && is_value(value)).then_some((name.trim(), value));
    }
    let (name, value) = text.split_once('=')?;
    let value = value.trim().trim_matches(['"', '\'']);
    let name = name.trim();
    let rooted = ROOTS.iter().any(|root| name.strip_prefix(root).is_some_and(|rest| rest.starts_with('.')));
    (rooted && is_name(name, '.') && !value.is_empty() && value.len() < 200).then_some((name, value))
}

/// The file whose content is asked for: `cat /proc/sys/net/core/somaxconn`.
fn asked(line: &str) -> Option<&str> {
    let (before, path) = line.split_once("cat /proc/sys/")?;
    let begins = before.trim_end();
    let prompt = begins.is_empty() || begins.ends_with(['#', '$', '%', '>']) || begins.ends_with("sudo");
    let path = path.trim_end();
    (prompt && is_name(path, '/')).then_some(path)
}

fn is_name(name: &str, between: char) -> bool {
    !name.is_empty()
        && name.len() < 100
        && name.contains(between)
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-'))
}

/// Numbers, or one word.
fn is_value(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.len() < 60
        && text.bytes().all(|byte| byte.is_ascii_digit() || b" \t-".contains(&byte))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("sysctl"));
    use crate::source::{Input, Piece};

    fn settings(text: &str) -> Vec<(String, String)> {
        let piece = Piece { name: "t".into(), role: None, bytes: text.as_bytes().to_vec() };
        let source = crate::intake::read(Input { pieces: vec![piece] }).remove(0);
        assert_eq!(source.format, "sysctl");
        let listing = read(0, &source);
        let lost = u32::try_from(listing.unparsed.len()).unwrap_or(u32::MAX);
        assert_eq!(listing.records + lost + listing.blank, source.line_count());
        let of = |fact: &Fact| match fact {
            Fact::Setting(one) => Some((listing.str(one.name).to_owned(), listing.str(one.value).to_owned())),
            _ => None,
        };
        listing.items.iter().filter_map(|item| of(&item.fact)).collect()
    }

    #[test]
    fn reads_every_sample_and_the_line_behind_a_command() {
        let all = settings(&format!("{}\n40000\t40023\n", SAMPLES.join("\n")));
        assert_eq!(all.len(), 6);
        assert_eq!(all[2], ("net.ipv4.ip_local_port_range".into(), "32768\t60999".into()));
        assert_eq!(all[3], ("net.ipv4.tcp_tw_recycle".into(), "0".into()));
        assert_eq!(all[4], ("net/core/somaxconn".into(), "128".into()));
        assert_eq!(all[5], ("net/ipv4/ip_local_port_range".into(), "40000\t40023".into()));
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in ["server.port = 8080", "network.timeout = 3", "x = 1", "net = 3", "cat /proc/sys/x y"] {
            assert_ne!(sniff(line), Sniff::Certain, "{line}");
        }
    }
}
