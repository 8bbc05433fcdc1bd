//! Connections in a sequence.

use super::Ending;
use super::mark::{Mark, Reader, Weight, why};
use super::step::{Peer, Verb};
use crate::align::class::Class;
use crate::kernel::meaning::Act;
use crate::render::rows::at::{At, label};
use crate::render::rows::{arguments, said, shorten};
use crate::trace::payload::{self, Exchange};
use crate::trace::{DescriptorId, DescriptorRole as Role};

/// So much of a request or of unknown data is shown.
const HEAD: usize = 44;

/// What a call on a socket is; `None` where it tells nothing at all.
pub fn mark(reader: &mut Reader<'_>, at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    let why = why(class).filter(|_| class.is_bad());
    match act {
        Act::Accept => return Some(accepted(at, why.as_deref())),
        Act::Bind | Act::Listen => {
            let address = at.run.trace.socket_address(at.call).map(|address| address.to_string());
            let head = format!("{} {}", at.name, address.unwrap_or_default()).trim_end().to_owned();
            let mark = Mark::here(Verb::Call(20), Weight::Loud, head);
            return Some(match why {
                Some(why) => mark.failed(&why),
                None => mark,
            });
        }
        _ => {}
    }
    let Some(peer) = peer(at) else { return alone(at, act, why.as_deref()) };
    match act {
        Act::Connect => connected(at, peer, why.as_deref()),
        Act::Option => {
            let asks = at.name == "getsockopt" && at.text(2) == "SO_ERROR";
            match why.filter(|_| asks) {
                Some(why) => Some(Mark::to(peer, Verb::Connect, Weight::Loud, "connect").failed(&why)),
                None => asks.then(|| Mark::to(peer, Verb::Connect, Weight::Quiet, "connect")),
            }
        }
        Act::Send | Act::Write => sent(reader, at, peer, class, why.as_deref()),
        Act::Receive | Act::Read => received(reader, at, peer, class, why.as_deref()),
        Act::Shutdown => Some(Mark::to(peer, Verb::Close, Weight::Minor, at.name)),
        Act::Close => closed(at, peer),
        _ => why.map(|why| Mark::here(Verb::Wait, Weight::Minor, at.name).failed(&why)),
    }
}

/// Who is at the other end; `None` where that is not known.
fn peer(at: &At<'_>) -> Option<Peer> {
    let descriptor = at.descriptor()?;
    let named = at.run.trace.socket_address(at.call).map(|address| address.to_string());
    let target = || {
        let known = Some(descriptor.target.clone()).filter(|target| !target.is_empty());
        known.or(named.clone()).unwrap_or_default()
    };
    match descriptor.role {
        Role::Client => Some(Peer::Client),
        Role::Upstream | Role::Peer => Some(Peer::Server(target())),
        // The cache of the C library, which hardly any machine runs.
        Role::Resolver if descriptor.target.contains("nscd") => None,
        Role::Resolver => {
            // Without an address the target is the name that was asked for.
            let address = Some(target()).filter(|target| target.contains(':'));
            Some(Peer::Resolver(address.unwrap_or_default()))
        }
        // Not connected: only a call that names an address has somebody at the other end.
        Role::Socket => named.map(Peer::Server),
        _ => None,
    }
}

/// A socket of which nothing is known but its number.
fn alone(at: &At<'_>, act: Act, why: Option<&str>) -> Option<Mark> {
    let moves = matches!(act, Act::Send | Act::Write | Act::Receive | Act::Read);
    if at.descriptor().is_some_and(|one| one.role == Role::Resolver) {
        return None;
    }
    if !moves && why.is_none() {
        return None;
    }
    let subject = at.descriptor().map(|one| format!(" on {}", label(one))).unwrap_or_default();
    let number = at.descriptor().map_or(0, |one| one.number.unsigned_abs().try_into().unwrap_or(0));
    let mark = Mark::here(Verb::Call(number), Weight::Minor, format!("{}{subject}", at.name));
    Some(match why {
        Some(why) => mark.failed(why),
        None => mark.moving(at.returned()),
    })
}

fn accepted(at: &At<'_>, why: Option<&str>) -> Mark {
    match why {
        // No connection came of it, so there is nobody at the other end.
        Some(why) => Mark::here(Verb::Accept, Weight::Loud, at.name).failed(why),
        None => Mark::from(Peer::Client, Verb::Accept, Weight::Loud, "connects"),
    }
}

fn connected(at: &At<'_>, peer: Peer, why: Option<&str>) -> Option<Mark> {
    // A question to a name server needs no connection, and nothing goes out for one.
    let weight = match peer {
        Peer::Resolver(_) => Weight::Quiet,
        _ => Weight::Loud,
    };
    let mark = Mark::to(peer, Verb::Connect, weight, "connect");
    match why {
        Some(why) => Some(Mark { weight: Weight::Loud, ..mark.failed(why) }),
        None => Some(mark),
    }
    .filter(|_| at.name == "connect")
}

