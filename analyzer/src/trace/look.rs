//! What single calls tell of the descriptor they act on.

use super::facts::Facts;
use super::lazy::Lazy;
use super::payload::{self, Exchange, LogKind};
use crate::model::address::SocketAddress;
use crate::model::arguments::Arguments;
use crate::model::trace::{Call, Outcome, Trace};

/// So many reads and writes of a descriptor are looked at; what it is shows early.
const LOOKS: u8 = 12;

/// So much of a string's notation is looked at to say what it is.
const HEAD: usize = 1_600;
/// So much tells which side of an exchange it belongs to.
const SIDE: usize = 64;

/// The port of the domain name service.
const DNS_PORT: u16 = 53;

/// The flags of `open`.
pub(crate) fn at_open_flags(facts: &mut Facts, arguments: &Arguments<'_>, creat: bool) {
    let mut create = creat;
    let mut only = false;
    let mut look = |flag: &str| match flag {
        "O_CREAT" => create = true,
        "O_EXCL" => only = true,
        "O_TMPFILE" => facts.exclusive = true,
        "O_WRONLY" | "O_RDWR" => facts.writable = true,
        "O_DIRECTORY" => facts.directory = true,
        _ => {}
    };
    for argument in &arguments.list {
        argument.value.flags().for_each(&mut look);
        // openat2 takes its flags in a struct.
        if let Some(flags) = argument.value.field("flags") {
            flags.flags().for_each(&mut look);
        }
    }
    facts.exclusive |= create && only;
    facts.writable |= create;
    // O_TMPFILE contains O_DIRECTORY's bit, strace prints both apart.
    facts.directory &= !facts.exclusive;
}

/// Domain and type of `socket`.
pub(crate) fn at_socket(facts: &mut Facts, arguments: &Arguments<'_>) {
    facts.socket = true;
    let domain = arguments.list.first().map_or("", |domain| domain.text);
    facts.unix = domain.ends_with("_UNIX") || domain.ends_with("_LOCAL");
    facts.netlink = domain.ends_with("_NETLINK");
    facts.datagram = arguments.value(1).flags().any(|kind| kind == "SOCK_DGRAM");
}

/// True if a name service answers at that address: DNS, or the name service cache.
pub(crate) fn is_name_service(address: &SocketAddress) -> bool {
    match address {
        SocketAddress::Internet { port, .. } => *port == DNS_PORT,
        SocketAddress::Unix(path) => path.ends_with("/nscd/socket"),
        _ => false,
    }
}

/// What `fstat`, `ioctl` and their kin say.
pub(crate) fn at_status(facts: &mut Facts, arguments: &str, failed: bool) {
    if failed {
        return;
    }
    if arguments.contains("S_IFDIR") {
        facts.directory = true;
    } else if arguments.contains("S_IFSOCK") {
        facts.socket = true;
    } else if arguments.contains("S_IFIFO") {
        facts.pipe = true;
    } else if arguments.contains("S_IFCHR") {
        facts.device = true;
    } else if arguments.contains("TCGETS") || arguments.contains("TIOCGWINSZ") {
        facts.terminal = true;
    }
}

/// What was read or written; returns which side of an exchange it belongs to.
pub(crate) fn at_data(
    facts: &mut Facts,
    trace: &Trace,
    call: &Call,
    lazy: &Lazy<'_>,
    write: bool,
) -> Option<Exchange> {
    let looks = facts.looked < LOOKS;
    // Files and libraries are what their paths say.
    if !looks && !facts.socket {
        return None;
    }
    facts.looked = facts.looked.saturating_add(1);
    let name = trace.name(call);
    if name.starts_with("send") || name.starts_with("recv") {
        facts.socket = true;
        if looks
            && facts.peer.is_empty()
            && let Some(address) = trace.socket_address(call)
        {
            facts.dns |= is_name_service(&address);
            if !matches!(address, SocketAddress::Other(_)) {
                facts.peer = address.to_string();
            }
        }
    }
    if !write && !matches!(call.outcome, Outcome::Returned(1..)) {
        return None;
    }
    let data = lazy.head(if looks { HEAD } else { SIDE }).filter(|data| !data.is_empty())?;
    let says = payload::exchange(&data);
    if !looks {
        return says;
    }
    let side = if write { &mut facts.written } else { &mut facts.read };
    if side.is_none() {
        *side = says;
    }
    if facts.socket
        && facts.asked.is_empty()
        && let Some(question) = payload::dns(&data)
    {
        facts.dns = true;
        facts.asked = question.name;
    }
    facts.database |= payload::database(&data);
    if write && let (None | Some(LogKind::Record), Some(kind)) = (facts.log, payload::log_line(&data)) {
        facts.log = Some(kind);
    }
    says
}
