//! A call of a run, with what is asked of it again and again while it is drawn.

use super::shorten;
use crate::kernel::meaning::{Act, Object, act_of};
use crate::kernel::{errno, syscalls};
use crate::model::arguments::{Arguments, Value};
use crate::model::trace::{Call, EventId, Outcome};
use crate::order::InList;
use crate::prose::Prose;
use crate::trace::{Descriptor, DescriptorRole, Run};

/// A call where it stands.
pub struct At<'a> {
    /// The run.
    pub run: &'a Run,
    /// The call's event.
    pub event: EventId,
    /// The call.
    pub call: &'a Call,
    /// Its name.
    pub name: &'a str,
    /// Its arguments.
    pub arguments: Arguments<'a>,
}

impl<'a> At<'a> {
    /// The call of that event; `None` for other events.
    pub fn of(run: &'a Run, event: EventId) -> Option<Self> {
        let call = run.trace.call(event)?;
        let (name, arguments) = (run.trace.name(call), run.trace.arguments(call));
        Some(Self { run, event, call, name, arguments })
    }

    /// The descriptor that it acts on first.
    pub fn descriptor(&self) -> Option<&'a Descriptor> {
        self.run.descriptor(self.event)
    }

    /// What it acts on.
    pub fn object(&self) -> Object {
        self.run.object(self.event)
    }

    /// What it acts on is for: of its descriptor, or of the path that it names.
    pub fn role(&self) -> DescriptorRole {
        match self.descriptor() {
            Some(descriptor) if descriptor.fills_cache() => DescriptorRole::CacheFile,
            _ => self.run.role(self.event),
        }
    }

    /// The table's line for the call.
    pub fn syscall<'p>(&self, prose: &'p Prose) -> Option<syscalls::Syscall<'p>> {
        syscalls::by_name(prose, self.name)
    }

    /// The text of the argument at that place; empty where there is none.
    pub fn text(&self, place: usize) -> &'a str {
        self.arguments.get(place).map_or("", |argument| argument.text)
    }

    /// The value of the argument at that place.
    pub fn value(&self, place: usize) -> &Value<'a> {
        self.arguments.value(place)
    }

    /// The value of the argument of that name, or else at that place.
    pub fn named(&self, name: &str, place: usize) -> &Value<'a> {
        self.arguments.named(name).map_or_else(|| self.value(place), |argument| &argument.value)
    }

    /// What it returned, unless it failed or has not returned.
    pub fn returned(&self) -> Option<i64> {
        match self.call.outcome {
            Outcome::Returned(value) => Some(value),
            _ => None,
        }
    }

    /// The errno's number with which it failed.
    pub fn failed(&self) -> Option<u16> {
        match self.call.outcome {
            Outcome::Failed(errno) => Some(errno),
            _ => None,
        }
    }

    /// Role and number of what a descriptor's number means here: `client 12`.
    pub fn label(&self, number: i64) -> String {
        let found = i32::try_from(number).ok().and_then(|number| {
            let id = self.run.descriptor_at(self.event, number)?;
            self.run.descriptors.get(id as usize)
        });
        found.map_or_else(|| format!("descriptor {number}"), label)
    }

    /// True if it read and got the end of the file or stream. An empty buffer says nothing.
    pub fn at_end(&self) -> bool {
        let reads = matches!(act_of(self.name, self.object()), Act::Read | Act::Receive);
        reads
            && !self.name.starts_with("getdents")
            && self.returned() == Some(0)
            && self.value(2).number() != Some(0)
    }

    /// What each event of an `epoll_wait` says: `EPOLLIN on client 12`; without a name where the trace does not
    /// show what the data stands for.
    pub fn wakes(&self) -> Vec<String> {
        let wakes = self.run.wakes(self.event).iter();
        wakes
            .map(|wake| {
                let descriptor = wake.descriptor.and_then(|id| self.run.descriptors.get(id as usize));
                match descriptor {
                    Some(descriptor) => format!("{} on {}", wake.ready, label(descriptor)),
                    None => wake.ready.to_string(),
                }
            })
            .in_list()
    }

    /// The result as a short text: `12288`, `-1 ENOSPC`, `?`; a word that explains it stays.
    pub fn result(&self) -> String {
        let text = self.run.trace.str(self.call.result);
        match self.call.outcome {
            Outcome::Returned(value) if text.starts_with("0x") => {
                let word = text.split_ascii_whitespace().next().unwrap_or_default();
                if word.is_empty() { value.to_string() } else { word.to_owned() }
            }
            Outcome::Returned(0) if text.contains("(Timeout)") => "0 timeout".into(),
            Outcome::Returned(0) if self.at_end() => "0 EOF".into(),
            Outcome::Returned(value) => value.to_string(),
            Outcome::Failed(number) => match errno::name_of(number) {
                Some(name) => format!("-1 {name}"),
                // An errno that no table knows: what stands there.
                None => text.split(" (").next().unwrap_or(text).to_owned(),
            },
            Outcome::Restarting => text.split(" (").next().unwrap_or(text).to_owned(),
            Outcome::Unfinished => "not returned".into(),
            Outcome::Unknown => "?".into(),
        }
    }

    /// The path that it names first, shortened; the descriptor's target where it names none.
    pub fn path(&self, most: usize) -> Option<String> {
        let path = self.run.trace.path(self.call)?;
        Some(shorten::middle(&path.full(), most)).filter(|path| !path.is_empty())
    }
}

/// Role and number of a descriptor. A file that a cache is filling is a temporary one only to the kernel.
pub fn label(descriptor: &Descriptor) -> String {
    format!("{} {}", words(descriptor), descriptor.number)
}

/// The role of a descriptor in words.
pub fn words(descriptor: &Descriptor) -> &'static str {
    if descriptor.fills_cache() { DescriptorRole::CacheFile.words() } else { descriptor.role.words() }
}
