//! Who and when: `id`, `whoami` behind a prompt, `date`.
//!
//! ```text
//! uid=33(www-data) gid=33(www-data) groups=33(www-data)
//! Sat Nov 21 01:33:15 UTC 2026
//! ```

use super::{Content, Format, Sniff};
use crate::model::columns::part_of;
use crate::model::host::Identity;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::{Stamp, worded};

/// The format.
pub static FORMAT: Format = Format {
    id: "id-and-date",
    name: "id, date",
    sniff: |line| match read(line, 0) {
        Reading::Unparsed(_) => Sniff::No,
        _ => Sniff::Certain,
    },
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

fn read(line: &str, base: u32) -> Reading {
    if let Some(identity) = identity(line, base) {
        return Reading::Says(None, Fact::Identity(identity));
    }
    match date(line.trim()) {
        Some(time) => Reading::Says(Some(time), Fact::Clock),
        None => Reading::Unparsed("neither-id-nor-date"),
    }
}

fn identity(line: &str, base: u32) -> Option<Identity> {
    let (number, rest) = line.strip_prefix("uid=")?.split_once('(')?;
    let (name, rest) = rest.split_once(')')?;
    let groups = rest.split_once("groups=").map_or("", |(_, groups)| groups.trim_end());
    Some(Identity {
        uid: number.parse().ok(),
        name: part_of(line, name, base),
        groups: part_of(line, groups, base),
    })
}

/// A line that is a date and nothing else.
fn date(line: &str) -> Option<Stamp> {
    let words = line.split_whitespace().count();
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].iter().any(|day| line.starts_with(day));
    // Without a zone it is the start of a process, as `ps -o lstart` prints it.
    let start = words == 5 && weekday && line.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let of_date =
        !start && (5..=7).contains(&words) && (weekday || line.contains("年")) && !line.contains(['[', '"']);
    of_date.then(|| worded(line)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_date_alone_is_the_clock() {
        assert!(date("Sat Nov 21 01:33:15 UTC 2026").is_some());
        assert!(date("Sat Nov 21 01:33:15 2026 connection reset by peer while").is_none());
        assert!(date("Saturday we saw 502").is_none());
    }
}