/// The descriptor that the call acts on.
fn id(reader: &Reader<'_>, at: &At<'_>) -> Option<DescriptorId> {
    reader.run.descriptor_of.get(at.event as usize).copied().flatten()
}

/// What the bytes are: kind, words, and whether they continue something.
fn content(reader: &mut Reader<'_>, at: &At<'_>, out: bool) -> (Verb, String) {
    let id = id(reader, at);
    let data = at.run.trace.payload(at.call);
    let bytes = data.as_ref().map_or(&[][..], |data| data.bytes.as_slice());
    let known = id.is_some_and(|id| reader.known.contains(&id));
    let kind = payload::exchange(bytes);
    if let (Some(_), Some(id)) = (kind, id) {
        reader.known.insert(id);
    }
    match kind {
        Some(Exchange::Request) => match payload::request_line(bytes) {
            Some(line) => (Verb::Request, shorten::end(&line, HEAD)),
            None => (Verb::Request, "request".into()),
        },
        Some(Exchange::Answer) => match payload::status(bytes) {
            Some(status) => (Verb::Answer, status.to_string()),
            None => (Verb::Answer, "answer".into()),
        },
        Some(Exchange::Handshake) => (Verb::Handshake, "TLS handshake".into()),
        Some(Exchange::Tls) => (Verb::Data, "TLS data".into()),
        None if known => (Verb::Data, String::new()),
        // What is not text is told by its size alone.
        None => {
            let words = said::in_words(at).filter(|words| words.is_ascii()).unwrap_or_default();
            (if out { Verb::Request } else { Verb::Answer }, shorten::end(&words, HEAD))
        }
    }
}

fn sent(reader: &mut Reader<'_>, at: &At<'_>, peer: Peer, class: Class, why: Option<&str>) -> Option<Mark> {
    if let Some(why) = why {
        let head = if class == Class::TimedOut { "sends" } else { at.name };
        return Some(Mark::to(peer, Verb::Data, Weight::Loud, head).failed(why));
    }
    if let Peer::Resolver(_) = peer {
        let words = said::in_words(at).filter(|words| words.starts_with("asks "))?;
        return Some(Mark::to(peer, Verb::Name, Weight::Loud, words));
    }
    let (verb, head) = content(reader, at, true);
    if let (Some(id), Peer::Server(_)) = (id(reader, at), &peer) {
        reader.waiting.insert(id);
    }
    let copied = at.name.starts_with("sendfile") || at.name == "splice";
    let head = if copied { at.name.to_owned() } else { head };
    Some(Mark::to(peer, verb, Weight::Loud, head).moving(at.returned()))
}

fn received(
    reader: &mut Reader<'_>,
    at: &At<'_>,
    peer: Peer,
    class: Class,
    why: Option<&str>,
) -> Option<Mark> {
    if let Peer::Resolver(_) = peer {
        let words = said::in_words(at);
        let words = words.as_deref().and_then(|words| words.rsplit_once(": ")).map(|(_, answer)| answer);
        return match (class, words, why) {
            (Class::NameError(_), Some(words), _) => {
                Some(Mark::from(peer, Verb::Name, Weight::Loud, words).ending(Ending::Failed))
            }
            (_, _, Some(why)) => Some(Mark::to(peer, Verb::Name, Weight::Loud, at.name).failed(why)),
            (_, Some(words), None) => Some(Mark::from(peer, Verb::Name, Weight::Loud, words)),
            (_, None, None) => None,
        };
    }
    if let Some(why) = why {
        return Some(Mark::from(peer, Verb::Data, Weight::Loud, at.name).failed(why));
    }
    let waiting = id(reader, at).is_some_and(|id| reader.waiting.remove(&id));
    if at.at_end() && waiting {
        let mark = Mark::from(peer, Verb::End, Weight::Loud, "closes without an answer");
        return Some(mark.ending(Ending::Failed));
    }
    if at.at_end() {
        return Some(Mark::from(peer, Verb::End, Weight::Loud, "closes"));
    }
    let (verb, head) = content(reader, at, false);
    let verb = match (verb, &peer) {
        (Verb::Answer, Peer::Client) => Verb::Request,
        (verb, _) => verb,
    };
    Some(Mark::from(peer, verb, Weight::Loud, head).moving(at.returned()))
}

fn closed(at: &At<'_>, peer: Peer) -> Option<Mark> {
    match peer {
        Peer::Client => {
            // `after 46 910 B sent`
            let told = arguments::summary(at);
            let sent = told.strip_prefix("after ").unwrap_or(&told);
            let head = if sent.is_empty() { "close".to_owned() } else { format!("close, {sent}") };
            Some(Mark::to(peer, Verb::Close, Weight::Loud, head))
        }
        Peer::Server(_) => Some(Mark::to(peer, Verb::Close, Weight::Minor, "close")),
        _ => None,
    }
}
