//! Containers as docker and its kin see them: `docker ps`, `docker inspect`.
//!
//! ```text
//! CONTAINER ID   IMAGE     COMMAND   CREATED       STATUS                       PORTS     NAMES
//! 4f1a1bd3e0f1   orders    "/app"    3 hours ago   Restarting (137) 4 seconds ago         orders
//!             "OOMKilled": true,
//!             "ExitCode": 137,
//! ```
//!
//! Sources: docker-ps(1), docker-inspect(1).

use super::{Content, Format, Sniff};
use crate::model::columns::{Heading, part_of};
use crate::model::container::Container;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::{Stamp, leading_stamp};
use crate::source::Span;

/// The format.
pub static FORMAT: Format = Format {
    id: "containers",
    name: "docker ps, docker inspect",
    sniff,
    read: |id, source| {
        let mut state = State::default();
        Content::Listing(Listing::read(id, source, &mut |line, base| state.read(line, base)))
    },
};

/// How a container's status begins in a table.
const STATUSES: &[&str] = &["Up ", "Exited (", "Restarting (", "Created", "Dead", "Paused"];

#[derive(Default)]
struct State {
    heading: Heading,
    name: Span,
}

/// A member of an object: its name and its value as printed.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('"')?.split_once("\": ")?;
    Some((name, value.trim_end_matches(',')))
}

/// A row of a table without its heading: an id of twelve digits, and a status.
fn is_row(line: &str) -> bool {
    let id = line.split(' ').next().unwrap_or("");
    id.len() == 12
        && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        && STATUSES.iter().any(|status| line.contains(status))
}

fn sniff(line: &str) -> Sniff {
    if line.starts_with("CONTAINER ID ")
        || line.starts_with("NAMES ") && line.contains("STATUS")
        || is_row(line)
    {
        return Sniff::Certain;
    }
    if let Some((name, value)) = member(line) {
        let known = match name {
            "OOMKilled" => matches!(value, "true" | "false"),
            "ExitCode" | "RestartCount" => value.bytes().all(|byte| byte.is_ascii_digit()),
            "StartedAt" | "FinishedAt" => value.starts_with("\"20") || value.starts_with("\"0001"),
            _ => false,
        };
        return if known { Sniff::Certain } else { Sniff::Maybe };
    }
    let closes = matches!(line.trim().trim_end_matches(','), "}" | "]" | "{" | "[" | "[]" | "{}");
    let row = STATUSES.iter().any(|status| line.contains(status)) && line.contains("  ");
    if closes || row { Sniff::Maybe } else { Sniff::No }
}

impl State {
    fn read(&mut self, line: &str, base: u32) -> Reading {
        let says = |container: Container| Reading::Says(None, Fact::Container(container));
        if let Some((name, value)) = member(line) {
            let plain = value.trim_matches('"');
            let mut container = Container { name: self.name, ..Container::default() };
            let stamp = || leading_stamp(plain).map(|(stamp, _)| stamp).filter(happened);
            match name {
                "Name" if value.starts_with("\"/") => {
                    self.name = part_of(line, plain.trim_start_matches('/'), base);
                    return Reading::Heading;
                }
                "OOMKilled" => container.out_of_memory = Some(value == "true"),
                "ExitCode" => container.exit_code = value.parse().ok(),
                "RestartCount" => container.restarts = value.parse().ok(),
                "Status" => container.state = part_of(line, plain, base),
                "StartedAt" => container.started = stamp(),
                "FinishedAt" => container.finished = stamp(),
                _ => return Reading::Heading,
            }
            return says(container);
        }
        if line.starts_with("CONTAINER ID ") || line.starts_with("NAMES ") {
            self.heading = Heading::of(line);
            return Reading::Heading;
        }
        let status = self.heading.cell(line, "STATUS").filter(begins);
        let status = status.or_else(|| {
            let at = STATUSES.iter().filter_map(|status| line.find(status)).min()?;
            line.get(at..)?.split("  ").next()
        });
        let Some(status) = status else {
            return if line.trim().len() <= 4 {
                Reading::Heading
            } else {
                Reading::Unparsed("not-a-container")
            };
        };
        let name = self.heading.cell(line, "NAMES").filter(|name| !name.is_empty());
        let name = name.or_else(|| line.split_whitespace().last()).unwrap_or("");
        let code = status.split_once('(').and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
        says(Container {
            name: part_of(line, name, base),
            state: part_of(line, status, base),
            exit_code: code.filter(|_| !status.starts_with("Up")),
            ..Container::default()
        })
    }
}

fn begins(cell: &&str) -> bool {
    STATUSES.iter().any(|status| cell.starts_with(status.trim_end()))
}

/// A container that never ended did so in the year 1.
fn happened(stamp: &Stamp) -> bool {
    stamp.local_micros > 0
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    fn containers(text: &str) -> Vec<Container> {
        let listing = read_lines(&FORMAT, text);
        assert!(listing.unparsed.is_empty(), "{:?}", listing.unparsed);
        listing
            .items
            .iter()
            .filter_map(|item| if let Fact::Container(one) = item.fact { Some(one) } else { None })
            .collect()
    }

    #[test]
    fn a_table_tells_state_and_exit_code() {
        let text = "CONTAINER ID   IMAGE     COMMAND   CREATED       STATUS                            PORTS     NAMES\n4f1a1bd3e0f1   orders    \"/app\"    3 hours ago   Restarting (137) 4 seconds ago              orders\n1f1a1bd3e0f2   web       \"nginx\"   3 hours ago   Up 3 hours (healthy)              80/tcp    web\n";
        let all = containers(text);
        assert_eq!((all[0].exit_code, all[0].name.of(text)), (Some(137), "orders"));
        assert_eq!((all[1].exit_code, all[1].state.of(text)), (None, "Up 3 hours (healthy)"));
    }

    #[test]
    fn an_inspection_tells_one_thing_a_line() {
        let text = "        \"State\": {\n            \"Status\": \"exited\",\n            \"Running\": false,\n            \"OOMKilled\": true,\n            \"ExitCode\": 137,\n            \"StartedAt\": \"2026-11-21T01:44:32.1Z\",\n            \"FinishedAt\": \"0001-01-01T00:00:00Z\"\n        },\n        \"Name\": \"/orders\",\n        \"RestartCount\": 5,\n";
        let all = containers(text);
        assert_eq!(all.iter().find_map(|one| one.out_of_memory), Some(true));
        assert_eq!(all.iter().find_map(|one| one.exit_code), Some(137));
        assert!(all.iter().any(|one| one.started.is_some()) && all.iter().all(|one| one.finished.is_none()));
        assert_eq!(all.last().map(|one| (one.name.of(text), one.restarts)), Some(("orders", Some(5))));
    }
}
