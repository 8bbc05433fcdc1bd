//! What ties a line to a failure: addresses, path, name, request and time.

use crate::causes::reasoning::claim::Finding;
use crate::causes::reasoning::dns;
use crate::causes::reasoning::exchange::{Attempt, Exchange};
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::scene::Scene;
use crate::model::log::{Entry, NginxMessage};
use crate::model::time::Stamp;
use crate::model::trace::{Clock, EventId, Micros};
use crate::order::Change;
use crate::trace::DescriptorRole;

/// An hour: zones of the same clock are whole hours apart.
const HOUR: Micros = 3_600_000_000;

/// How the failure of a proxied request looks from the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The connection was refused.
    Refused,
    /// Nothing came back when it connected.
    NoAnswer,
    /// The upstream ended the connection.
    Closed,
    /// The upstream reset the connection.
    Reset,
    /// The upstream took the request and was silent.
    Silent,
    /// The client left first.
    ClientLeft,
    /// Anything else.
    Other,
}

/// What ties a line to a failure.
#[derive(Debug)]
pub struct Marks<'s> {
    /// The requests that the finding cites lines of, with the attempt that failed.
    pub exchanges: Vec<(&'s Exchange, &'s Attempt)>,
    /// Addresses of the other side, `host:port` or `unix:/path`.
    pub peers: Vec<String>,
    /// The path that a call failed on; empty if there is none.
    pub path: String,
    /// What was asked for: the target of the request line (`/orders?page=3`), the host's name of a query.
    pub targets: Vec<String>,
    /// The numbers that nginx gave the clients' connections (`*1`), from its messages that are cited.
    pub connections: Vec<u64>,
    /// How it looked.
    pub sight: Sight,
    /// When: within the hour.
    at: Option<Micros>,
    /// From the first cited line to `at`, and from `at` to the last one.
    around: (Micros, Micros),
}

impl<'s> Marks<'s> {
    /// The marks of a finding.
    pub fn of(scene: &'s Scene<'_>, finding: &Finding) -> Self {
        let mut marks = Self {
            exchanges: Vec::new(),
            peers: Vec::new(),
            path: String::new(),
            targets: Vec::new(),
            connections: Vec::new(),
            sight: Sight::Other,
            at: None,
            around: (0, 0),
        };
        marks.take_fault(scene, finding);
        for line in &finding.diagnosis.evidence {
            for (run, reading) in scene.failing().filter(|(_, reading)| reading.name == line.source) {
                let events = &reading.run.trace.events;
                let event =
                    EventId::try_from(events.partition_point(|one| one.line < line.line)).unwrap_or(0);
                marks.take_event(scene, run, reading, event);
            }
            marks.take_log(scene, line);
        }
        marks
    }

    /// True if it is known which request, address, path or time it is about.
    pub fn request(&self) -> bool {
        !self.exchanges.is_empty() || !self.peers.is_empty() || !self.targets.is_empty()
    }

    /// How far a time is from the failure, in microseconds, later ones positive; `None` where it cannot be told.
    pub fn apart(&self, time: Option<Stamp>) -> Option<Micros> {
        self.apart_micros(time?.local_micros)
    }

    /// The same for a time of day or of an epoch.
    pub fn apart_micros(&self, micros: Micros) -> Option<Micros> {
        let apart = (micros - self.at?).rem_euclid(HOUR);
        Some(if apart > HOUR / 2 { apart - HOUR } else { apart })
    }

    /// True if a time lies between the cited lines, or so close to them; also where it cannot be told.
    pub fn fits(&self, time: Option<Stamp>, before: Micros, after: Micros) -> bool {
        self.apart(time).is_none_or(|apart| {
            apart >= self.around.0.saturating_sub(before) && apart <= self.around.1.saturating_add(after)
        })
    }

    /// True if the failure has a time that others can be compared with.
    pub fn dated(&self) -> bool {
        self.at.is_some()
    }

    /// True if an address, as `host:port`, is the other side's; a listener on every address counts.
    pub fn is_peer(&self, host: &str, port: &str) -> bool {
        let anywhere = matches!(host, "*" | "0.0.0.0" | "[::]" | "::" | "");
        self.peers.iter().any(|peer| {
            peer.rsplit_once(':').is_some_and(|(own, number)| {
                number == port && (anywhere || own == host || own.trim_matches(['[', ']']) == host)
            })
        })
    }

    /// True if a text names the other side's address.
    pub fn names_peer(&self, text: &str) -> bool {
        self.peers.iter().any(|peer| {
            let plain = peer.strip_prefix("unix:").unwrap_or(peer);
            text.match_indices(plain).any(|(at, _)| {
                // 10.0.0.1:80 is not 10.0.0.1:8080, and 10.0.0.1:80 not 110.0.0.1:80.
                let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
                let bytes = text.as_bytes();
                !digit(bytes.get(at + plain.len())) && (at == 0 || !digit(bytes.get(at - 1)))
            })
        })
    }

