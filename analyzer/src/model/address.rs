//! Which socket address a call names.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::arguments::{Argument, Arguments, Value};
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
        let family = family(fields.first()?)?;
        Some(match family.trim_start_matches("AF_").trim_start_matches("PF_") {
            "INET" | "INET6" => {
                let six = family.ends_with('6');
                let port = port(value.field("sin_port").or_else(|| value.field("sin6_port"))?)?;
                let address = fields.iter().skip(1).find_map(|field| match field.name {
                    // Without a name: `inet_pton(AF_INET6, "::1", &sin6_addr)`.
                    Some("sin_addr" | "sin6_addr") | None => address(&field.value),
                    Some(_) => None,
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

/// True for the text of an address alone, without a port: `127.0.0.1`, `::1`.
pub fn is_bare(text: &str) -> bool {
    let four = text.split('.').count() == 4 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let six = text.split(':').count() > 2
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    four || six
}

/// The family's name, which `-X raw` prints as a number and `-X verbose` in a comment behind it.
fn family<'t>(first: &Argument<'t>) -> Option<&'t str> {
    if !matches!(first.name, Some("sa_family") | None) {
        return None;
    }
    match first.value {
        Value::Word(word) => Some(word),
        Value::Number(1) => Some("AF_UNIX"),
        Value::Number(2) => Some("AF_INET"),
        Value::Number(10) => Some("AF_INET6"),
        Value::Number(16) => Some("AF_NETLINK"),
        _ => first.comment,
    }
}

/// `htons(80)` says 80; with `-X raw` and `-X verbose` the two bytes themselves stand there.
fn port(value: &Value<'_>) -> Option<u16> {
    match value {
        Value::Function { .. } => u16::try_from(value.number()?).ok(),
        Value::Text(bytes) => Some(u16::from_be_bytes(bytes.bytes().try_into().ok()?)),
        _ => None,
    }
}

/// The string in `inet_addr("...")` or `inet_pton(AF_INET6, "...", &sin6_addr)`; with `-X raw` and `-X verbose` the
/// bytes of the address themselves.
fn address(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(quoted) => {
            let bytes = quoted.bytes();
            match (<[u8; 4]>::try_from(bytes.as_slice()), <[u8; 16]>::try_from(bytes.as_slice())) {
                (Ok(four), _) => Some(Ipv4Addr::from(four).to_string()),
                (_, Ok(sixteen)) => Some(Ipv6Addr::from(sixteen).to_string()),
                _ => None,
            }
        }
        Value::Function { arguments, .. } => {
            arguments.iter().find_map(|argument| argument.value.quoted()).map(|quoted| quoted.text())
        }
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

#[cfg(test)]
mod tests {
    use super::super::descriptor::tests::call_of;

    fn address(line: &str) -> Option<String> {
        let (trace, call) = call_of(line);
        trace.socket_address(&call).map(|address| address.to_string())
    }

    #[test]
    fn addresses_of_every_family() {
        let is = |text: &str| Some(text.to_owned());
        let four =
            r#"connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.1")}, 16)"#;
        assert_eq!(address(four), is("10.0.0.1:80"));
        let six = r#"connect(5, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28)"#;
        assert_eq!(address(six), is("[::1]:80"));
        let verbose = r#"connect(5, {sa_family=0x2 /* AF_INET */, sin_port="\x00\x09" /* htons(9) */, sin_addr="\x7f\x00\x00\x01" /* inet_addr("127.0.0.1") */}, 16)"#;
        assert_eq!(address(verbose), is("127.0.0.1:9"));
        assert_eq!(
            address(r#"bind(5, {sa_family=AF_UNIX, sun_path="/run/x.sock"}, 110)"#),
            is("unix:/run/x.sock")
        );
        assert_eq!(address(r#"connect(5, {sa_family=AF_UNIX, sun_path=@"x"}, 11)"#), is("unix:@x"));
        assert_eq!(address("accept4(6, {sa_family=AF_UNIX}, [110 => 2], SOCK_NONBLOCK)"), is("AF_UNIX"));
        assert_eq!(
            address("bind(3, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12)"),
            is("AF_NETLINK")
        );
        let message = r#"sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, msg_iov=[]}, 0)"#;
        assert_eq!(address(message), is("8.8.8.8:53"));
        assert_eq!(address("connect(5, 0x7ffeaa2f8590, 0x10)"), None);
        assert_eq!(address(r#"read(5, "x", 1)"#), None);
    }
}
