//! How full volumes are: `df` with its usual options, in several languages, also of busybox.
//!
//! ```text
//! Filesystem      Size  Used Avail Use% Mounted on
//! /dev/mapper/vg0-a-name-that-is-long
//!                  20G   20G     0 100% /var/cache/nginx
//! ```
//!
//! Whether the numbers count bytes or inodes is told by the heading alone.
//! Source: GNU coreutils `df.c`. Deliberately absent: whether a full volume does any harm.

use super::{Content, Format, Sniff};
use crate::model::columns::{Row, size};
use crate::model::host::Volume;
use crate::model::listing::{Fact, Listing, Reading};
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "df",
    name: "df",
    sniff,
    read: |id, source| {
        let mut state = State::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| state.read(line, base)))
    },
};

/// How headings end, in the languages that were seen.
const MOUNTED_ON: &[&str] =
    &["Mounted on", "挂载点", "Eingehängt auf", "Monté sur", "Montado en", "マウント位置"];

fn is_heading(line: &str) -> bool {
    MOUNTED_ON.iter().any(|words| line.contains(words)) && (line.contains('%') || line.contains("apacity"))
}

/// The share of a row and where it stands; a mount point follows it, three sizes stand before it.
fn share(row: &Row<'_>) -> Option<(usize, Option<u8>)> {
    (3..row.len()).find_map(|at| {
        let word = row.word(at);
        let percent = word.strip_suffix('%').and_then(|digits| digits.parse::<u8>().ok());
        let sizes = || (at - 3..at).all(|index| row.word(index) == "-" || size(row.word(index)).is_some());
        let fits = (percent.is_some() || word == "-") && row.word(at + 1).starts_with('/') && sizes();
        fits.then_some((at, percent))
    })
}

fn sniff(line: &str) -> Sniff {
    if is_heading(line) {
        return Sniff::Certain;
    }
    let row = Row::of(line, 0);
    match share(&row) {
        Some((_, Some(_))) => Sniff::Certain,
        Some(_) => Sniff::Maybe,
        // A name too long for its column stands alone.
        None if row.len() == 1 && line.starts_with('/') => Sniff::Maybe,
        None if row.word(0) == "total" => Sniff::Maybe,
        None => Sniff::No,
    }
}

#[derive(Default)]
struct State {
    inodes: bool,
    device: Span,
}

impl State {
    fn read(&mut self, line: &str, base: u32) -> Reading {
        if is_heading(line) {
            self.inodes = line.contains("node");
            return Reading::Heading;
        }
        let row = Row::of(line, base);
        let Some((at, percent)) = share(&row) else {
            if row.word(0) == "total" {
                return Reading::Heading;
            }
            if row.len() == 1 && line.starts_with('/') {
                self.device = row.span(0);
                return Reading::Heading;
            }
            return Reading::Unparsed("not-a-volume");
        };
        let wrapped = at == 3;
        let number = |back: usize| size(row.word(at.saturating_sub(back)));
        Reading::Says(
            None,
            Fact::Volume(Volume {
                device: if wrapped { self.device } else { row.span(0) },
                mount: row.rest(at + 1),
                inodes: self.inodes,
                total: number(3),
                used: number(2),
                available: number(1),
                percent,
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    fn volumes(listing: &Listing) -> Vec<Volume> {
        let volume = |fact: &Fact| if let Fact::Volume(one) = fact { Some(*one) } else { None };
        listing.items.iter().filter_map(|item| volume(&item.fact)).collect()
    }

    #[test]
    fn a_wrapped_name_belongs_to_the_next_line() {
        let text = "Filesystem           1K-blocks      Used Available Use% Mounted on\n/dev/mapper/vg0-long\n                      20511312  20511312         0 100% /var/cache\n";
        let listing = read_lines(&FORMAT, text);
        let one = volumes(&listing)[0];
        assert_eq!((listing.str(one.device), listing.str(one.mount)), ("/dev/mapper/vg0-long", "/var/cache"));
        assert_eq!((one.inodes, one.available, one.percent), (false, Some(0), Some(100)));
    }

    #[test]
    fn the_heading_tells_inodes_from_bytes() {
        let text = "Filesystem      Inodes IUsed   IFree IUse% Mounted on\ntmpfs          3085512     7 3085505    1% /a b\nudev 0 0 0 - /dev\n";
        let listing = read_lines(&FORMAT, text);
        let all = volumes(&listing);
        assert_eq!(
            (listing.str(all[0].mount), all[0].inodes, all[0].available),
            ("/a b", true, Some(3_085_505))
        );
        assert_eq!(all[1].percent, None);
    }
}
