//! Which socket address a call names.

use super::arguments::{Arguments, Value};
use super::trace::{Call, Trace};

/// A socket address as strace prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketAddress {
    /// `AF_INET`, `AF_INET6`
    Internet {
        /// The address's text, for example `127.0.0.1` or `::1`.
        address: String,
        /// The port.
        port: u16,
        /// True for IPv6.
        six: bool,
    },
    /// `AF_UNIX` with a path.
    Unix(String),
    /// `AF_UNIX` in the abstract name space, without the leading NUL.
    Abstract(String),
    /// Another family, or a Unix socket without a name; the family's name, for example `AF_NETLINK`.
    Other(String),
}

impl SocketAddress {
    /// Reads `{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}`, also the old `{AF_INET, ...}`.
    pub fn of(value: &Value<'_>) -> Option<Self> {
        let Value::Struct(fields) = value else { return None };
        let family = match fields.first() {
            Some(first) if matches!(first.name, Some("sa_family") | None) => match first.value {
                Value::Word(word) => word,
                // `-X verbose`: the name stands in the comment.
                _ => first.comment?,
            },
            _ => return None,
        };
        Some(match family.trim_start_matches("AF_").trim_start_matches("PF_") {
            "INET" | "INET6" => {
                let six = family.ends_with('6');
                let port = port(value.field("sin_port").or_else(|| value.field("sin6_port"))?)?;
                let address = fields.iter().find_map(|field| match field.name {
                    Some("sin_addr" | "sin6_addr") => string_in(&field.value),
                    // `inet_pton(AF_INET6, "::1", &sin6_addr)`
                    None if !matches!(field.value, Value::Word(_)) => string_in(&field.value),
                    _ => None,
                })?;
                Self::Internet { address, port, six }
            }
            "UNIX" | "LOCAL" | "FILE" => {
                match value.field("sun_path").or_else(|| value.field("path")).and_then(Value::quoted) {
                    Some(name) if name.abstract_name => Self::Abstract(name.text()),
                    Some(name) => Self::Unix(name.text()),
                    None => Self::Other(family.to_owned()),
                }
            }
            _ => Self::Other(family.to_owned()),
        })
    }
}

impl std::fmt::Display for SocketAddress {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Internet { address, port, six: false } => write!(out, "{address}:{port}"),
            Self::Internet { address, port, six: true } => write!(out, "[{address}]:{port}"),
            Self::Unix(path) => write!(out, "unix:{path}"),
            Self::Abstract(name) => write!(out, "unix:@{name}"),
            Self::Other(family) => out.write_str(family),
        }
    }
}

/// `htons(80)` says 80. A bare number is in network order (`-X raw`).
fn port(value: &Value<'_>) -> Option<u16> {
    match value {
        Value::Function { .. } => u16::try_from(value.number()?).ok(),
        Value::Number(number) => u16::try_from(*number).ok().map(u16::swap_bytes),
        _ => None,
    }
}

/// The first string in a function form, or the string itself.
fn string_in(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(quoted) => Some(quoted.text()),
        Value::Function { arguments, .. } => arguments.iter().find_map(|argument| string_in(&argument.value)),
        _ => None,
    }
}

impl Trace {
    /// The socket address among a call's arguments: of `connect`, `bind`, `accept`, `getsockname`, `sendto`,
    /// `recvfrom`, and of `sendmsg`'s and `recvmsg`'s `msg_name`.
    pub fn socket_address(&self, call: &Call) -> Option<SocketAddress> {
        Self::address_in(&self.arguments(call))
    }

    fn address_in(arguments: &Arguments<'_>) -> Option<SocketAddress> {
        arguments.list.iter().find_map(|argument| {
            let name = argument.value.field("msg_name");
            SocketAddress::of(name.unwrap_or(&argument.value))
        })
    }
}