    /// True if a text names what was asked for.
    pub fn names_target(&self, text: &str) -> bool {
        self.targets.iter().any(|target| target.len() > 1 && names_word(text, target))
    }

    fn take_fault(&mut self, scene: &Scene<'_>, finding: &Finding) {
        let Some((run, event)) = blamed(scene, finding) else { return };
        let Some(reading) = scene.reading(run) else { return };
        let suspect = scene.suspects.iter().find(|one| one.run == run && one.event == event);
        if let Some(suspect) = suspect {
            let name = &suspect.object.name;
            if name.starts_with('/') {
                self.path.clone_from(name);
            } else if name.contains(':') {
                self.peer(name);
            }
        }
        self.at = hour_time(reading, event);
        let asked = dns::lookups(reading).into_iter().find(|one| {
            one.asked == event
                || one.refused == Some(event)
                || one.expired == Some(event)
                || one.answer.is_some_and(|answer| answer.0 == event)
        });
        self.name(asked.as_ref().map_or("", |lookup| lookup.name.as_str()));
    }

    /// Takes a host's name that was asked for.
    fn name(&mut self, name: &str) {
        if name.contains('.') && !self.targets.iter().any(|known| known == name) {
            self.targets.push(name.into());
        }
    }

    fn take_event(&mut self, scene: &'s Scene<'_>, run: usize, reading: &Reading<'_>, event: EventId) {
        match (self.at, hour_time(reading, event)) {
            (None, time) => self.at = time,
            (Some(_), Some(time)) => {
                let apart = self.apart_micros(time).unwrap_or(0);
                self.around = (self.around.0.min(apart), self.around.1.max(apart));
            }
            _ => {}
        }
        let touched = scene.exchanges.iter().find(|exchange| {
            exchange.run == run
                && reading.request(event).is_some_and(|unit| unit.events.first() == Some(&exchange.begin))
                && !self.exchanges.iter().any(|(known, _)| known.begin == exchange.begin)
        });
        let Some(exchange) = touched else { return };
        let Some(attempt) = exchange.last() else { return };
        if self.exchanges.is_empty() {
            self.sight = sight(exchange, attempt);
        }
        self.exchanges.push((exchange, attempt));
        for attempt in &exchange.attempts {
            self.peer(&attempt.peer);
            self.target(&attempt.request);
        }
        if let Some(unit) = reading.request(exchange.begin) {
            let asked = unit.events.iter().take(12).filter_map(|id| reading.seen(*id)).find(|seen| {
                reading.role_of(seen.id) == DescriptorRole::Client
                    && matches!(seen.name, "read" | "recvfrom" | "recvmsg" | "readv")
                    && seen.returned().is_some_and(|bytes| bytes > 0)
            });
            if let Some(asked) = asked {
                self.target(&asked.payload(reading.run));
            }
        }
    }

    fn take_log(&mut self, scene: &Scene<'_>, line: &crate::report::Evidence) {
        for log in scene.case.logs {
            let named = scene.case.sources.get(log.source).is_some_and(|source| source.name == line.source);
            let at = log.entries.partition_point(|entry| entry.line < line.line);
            let Some(entry) = log.entries.get(at).filter(|entry| named && entry.line == line.line) else {
                continue;
            };
            if let (None, Some(time)) = (self.at, entry.time) {
                self.at = Some(time.local_micros.rem_euclid(HOUR));
            }
            if let Entry::Nginx(message) = &entry.kind {
                let upstream = log.str(message.upstream);
                let address = upstream.split_once("://").map_or(upstream, |(_, rest)| rest);
                if let Some(path) = address.strip_prefix("unix:") {
                    let path = path.split(':').next().unwrap_or(path);
                    self.peer(&format!("unix:{path}"));
                } else {
                    self.peer(address.split('/').next().unwrap_or(""));
                }
                self.target(log.str(message.request));
                self.connections.add_all(message.connection);
                if let Some((name, _)) = log.str(message.message).split_once(" could not be resolved") {
                    self.name(name);
                }
                if self.path.is_empty()
                    && let Some(path) = log.str(message.message).split('"').nth(1)
                    && path.starts_with('/')
                {
                    self.path = path.into();
                }
                if self.exchanges.is_empty() {
                    self.sight = sight_of(log.str(message.message), log.str(message.action), message);
                }
            }
        }
    }

    fn peer(&mut self, address: &str) {
        if !address.is_empty() && !self.peers.iter().any(|known| known == address) {
            self.peers.push(address.into());
        }
    }

    /// Takes the target of a request line; one that is cut short is not taken.
    fn target(&mut self, request: &str) {
        let mut words = request.split(' ');
        let method = words.next().unwrap_or("");
        let upper = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
        if let (true, Some(target), Some(_)) = (upper, words.next(), words.next())
            && !self.targets.iter().any(|known| known == target)
        {
            self.targets.push(target.into());
        }
    }
}

