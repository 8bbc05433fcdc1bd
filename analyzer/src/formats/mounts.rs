//! What is mounted where, with which options: `mount`, `/proc/mounts`, `findmnt`.
//!
//! ```text
//! /dev/vda1 on / type ext4 (rw,relatime,errors=remount-ro)        mount
//! /dev/vda1 / ext4 rw,relatime 0 0                                /proc/mounts
//! ```
//!
//! Sources: proc(5), mount(8).

use super::{Content, Format, Sniff};
use crate::model::columns::Row;
use crate::model::host::Mount;
use crate::model::listing::{Fact, Listing, Reading};
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "mounts",
    name: "mounts",
    sniff: |line| if mount(line, 0).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

fn read(line: &str, base: u32) -> Reading {
    match mount(line, base) {
        Some(mount) => Reading::Says(None, Fact::Mount(mount)),
        None => Reading::Unparsed("not-a-mount"),
    }
}

fn mount(line: &str, base: u32) -> Option<Mount> {
    let row = Row::of(line, base);
    if row.word(1) == "on" && row.word(3) == "type" {
        let options = row.word(5).strip_prefix('(')?.strip_suffix(')')?;
        return Some(Mount {
            device: row.span(0),
            point: row.span(2),
            kind: row.span(4),
            options: row.part(options),
        });
    }
    let digit = |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_digit());
    let options = row.word(3);
    let fits = row.len() == 6
        && row.word(1).starts_with('/')
        && digit(row.word(4))
        && digit(row.word(5))
        && (options.starts_with("rw") || options.starts_with("ro"));
    let span = |at: usize| if fits { row.span(at) } else { Span::default() };
    fits.then(|| Mount { device: span(0), point: span(1), kind: span(2), options: span(3) })
}
