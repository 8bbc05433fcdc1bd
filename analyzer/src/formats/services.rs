//! A service as its manager sees it: `systemctl status`, `systemctl show`.
//!
//! ```text
//! ● orders.service - Orders API
//!      Active: failed (Result: oom-kill) since Sat 2026-11-21 01:44:29 UTC; 3min ago
//!    Main PID: 29 (code=killed, signal=KILL)
//! NRestarts=5
//! ```
//!
//! Source: `systemctl-show.c` of systemd. The journal's own lines below are an application log.

use super::{Content, Format, Sniff};
use crate::model::columns::part_of;
use crate::model::container::{Container, Unit};
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::leading_stamp;
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "services",
    name: "systemctl status",
    sniff,
    read: |id, source| {
        let mut name = Span::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| read(&mut name, line, base)))
    },
};

/// Further lines of a status.
const ASIDE: &[&str] = &[
    "Loaded:",
    "Docs:",
    "Tasks:",
    "Memory:",
    "CPU:",
    "CGroup:",
    "Status:",
    "Drop-In:",
    "Duration:",
    "IP:",
    "TriggeredBy:",
    "Triggers:",
    "Invocation:",
    "├─",
    "└─",
    "Result=",
    "ExecMain",
    "SubState=",
    "MainPID=",
    "StatusText=",
];

fn sniff(line: &str) -> Sniff {
    match read(&mut Span::default(), line, 0) {
        Reading::Says(..) | Reading::Several(_) => Sniff::Certain,
        Reading::Heading => Sniff::Maybe,
        Reading::Unparsed(_) => Sniff::No,
    }
}

fn read(name: &mut Span, line: &str, base: u32) -> Reading {
    let text = line.trim();
    let span = |part: &str| part_of(line, part, base);
    let says = |unit: Unit| Reading::Says(None, Fact::Unit(unit));
    if let Some(rest) = text.strip_prefix(['●', '×', '○', '↻', '*']) {
        let named = rest.trim_start().split(' ').next().unwrap_or("");
        if [".service", ".socket", ".mount", ".timer"].iter().any(|kind| named.ends_with(kind)) {
            *name = span(named);
            return says(Unit { name: *name, ..Unit::default() });
        }
    }
    let unit = Unit { name: *name, ..Unit::default() };
    if let Some(state) = text.strip_prefix("Active: ") {
        let (state, rest) = state.split_once(" since ").unwrap_or((state, ""));
        // The day of the week stands in front of the date.
        let since = rest.split_once(' ').and_then(|(_, date)| leading_stamp(date)).map(|(stamp, _)| stamp);
        let since = since.map(|stamp| if rest.contains(" UTC") { stamp_in_utc(stamp) } else { stamp });
        return says(Unit { state: span(state), since, ..unit });
    }
    if let Some(rest) = text.strip_prefix("Main PID: ").or_else(|| text.strip_prefix("Process: ")) {
        let pid = rest.split(' ').next().and_then(|pid| pid.parse().ok()).unwrap_or(0);
        let field = |mark: &str| {
            let (_, behind) = rest.split_once(mark)?;
            behind.split([',', ')']).next()
        };
        let status = field("status=").or_else(|| field("signal=")).unwrap_or("");
        return says(Unit { pid, code: span(field("code=").unwrap_or("")), status: span(status), ..unit });
    }
    if let Some(state) = text.strip_prefix("ActiveState=") {
        return says(Unit { state: span(state), ..unit });
    }
    if let Some(restarts) = text.strip_prefix("NRestarts=").and_then(|count| count.parse().ok()) {
        let service = Container { name: *name, restarts: Some(restarts), ..Container::default() };
        return Reading::Says(None, Fact::Container(service));
    }
    if ASIDE.iter().any(|start| text.starts_with(start))
        || text.starts_with(|c: char| c.is_ascii_digit()) && line.starts_with("       ")
    {
        return Reading::Heading;
    }
    Reading::Unparsed("not-a-status")
}

fn stamp_in_utc(stamp: crate::model::time::Stamp) -> crate::model::time::Stamp {
    crate::model::time::Stamp { offset: Some(0), ..stamp }
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    #[test]
    fn a_status_tells_how_the_main_process_ended() {
        let text = "● orders.service - Orders API\n     Loaded: loaded (/etc/systemd/system/orders.service; enabled)\n     Active: failed (Result: oom-kill) since Sat 2026-11-21 01:44:29 UTC; 3min ago\n   Main PID: 29 (code=killed, signal=KILL)\n        CPU: 1.2s\n";
        let listing = read_lines(&FORMAT, text);
        let units: Vec<Unit> = listing
            .items
            .iter()
            .filter_map(|item| if let Fact::Unit(unit) = item.fact { Some(unit) } else { None })
            .collect();
        assert_eq!(units.len(), 3);
        assert_eq!(listing.str(units[1].state), "failed (Result: oom-kill)");
        assert_eq!(units[1].since.and_then(|stamp| stamp.offset), Some(0));
        assert_eq!(
            (units[2].pid, listing.str(units[2].code), listing.str(units[2].status)),
            (29, "killed", "KILL")
        );
        assert_eq!(listing.str(units[2].name), "orders.service");
        assert_eq!((listing.records, listing.unparsed.len()), (5, 0));
    }
}
