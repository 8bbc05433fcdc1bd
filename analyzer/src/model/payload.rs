//! Which data a call moved.

use super::arguments::{Argument, Quoted, Value};
use super::trace::{Call, Trace};

/// The data of a read or write, as far as the trace shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payload {
    /// The bytes of all buffers, one after the other; where one is abbreviated, what follows is not joined to it.
    pub bytes: Vec<u8>,
    /// Something was left out (`-s`), or data stands in later buffers that is not in `bytes`.
    pub abbreviated: bool,
}

impl Payload {
    /// As text; bytes that are no UTF-8 become U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Trace {
    /// The data that a call read or wrote: `read`, `write`, `pread64`, `send`, `recv` and their kin, vectors and
    /// messages too. `None` if it moves no data, or only a pointer is shown.
    pub fn payload(&self, call: &Call) -> Option<Payload> {
        let mut strings = Vec::new();
        collect_payload(self, call, &mut strings)?;
        let mut payload = Payload::default();
        for quoted in strings {
            if payload.abbreviated {
                break;
            }
            payload.bytes.extend(quoted.bytes());
            payload.abbreviated = quoted.abbreviated;
        }
        Some(payload)
    }
}

fn collect_payload<'t>(trace: &'t Trace, call: &Call, out: &mut Vec<Quoted<'t>>) -> Option<()> {
    let arguments = trace.arguments(call);
    match trace.name(call) {
        "read" | "write" | "pread64" | "pwrite64" | "pread" | "pwrite" | "send" | "recv" | "sendto"
        | "recvfrom" => {
            out.push(arguments.value(1).quoted()?);
        }
        "readv" | "writev" | "preadv" | "preadv2" | "pwritev" | "pwritev2" | "vmsplice" => {
            vector(arguments.value(1), out);
        }
        "sendmsg" | "recvmsg" => message(arguments.value(1), out),
        "sendmmsg" | "recvmmsg" | "recvmmsg_time64" => {
            for one in arguments.value(1).items() {
                let header = one
                    .value
                    .field("msg_hdr")
                    .or_else(|| one.value.items().first().map(|first| &first.value));
                message(header?, out);
            }
        }
        _ => return None,
    }
    (!out.is_empty()).then_some(())
}

/// `{msg_name=..., msg_iov=[...], ...}`; in old straces `msg_iov(1)=[...]`.
fn message<'t>(header: &Value<'t>, out: &mut Vec<Quoted<'t>>) {
    for field in header.items() {
        if field.name.is_some_and(|name| name.starts_with("msg_iov") && name != "msg_iovlen") {
            vector(&field.value, out);
        }
    }
}

/// `[{iov_base="...", iov_len=9}]`, in old straces `[{"...", 9}]`.
fn vector<'t>(value: &Value<'t>, out: &mut Vec<Quoted<'t>>) {
    let buffer = |item: &Argument<'t>| match item.value.field("iov_base") {
        Some(base) => base.quoted(),
        None => item.value.items().first().and_then(|first| first.value.quoted()),
    };
    out.extend(value.items().iter().filter_map(buffer));
}
