//! Reads, writes and copies: how much, where to, and what it says.

use crate::kernel::calls;
use crate::model::arguments::Value;
use crate::model::trace::{EventId, Outcome};
use crate::render::rows::at::At;
use crate::render::rows::{said, shorten};
use crate::trace::{Descriptor, DescriptorRole, Run};

/// How much is moved, where to, and what it says.
pub fn transfer(at: &At<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    if !matches!(at.role(), DescriptorRole::Library)
        && let Some(words) = said::in_words(at)
    {
        parts.push(words);
    }
    parts.push(buffers(at));
    let offset = match at.name {
        "pread64" | "pwrite64" | "preadv" | "pwritev" | "preadv2" | "pwritev2" | "pread" | "pwrite" => {
            at.value(3)
        }
        _ => &Value::Empty,
    };
    if let Some(offset) = offset.number() {
        parts.push(format!("at {}", shorten::grouped(offset)));
    }
    if let Some(address) = at.run.trace.socket_address(at.call) {
        let direction = if at.name.starts_with("recv") { "from" } else { "to" };
        parts.push(format!("{direction} {address}"));
    }
    parts
}

/// The size of the buffers: `4096 B`, `2 × 4096 B`, `3 buffers, 5321 B`; empty if it is not shown.
pub fn buffers(at: &At<'_>) -> String {
    let vector = match at.value(1) {
        Value::Array(items) => items.as_slice(),
        message @ Value::Struct(_) => message.field("msg_iov").map_or(&[][..], Value::items),
        _ => return at.value(2).number().map(shorten::bytes).unwrap_or_default(),
    };
    let length = |item: &Value<'_>| item.field("iov_len").and_then(Value::number);
    let lengths: Option<Vec<i64>> = vector.iter().map(|item| length(&item.value)).collect();
    match lengths.as_deref() {
        Some([]) | None => String::new(),
        Some([only]) => shorten::bytes(*only),
        Some(all) if all.iter().all(|one| Some(one) == all.first()) => {
            format!("{} × {}", all.len(), all.first().copied().map(shorten::bytes).unwrap_or_default())
        }
        Some(all) => {
            let sum = all.iter().fold(0_i64, |sum, one| sum.saturating_add(*one));
            format!("{} buffers, {}", all.len(), shorten::bytes(sum))
        }
    }
}

pub fn copied(at: &At<'_>) -> Vec<String> {
    let (other, word, count) = match at.name {
        "splice" | "copy_file_range" => (at.value(2), "to", at.value(4)),
        _ => (at.value(1), "from", at.value(3)),
    };
    let other = other.number().map(|number| format!("{word} {},", at.label(number)));
    vec![other.unwrap_or_default(), count.number().map(shorten::bytes).unwrap_or_default()]
}

/// What had gone through a connection when it was closed.
pub fn closed(at: &At<'_>) -> String {
    let Some(descriptor) = at.descriptor() else { return String::new() };
    if !matches!(
        descriptor.role,
        DescriptorRole::Client | DescriptorRole::TempFile | DescriptorRole::CacheFile
    ) {
        return String::new();
    }
    let before = descriptor.events.iter().take_while(|event| **event < at.event);
    let sent = before.filter_map(|event| gave(at.run, *event, descriptor)).fold(0, i64::saturating_add);
    match descriptor.role {
        DescriptorRole::Client => format!("after {} sent", shorten::bytes(sent)),
        _ if sent > 0 => format!("after {} written", shorten::bytes(sent)),
        _ => String::new(),
    }
}

/// How many bytes an event gave to that descriptor; `None` if it gave none.
pub fn gave(run: &Run, event: EventId, descriptor: &Descriptor) -> Option<i64> {
    let call = run.trace.call(event)?;
    let own = run.descriptor(event).is_some_and(|own| std::ptr::eq(own, descriptor));
    match call.outcome {
        Outcome::Returned(count @ 1..) if own && gives(run.trace.name(call)) => Some(count),
        _ => None,
    }
}

/// True if the call gives bytes to the descriptor that it acts on first.
pub fn gives(name: &str) -> bool {
    calls::line(" write writev pwrite64 pwritev pwritev2 send sendto sendmsg sendfile sendfile64 ", name)
        .is_some()
}
