//! Which data a call moved.

use super::arguments::{Argument, Arguments, Quoted, Value, scan};
use super::trace::{Call, Trace};
use crate::order::Change;

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
        if let Some(quoted) = self.second_string(call).or_else(|| self.first_buffer(call)) {
            return Some(Payload { bytes: quoted.bytes(), abbreviated: quoted.abbreviated });
        }
        let mut strings = Vec::new();
        collect_payload(self, call, &mut strings)?;
        let mut payload = Payload::default();
        for quoted in strings {
            if payload.abbreviated {
                break;
            }
            payload.bytes.extend_from_slice(&quoted.bytes());
            payload.abbreviated = quoted.abbreviated;
        }
        Some(payload)
    }

    /// The data of a call whose first argument is a descriptor and whose second is a string: nearly all are so.
    pub(crate) fn second_string(&self, call: &Call) -> Option<Quoted<'_>> {
        if !SIMPLE.contains(&self.name(call)) {
            return None;
        }
        let (_, _, rest) = scan::first_number(self.str(call.args))?;
        string(rest.strip_prefix(", ")?)
    }

    /// The first buffer of a vector, if it is abbreviated: then nothing of the others is joined to it.
    fn first_buffer(&self, call: &Call) -> Option<Quoted<'_>> {
        if !VECTORS.contains(&self.name(call)) {
            return None;
        }
        let (_, _, rest) = scan::first_number(self.str(call.args))?;
        string(rest.strip_prefix(", [{iov_base=")?).filter(|quoted| quoted.abbreviated)
    }
}

/// The string that an argument is, from its quote on.
fn string(text: &str) -> Option<Quoted<'_>> {
    let end = scan::string_end(text.as_bytes(), 0).filter(|_| text.starts_with('"'))?;
    let behind = text.get(end..)?;
    let abbreviated = behind.starts_with("...");
    let behind = behind.strip_prefix("...").unwrap_or(behind);
    let raw = text.get(1..end - 1).filter(|_| behind.is_empty() || behind.starts_with(','))?;
    Some(Quoted { raw, abbreviated, abstract_name: false })
}

/// Calls whose second argument is the data.
const SIMPLE: &[&str] =
    &["read", "write", "recvfrom", "sendto", "pread64", "pwrite64", "pread", "pwrite", "send", "recv"];

/// Calls whose second argument is several buffers.
const VECTORS: &[&str] = &["readv", "writev", "preadv", "preadv2", "pwritev", "pwritev2", "vmsplice"];

fn collect_payload<'t>(trace: &'t Trace, call: &Call, out: &mut Vec<Quoted<'t>>) -> Option<()> {
    let arguments = Arguments::first_two(trace, call);
    match trace.name(call) {
        name if SIMPLE.contains(&name) => out.push(arguments.value(1).quoted()?),
        name if VECTORS.contains(&name) => vector(arguments.value(1), out),
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

/// `{msg_name=..., msg_iov=[...], ...}`
fn message<'t>(header: &Value<'t>, out: &mut Vec<Quoted<'t>>) {
    for field in header.items() {
        if field.name == Some("msg_iov") {
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
    out.add_all(value.items().iter().filter_map(buffer));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::descriptor::tests::call_of;

    fn payload(line: &str) -> Option<(String, bool)> {
        let (trace, call) = call_of(line);
        trace.payload(&call).map(|payload| (payload.text(), payload.abbreviated))
    }

    #[test]
    fn data_of_every_kind_of_call() {
        let data = |text: &str, abbreviated| Some((text.to_owned(), abbreviated));
        assert_eq!(payload(r#"read(3, "a\nb"..., 512)"#), data("a\nb", true));
        assert_eq!(
            payload(r#"sendto(13, "\6bobcat\3com\0", 35, 0, NULL, 0)"#),
            data("\u{6}bobcat\u{3}com\0", false)
        );
        assert_eq!(payload(r#"writev(15, [{"GET / ", 6}, {"x", 1}], 2)"#), data("GET / x", false));
        let new = r#"writev(15, [{iov_base="GET "..., iov_len=60}, {iov_base="x", iov_len=1}], 2)"#;
        assert_eq!(payload(new), data("GET ", true), "what follows a gap is not joined to it");
        let message = r#"sendmsg(4, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="hi", iov_len=2}], msg_flags=0}, 0)"#;
        assert_eq!(payload(message), data("hi", false));
        let old = r#"recvmsg(4, {msg_name(0)=NULL, msg_iov(1)=[{"hi", 2}], msg_flags=0}, 0)"#;
        assert_eq!(payload(old), data("hi", false));
        let many = r#"sendmmsg(4, [{msg_hdr={msg_iov=[{iov_base="a", iov_len=1}]}, msg_len=1}], 1, 0)"#;
        assert_eq!(payload(many), data("a", false));
        assert_eq!(payload("read(3, 0x7ffd1f603790, 4096)"), None);
        assert_eq!(payload(r#"open("/etc/hosts", O_RDONLY)"#), None);
    }
}