/// The call that a finding blames; where it blames none, that of its first line.
pub fn blamed(scene: &Scene<'_>, finding: &Finding) -> Option<(usize, EventId)> {
    finding.fault.or_else(|| {
        let first = finding.diagnosis.evidence.first()?;
        let (run, reading) = scene.failing().find(|(_, reading)| reading.name == first.source)?;
        let at = reading.run.trace.events.partition_point(|event| event.line < first.line);
        Some((run, EventId::try_from(at).ok()?))
    })
}

/// True if a word stands in a text and does not go on there.
pub fn names_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
        !after.is_some_and(|letter| {
            letter.is_ascii_alphanumeric()
                || !letter.is_ascii()
                || matches!(letter, '/' | '?' | '&' | '=' | '-' | '_')
        })
    })
}

/// When an event ended, within the hour; `None` where the trace has no clock that others share.
pub fn hour_time(reading: &Reading<'_>, event: EventId) -> Option<Micros> {
    if !matches!(reading.run.trace.clock, Clock::TimeOfDay | Clock::Epoch) {
        return None;
    }
    let time = reading.run.trace.event(event)?.time?;
    let took = reading.seen(event).and_then(|seen| seen.duration()).unwrap_or(0);
    Some(time.saturating_add(took).rem_euclid(HOUR))
}

fn sight(exchange: &Exchange, attempt: &Attempt) -> Sight {
    if exchange.client_left.is_some() {
        Sight::ClientLeft
    } else if attempt.not_connected.is_some() {
        Sight::Refused
    } else if attempt.receive_error.is_some() || attempt.send_error.is_some() {
        Sight::Reset
    } else if attempt.timed_out.is_some() {
        if attempt.stands() { Sight::Silent } else { Sight::NoAnswer }
    } else if attempt.end_of_stream.is_some() && !attempt.has_header() {
        Sight::Closed
    } else {
        Sight::Other
    }
}

/// The same as nginx tells it.
fn sight_of(said: &str, action: &str, message: &NginxMessage) -> Sight {
    match message.errno {
        Some(111) => Sight::Refused,
        Some(104) => Sight::Reset,
        Some(110) if action.starts_with("connecting") => Sight::NoAnswer,
        Some(110) => Sight::Silent,
        _ if said.starts_with("upstream prematurely closed") => Sight::Closed,
        _ if said.starts_with("client prematurely closed") => Sight::ClientLeft,
        _ => Sight::Other,
    }
}

/// Host and port of `host:port`; an empty port where there is none.
pub fn split_address(address: &str) -> (&str, &str) {
    address.rsplit_once(':').unwrap_or((address, ""))
}

/// True if a path is that directory or lies in it.
pub fn is_below(path: &str, directory: &str) -> bool {
    let directory = directory.trim_end_matches('/');
    directory.is_empty()
        || path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(peer: &str, at: Option<Micros>) -> Marks<'static> {
        Marks {
            exchanges: Vec::new(),
            peers: vec![peer.into()],
            path: String::new(),
            targets: vec!["/orders".into()],
            connections: Vec::new(),
            sight: Sight::Other,
            at,
            around: (-1_000, 2_000),
        }
    }

    #[test]
    fn an_address_is_not_a_part_of_another() {
        let marks = marks("10.0.0.1:80", None);
        assert!(marks.names_peer("listening on 10.0.0.1:80, idle 5s"));
        assert!(!marks.names_peer("listening on 10.0.0.1:8080"));
        assert!(!marks.names_peer("listening on 110.0.0.1:80"));
        assert!(marks.is_peer("0.0.0.0", "80") && !marks.is_peer("10.0.0.2", "80"));
    }

    #[test]
    fn a_target_is_not_the_beginning_of_another() {
        let marks = marks("10.0.0.1:80", None);
        assert!(marks.names_target("GET /orders took 3s"));
        assert!(!marks.names_target("GET /orders/7 took 3s"));
        assert!(!marks.names_target("GET /orders?page=2 took 3s"));
    }

    #[test]
    fn times_are_compared_within_the_hour() {
        let marks = marks("10.0.0.1:80", Some(HOUR - 1_000_000));
        assert_eq!(marks.apart_micros(5 * HOUR + 1_000_000), Some(2_000_000));
        assert_eq!(marks.apart_micros(HOUR - 3_000_000), Some(-2_000_000));
        let undated = super::tests::marks("", None);
        assert_eq!(undated.apart_micros(7), None);
    }

    #[test]
    fn a_path_lies_below_its_directories_only() {
        assert!(is_below("/var/cache/x", "/var/cache/") && is_below("/var", "/"));
        assert!(!is_below("/var/cachet/x", "/var/cache"));
    }
}
