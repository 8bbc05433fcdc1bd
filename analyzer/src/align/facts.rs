//! What is compared of an event: keys in which values are set aside, and how the call ended.

use crate::align::calls::{self, Kind, Nature};
use crate::align::class::{self, Class};
use crate::align::shape::{self, Hash};
use crate::model::arguments::{Arguments, Value, scan};
use crate::model::path::place_of_path;
use crate::model::trace::{Call, Event, EventId, EventKind};
use crate::trace::{Descriptor, DescriptorRole, Run, Unit};

/// What two events have in common if they are the same but for their values: a hash of everything else.
pub type Key = u64;

/// What is compared of one event.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// The event.
    pub event: EventId,
    /// Call, role of what it acts on, shape of paths, flags.
    pub key: Key,
    /// The key and how the call ended.
    pub result_key: Key,
    /// The call alone.
    pub family: Key,
    /// The descriptor that it acts on: the shape of its path, or its role.
    pub subject: Hash,
    /// Shape of the first path, if it names one.
    pub path: Option<PathShape>,
    /// What the call does.
    pub nature: Nature,
    /// What it acts on.
    pub role: DescriptorRole,
    /// How it ended.
    pub class: Class,
}

/// The shape of a path and of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathShape {
    /// All of it.
    pub whole: Hash,
    /// The directory.
    pub parent: Hash,
    /// The last component.
    pub name: Hash,
}

impl PathShape {
    fn of(path: &str) -> Self {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let shape = |part| shape::path(Hash::default(), part);
        Self { whole: shape(path), parent: shape(parent), name: shape(name) }
    }
}

/// What is known of a call by its name.
#[derive(Debug, Clone, Copy)]
pub struct Known<'r> {
    kind: Kind<'r>,
    /// The place of its path among the arguments.
    path: Option<usize>,
}

impl<'r> Known<'r> {
    fn of(name: &'r str) -> Self {
        Self { kind: calls::kind(name), path: place_of_path(name) }
    }

    /// What is known of all calls of a run, by the numbers of their names.
    pub fn all(run: &'r Run) -> Vec<Self> {
        run.trace.names.iter().map(|name| Self::of(name)).collect()
    }
}

