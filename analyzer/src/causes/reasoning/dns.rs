//! Name queries: what was asked, what came back.

use super::families::Family;
use super::reading::{Reading, Seen};
use super::waits;
use crate::model::arguments::Value;
use crate::model::trace::EventId;
use crate::order::{Change, Map};
use crate::trace::{DescriptorRole, ProcessId};

/// One query for a name.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// The send.
    pub asked: EventId,
    /// Whose it is.
    pub leader: ProcessId,
    /// The name; empty if it cannot be read.
    pub name: String,
    /// The name server, where it is known.
    pub server: String,
    /// The receive, with the answer's code (0 for none wrong) and its number of records.
    pub answer: Option<(EventId, u8, u16)>,
    /// The line that says that the name server is not there.
    pub refused: Option<EventId>,
    /// The wait that ended without an answer.
    pub expired: Option<EventId>,
}

/// Ends a name that the trace cuts short.
pub const CUT: &str = "…";

/// The codes of RFC 1035, section 4.1.1.
pub const SERVER_FAILURE: u8 = 2;
/// The name does not exist.
pub const NO_SUCH_NAME: u8 = 3;
/// The server does not want to answer.
pub const REFUSED: u8 = 5;

/// The calls that queries are made of.
const MOVES: &[Family] = &[Family::Send, Family::Write, Family::Receive, Family::Read, Family::Wait];

/// The queries of a run, in order; looked for once.
pub fn lookups(reading: &Reading<'_>) -> Vec<Lookup> {
    reading.lookups.get_or_init(|| find(reading)).clone()
}

fn find(reading: &Reading<'_>) -> Vec<Lookup> {
    let mut found: Vec<Lookup> = Vec::new();
    // Open queries by their number and process.
    let mut open: Map<(ProcessId, u16), usize> = Map::default();
    // Without a name server nothing is asked.
    if !reading.run.descriptors.iter().any(|one| one.role == DescriptorRole::Resolver) {
        return found;
    }
    for seen in reading.of_families(MOVES) {
        let leader = reading.leader(seen.id);
        match seen.family() {
            Family::Send | Family::Write if reading.role_of(seen.id) == DescriptorRole::Resolver => {
                let bytes = payload(reading, &seen);
                let Some(number) = number(&bytes) else { continue };
                let refused = (seen.errno(reading.run) == "ECONNREFUSED").then_some(seen.id);
                let server = reading
                    .descriptor(seen.id)
                    .map(|descriptor| descriptor.target.clone())
                    .unwrap_or_default();
                open.insert((leader, number), found.len());
                found.push(Lookup {
                    asked: seen.id,
                    leader,
                    name: name(&bytes),
                    server,
                    answer: None,
                    refused,
                    expired: None,
                });
            }
            Family::Receive | Family::Read if reading.role_of(seen.id) == DescriptorRole::Resolver => {
                if seen.errno(reading.run) == "ECONNREFUSED" {
                    mark(&mut found, leader, |lookup| lookup.refused = Some(seen.id));
                    continue;
                }
                let bytes = payload(reading, &seen);
                let at = number(&bytes).and_then(|number| open.get(&(leader, number)).copied());
                if let (Some(lookup), Some((code, records))) =
                    (at.and_then(|at| found.get_mut(at)), verdict(&bytes))
                {
                    lookup.answer = Some((seen.id, code, records));
                }
            }
            Family::Wait if !found.is_empty() => {
                let result = reading.run.trace.str(seen.call.result);
                let on_resolver = || polled(reading, &seen) == DescriptorRole::Resolver;
                if result.contains("POLLERR") && on_resolver() {
                    mark(&mut found, leader, |lookup| lookup.refused = Some(seen.id));
                } else if seen.returned() == Some(0)
                    && timeout_of(&seen) > 0
                    && (seen.name.starts_with("epoll") || on_resolver())
                {
                    mark(&mut found, leader, |lookup| lookup.expired = Some(seen.id));
                }
            }
            _ => {}
        }
    }
    found
}

