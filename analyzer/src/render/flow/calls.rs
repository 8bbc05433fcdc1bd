//! What a call is in a sequence: hands it to those who know its kind.

use super::mark::{Mark, Reader, Weight, why};
use super::step::{Peer, Verb};
use super::{Ending, ends, files, sockets};
use crate::align::class::Class;
use crate::kernel::meaning::{self, Act, act_of};
use crate::render::rows::at::{At, label};
use crate::render::rows::{arguments, shorten};
use crate::trace::DescriptorRole as Role;

/// A wait of this length is worth telling, in microseconds.
const LONG: i64 = 20_000;

/// What a call is; `None` where it tells nothing at all.
pub fn mark(reader: &mut Reader<'_>, at: &At<'_>, class: Class) -> Option<Mark> {
    if class == Class::Pending {
        return Some(endless(reader, at));
    }
    if harmless(reader, at, class) {
        return None;
    }
    let act = act_of(at.name, at.object());
    match act {
        Act::Poll => return waited(at, class),
        Act::Sleep | Act::Suspend => {
            let summary = arguments::summary(at);
            let long = at.call.duration.get().map_or(!summary.ends_with("µs"), |micros| micros >= LONG);
            let head = match at.name {
                "nanosleep" | "clock_nanosleep" => format!("sleeps {summary}"),
                other => format!("waits in {other}"),
            };
            return long.then(|| Mark::here(Verb::Wait, Weight::Minor, head));
        }
        Act::Futex => {
            let bad = class == Class::TimedOut;
            return bad.then(|| {
                let head = format!("waits in futex{}", lasting(at));
                Mark::here(Verb::Wait, Weight::Minor, head).ending(Ending::TimedOut)
            });
        }
        Act::Fork | Act::WaitChild | Act::Exec | Act::Kill => return ends::of_process(at, act, class),
        Act::Other if at.name == "exit" || at.name == "rt_sigreturn" => return None,
        Act::Other if at.name == "exit_group" && reader.exits => return None,
        Act::Other if at.name == "exit_group" => {
            return Some(ends::exit(at.text(0).parse().unwrap_or(0)));
        }
        Act::Memory
        | Act::Pin
        | Act::Limit
        | Act::Identity
        | Act::Session
        | Act::SystemV
        | Act::Notify
        | Act::Ioctl
        | Act::Watch
        | Act::Seek
        | Act::Descriptor
        | Act::Feature
        | Act::Socket => {
            return refused(at, class);
        }
        _ => {}
    }
    match at.role() {
        Role::EventQueue | Role::Notifier | Role::Netlink => refused(at, class),
        Role::Client | Role::Upstream | Role::Peer | Role::Resolver | Role::Listener | Role::Socket => {
            sockets::mark(reader, at, act, class)
        }
        _ if at.object().is_socket() => sockets::mark(reader, at, act, class),
        _ => files::mark(reader, at, act, class),
    }
}

/// An errno that programs meet all the time: nothing to read yet, a connection under way.
fn harmless(reader: &Reader<'_>, at: &At<'_>, class: Class) -> bool {
    match (class, at.failed()) {
        (Class::Again, _) => act_of(at.name, at.object()) != Act::Connect,
        (Class::Failed(number), Some(_)) => {
            let weight = meaning::of(reader.prose, at.name, number, at.object()).weight;
            weight == meaning::Weight::Benign
        }
        _ => false,
    }
}

/// What only tells something where it fails.
pub fn refused(at: &At<'_>, class: Class) -> Option<Mark> {
    let why = why(class).filter(|_| class.is_bad())?;
    let subject = at.descriptor().map(|one| format!(" on {}", label(one))).unwrap_or_default();
    Some(Mark::here(Verb::Wait, Weight::Minor, format!("{}{subject}", at.name)).failed(&why))
}

/// A wait for one of several things.
fn waited(at: &At<'_>, class: Class) -> Option<Mark> {
    if class == Class::ErrorEvent {
        // The call that follows tells which error it is.
        let told = arguments::summary(at);
        let named = |one: &&str| one.contains("ERR") || one.contains("HUP");
        let on = told.split(", ").find(named).and_then(|one| one.split_once(" on "));
        let on = on.map(|(_, subject)| format!(" on {subject}")).unwrap_or_default();
        let told = format!("{}: an error{on}", at.name);
        return Some(Mark::here(Verb::Wait, Weight::Quiet, told).ending(Ending::Failed));
    }
    let left = at.run.wakes(at.event).iter().any(|wake| {
        let descriptor = wake.descriptor.and_then(|id| at.run.descriptors.get(id as usize));
        wake.ready.hung_up() && descriptor.is_some_and(|one| one.role == Role::Client)
    });
    if left {
        return Some(Mark::from(Peer::Client, Verb::End, Weight::Minor, "closes"));
    }
    if class != Class::TimedOut || arguments::summary(at).contains("without waiting") {
        return None;
    }
    if at.call.duration.get().is_some_and(|micros| micros < LONG) {
        return None;
    }
    let head = format!("waits in {}{}, nothing comes", at.name, lasting(at));
    Some(Mark::here(Verb::Wait, Weight::Minor, head).ending(Ending::TimedOut))
}

/// ` for 5.0 s`, where the trace tells.
fn lasting(at: &At<'_>) -> String {
    at.call.duration.get().map(|micros| format!(" for {}", shorten::duration(micros))).unwrap_or_default()
}

/// A call that did not return while the trace lasted.
fn endless(reader: &Reader<'_>, at: &At<'_>) -> Mark {
    let what = match at.descriptor() {
        Some(descriptor) if !matches!(descriptor.role, Role::EventQueue | Role::Notifier) => {
            format!(" on {}", label(descriptor))
        }
        _ => String::new(),
    };
    let head = match act_of(at.name, at.object()) {
        Act::WaitChild => "waits for a child, which does not end".to_owned(),
        _ => format!("waits in {}{what}, which does not return", at.name),
    };
    // Threads that have nothing to do wait for work.
    let idle = reader.run.process(at.event).is_some_and(|one| one.thread);
    let weight = if idle { Weight::Quiet } else { Weight::Minor };
    Mark::here(Verb::Wait, weight, head).ending(Ending::Endless)
}