/// The facts of a unit's events, in order.
pub fn facts(run: &Run, known: &[Known<'_>], unit: &Unit) -> Vec<Fact> {
    let events = unit.events.iter().filter_map(|id| Some((*id, run.trace.event(*id)?)));
    events
        .map(|(id, event)| match &event.kind {
            EventKind::Call(call) => {
                let known = known.get(usize::from(call.name)).copied();
                Fact::of_call(run, id, call, known.unwrap_or_else(|| Known::of("")))
            }
            _ => Fact::of_other(run, id, event),
        })
        .collect()
}

impl Fact {
    fn of_call(run: &Run, id: EventId, call: &Call, known: Known<'_>) -> Self {
        let kind = known.kind;
        // What a call opens shows only if it succeeds, so it is no part of what the call asks for.
        let descriptor = descriptor(run, id).filter(|descriptor| descriptor.opened != Some(id));
        let role = descriptor.map_or(DescriptorRole::Unknown, |descriptor| lasting(descriptor.role));
        let family = Hash::default().with(kind.family.as_bytes());
        // A file is known by its path; what it is for is inferred, also from what comes later.
        let subject = match descriptor {
            Some(descriptor) if descriptor.target.starts_with('/') => {
                shape::path(Hash::default(), &descriptor.target)
            }
            _ => Hash::default().with_number(role as u64),
        };
        let mut path = None;
        let mut key = family.with_number(subject.0);
        let text = run.trace.str(call.args);
        // Where nothing inside of an argument counts, they are only told apart.
        let pieces = if kind.nature == Nature::Connect { None } else { scan::pieces(text) };
        let arguments = if pieces.is_some() { Arguments::default() } else { run.trace.arguments(call) };
        match kind.nature {
            Nature::Fork => {
                let thread = text.contains("CLONE_THREAD");
                key = key.with(if thread { b"thread" } else { b"process" });
            }
            Nature::Exit => {}
            _ => {
                if let Some(place) = known.path {
                    let named = match &pieces {
                        Some(pieces) => pieces.get(place).map_or("", |piece| scan::inside_quotes(piece)),
                        None => arguments.value(place).quoted().map_or("", |quoted| quoted.raw),
                    };
                    let shape = PathShape::of(named);
                    key = key.with_number(shape.whole.0);
                    // With an empty path (AT_EMPTY_PATH) it is the descriptor that counts.
                    path = (!named.is_empty()).then_some(shape);
                    if kind.family == "rename" {
                        key =
                            run.trace.second_path(call).map_or(key, |second| shape::path(key, &second.path));
                    }
                }
                if kind.nature == Nature::Connect {
                    key = address(key, arguments.value(1));
                }
                for argument in &arguments.list {
                    if let Value::Word(word) = argument.value {
                        key = flags(key, word);
                    }
                }
                for piece in pieces.iter().flatten().filter(|piece| **piece != "NULL") {
                    key = flags(key, piece);
                }
            }
        }
        let class = class::of_call(&run.trace, call, kind.nature, role);
        let result_key = key.with_number(class.number());
        Self {
            event: id,
            key: key.0,
            result_key: result_key.0,
            family: family.0,
            subject,
            path,
            nature: kind.nature,
            role,
            class,
        }
    }

    fn of_other(run: &Run, id: EventId, event: &Event) -> Self {
        let family = match &event.kind {
            EventKind::Call(_) => Hash::default(),
            EventKind::Signal { name, .. } => {
                Hash::default().with(b"signal").with(run.trace.str(*name).as_bytes())
            }
            EventKind::Stopped { signal } => {
                Hash::default().with(b"stop").with(run.trace.str(*signal).as_bytes())
            }
            EventKind::Exited { .. } => Hash::default().with(b"exited"),
            EventKind::Killed { .. } => Hash::default().with(b"killed"),
            EventKind::Superseded { .. } => Hash::default().with(b"superseded"),
            EventKind::Note(_) => Hash::default().with(b"note"),
            EventKind::Output(_) => Hash::default().with(b"output"),
        };
        let class = class::of_event(&run.trace, &event.kind);
        Self {
            event: id,
            key: family.0,
            result_key: family.with_number(class.number()).0,
            family: family.0,
            subject: Hash::default(),
            path: None,
            nature: match &event.kind {
                EventKind::Note(_) | EventKind::Output(_) => Nature::Bookkeeping,
                _ => Nature::Other,
            },
            role: DescriptorRole::Unknown,
            class,
        }
    }
}

/// The role that a descriptor has from the start: a socket that is to listen is a socket until it does.
fn lasting(role: DescriptorRole) -> DescriptorRole {
    match role {
        DescriptorRole::Listener | DescriptorRole::Socket => DescriptorRole::Socket,
        other => other,
    }
}

/// How an event ended; `None` if there is no such event.
pub fn class(run: &Run, id: EventId) -> Option<Class> {
    let event = run.trace.event(id)?;
    Some(match &event.kind {
        EventKind::Call(call) => Fact::of_call(run, id, call, Known::of(run.trace.name(call))).class,
        _ => Fact::of_other(run, id, event).class,
    })
}

/// The descriptor that an event acts on first.
pub fn descriptor(run: &Run, event: EventId) -> Option<&Descriptor> {
    let id = run.descriptor_of.get(event as usize).copied().flatten()?;
    run.descriptors.get(id as usize)
}

/// Adds what of a socket address is no value: its family, and the path of a unix socket.
fn address(key: Hash, value: &Value<'_>) -> Hash {
    let key = match value.field("sa_family") {
        Some(Value::Word(family)) => key.with(family.as_bytes()),
        _ => key,
    };
    match value.field("sun_path").and_then(Value::quoted) {
        Some(quoted) => shape::path(key, quoted.raw),
        None => key,
    }
}

/// Adds an argument that is a name from a header, or several: `F_SETLK`, `O_RDONLY|O_CLOEXEC`.
fn flags(key: Hash, word: &str) -> Hash {
    let of_header = word.starts_with(|first: char| first.is_ascii_uppercase())
        && word != "AT_FDCWD"
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'|'));
    if of_header { key.with(word.as_bytes()) } else { key }
}