/// Changes the latest query of a process that has no answer yet.
fn mark(found: &mut [Lookup], leader: ProcessId, change: impl Fn(&mut Lookup)) {
    if let Some(lookup) =
        found.iter_mut().rev().find(|lookup| lookup.leader == leader && lookup.answer.is_none())
    {
        change(lookup);
    }
}

fn payload(reading: &Reading<'_>, seen: &Seen<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for argument in &seen.arguments(reading.run).list {
        if bytes.is_empty() {
            first_bytes(&argument.value, &mut bytes);
        }
    }
    bytes
}

/// The bytes of the first string in a value, messages and vectors included.
fn first_bytes(value: &Value<'_>, bytes: &mut Vec<u8>) {
    match value {
        Value::Text(quoted) => bytes.add_all(quoted.bytes()),
        Value::Array(items) | Value::Struct(items) => {
            for item in items.iter().filter(|item| item.name != Some("msg_name")) {
                if bytes.is_empty() {
                    first_bytes(&item.value, bytes);
                }
            }
        }
        _ => {}
    }
}

/// A message's number, its first two bytes.
fn number(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk::<2>().filter(|_| bytes.len() >= 12).map(|number| u16::from_be_bytes(*number))
}

/// Code and number of records of an answer; `None` for a query.
fn verdict(bytes: &[u8]) -> Option<(u8, u16)> {
    let head = bytes.first_chunk::<12>()?;
    let [_, _, high, low, _, _, records_high, records_low, ..] = *head;
    (high & 0x80 != 0).then_some((low & 0x0f, u16::from_be_bytes([records_high, records_low])))
}

/// The name in the question of a message: labels, each with its length before it, from byte 12 on. A name of which the
/// trace shows only the beginning ends in `…`.
fn name(bytes: &[u8]) -> String {
    let mut rest = bytes.get(12..).unwrap_or_default();
    let mut labels = Vec::new();
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        if length == 0 || length > 63 {
            break;
        }
        let Some(label) = after.get(..length) else {
            labels.push(String::from_utf8_lossy(after).into_owned());
            return if labels.len() > 1 { labels.join(".") + CUT } else { String::new() };
        };
        labels.push(String::from_utf8_lossy(label).into_owned());
        rest = after.get(length..).unwrap_or_default();
    }
    labels.join(".")
}

fn polled(reading: &Reading<'_>, seen: &Seen<'_>) -> DescriptorRole {
    let number = super::reading::between(seen.args, "fd=", ",")
        .and_then(|word| word.split('<').next()?.parse::<i32>().ok());
    number
        .and_then(|number| waits::open_descriptor(reading, reading.leader(seen.id), number, seen.id))
        .map_or(DescriptorRole::Unknown, |descriptor| descriptor.role)
}

/// The time limit of a wait in milliseconds; 0 for one that only asks.
fn timeout_of(seen: &Seen<'_>) -> i64 {
    let words = || seen.args.rsplit(',');
    match seen.name {
        "poll" | "epoll_wait" => words().next().and_then(|word| word.trim().parse().ok()).unwrap_or(0),
        "epoll_pwait" => words().filter_map(|word| word.trim().parse().ok()).nth(1).unwrap_or(1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &[u8] = b"J\xe7\x81\x83\0\x01\0\0\0\0\0\0\x05users\x03svc\0\0\x01\0\x01";

    #[test]
    fn a_message_tells_its_number_code_and_name() {
        assert_eq!(number(ANSWER), Some(0x4ae7));
        assert_eq!(verdict(ANSWER), Some((NO_SUCH_NAME, 0)));
        assert_eq!(name(ANSWER), "users.svc");
    }

    #[test]
    fn a_query_or_a_stump_is_no_answer() {
        assert_eq!(verdict(b"J\xe7\x01\0\0\x01\0\0\0\0\0\0\x05users"), None);
        assert_eq!(verdict(b"J"), None);
        assert_eq!(name(b"J\xe7\x01\0\0\x01\0\0\0\0\0\0\x05us"), "");
        assert_eq!(name(b"J\xe7\x01\0\0\x01\0\0\0\0\0\0\x03api\x07exam"), "api.exam…");
    }
}
