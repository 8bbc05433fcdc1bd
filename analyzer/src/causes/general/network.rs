//! Sockets and peers: what an errno of a call on them names.

use super::row::{Row, always, row};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::suspects::Suspect;
use crate::trace::DescriptorRole;

fn upstream(_: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    suspect.in_request() && suspect.to_peer()
}

fn unix_path(_: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    suspect.object.name.starts_with("unix:")
}

const NET: &[Family] = &[Family::Connect, Family::Send, Family::Receive, Family::Read, Family::Write];

/// Every row, from the specific to the general.
pub static ROWS: &[Row] = &[
    row("EADDRINUSE", &[Family::Bind], unix_path, "address-in-use"),
    row("EADDRNOTAVAIL", &[Family::Bind], always, "address-not-available"),
    row("EAGAIN", &[Family::Connect], unix_path, "upstream-unix-backlog-full"),
    row("ETIMEDOUT", NET, upstream, "upstream-kernel-connect-timeout"),
    row("ETIMEDOUT", NET, always, "connection-timeout"),
    row("EHOSTUNREACH", NET, always, "host-unreachable"),
    row("ECONNRESET", &[Family::Connect], upstream, "upstream-connect-reset"),
    row(
        "ECONNRESET",
        &[Family::Write, Family::Send],
        |_, one| one.to_peer() && !one.in_request(),
        "connection-reset",
    ),
    row(
        "EPIPE",
        &[Family::Write, Family::Send],
        |_, one| one.object.role != DescriptorRole::Client,
        "broken-pipe",
    ),
    row("EPIPE", &[Family::Write, Family::Send], always, "client-connection-lost-mid-response"),
    row(
        "ECONNRESET",
        &[Family::Write, Family::Send, Family::Receive, Family::Read],
        |_, one| one.object.role == DescriptorRole::Client,
        "client-connection-lost-mid-response",
    ),
    row("EMSGSIZE", &[Family::Send], always, "message-too-long"),
    row("ENOBUFS", &[], always, "socket-buffer-exhausted"),
    row("EAFNOSUPPORT", &[], always, "address-family-not-supported"),
];
