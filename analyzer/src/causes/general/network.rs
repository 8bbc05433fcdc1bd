//! Sockets and peers: what an errno of a call on them names.

use super::row::{Row, always, row};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::suspects::Suspect;
use crate::trace::DescriptorRole;

fn upstream(suspect: &Suspect<'_>) -> bool {
    suspect.in_request() && suspect.to_peer()
}

fn unix_path(suspect: &Suspect<'_>) -> bool {
    suspect.object.name.starts_with("unix:")
}

const NET: &[Family] = &[Family::Connect, Family::Send, Family::Receive, Family::Read, Family::Write];

/// Every row, from the specific to the general.
pub static ROWS: &[Row] = &[
    row(
        "EADDRINUSE",
        &[Family::Bind],
        unix_path,
        "address-in-use",
        "The socket file {path} is there already",
        ("ss -xlp | grep {name}", "no listener: it was left behind"),
        "Remove it if nobody listens on it; let the program unlink it before it binds.",
    ),
    row(
        "EADDRNOTAVAIL",
        &[Family::Bind],
        always,
        "address-not-available",
        "The address {host} does not exist on this host",
        ("ip address", "no such address"),
        "Bind an address that the host has, or wait until it is there.",
    ),
    row(
        "EAGAIN",
        &[Family::Connect],
        unix_path,
        "upstream-unix-backlog-full",
        "The listen queue of {path} is full",
        ("ss -xl | grep {name}", "Recv-Q as large as Send-Q"),
        "Give the upstream more workers or a longer queue.",
    ),
    row(
        "ETIMEDOUT",
        NET,
        upstream,
        "upstream-kernel-connect-timeout",
        "The kernel gave up connecting to the upstream {peer}",
        ("nc -vz -w 5 {host} {port}", "timed out"),
        "Open the way to it, or correct its address.",
    ),
    row(
        "ETIMEDOUT",
        NET,
        always,
        "connection-timeout",
        "{peer} does not answer",
        ("nc -vz -w 5 {host} {port}", "timed out"),
        "Open the way to it, or correct its address.",
    ),
    row(
        "EHOSTUNREACH",
        NET,
        always,
        "host-unreachable",
        "The host of {peer} cannot be reached",
        ("ip neigh; ip route get {host}", "FAILED, or an unexpected way"),
        "Correct the address, or bring the host up.",
    ),
    row(
        "ECONNRESET",
        &[Family::Connect],
        upstream,
        "upstream-connect-reset",
        "The connection attempt to {peer} was reset",
        ("tcpdump -ni any host {host}", "a reset instead of an acceptance"),
        "Look at what stands between: a proxy, a balancer, a firewall.",
    ),
    row(
        "ECONNRESET",
        &[Family::Write, Family::Send],
        |one| one.to_peer() && !one.in_request(),
        "connection-reset",
        "{peer} reset the connection",
        ("the log of {peer}", "a crash, a restart or a limit"),
        "Look at the peer.",
    ),
    row(
        "EPIPE",
        &[Family::Write, Family::Send],
        |one| one.object.role != DescriptorRole::Client,
        "broken-pipe",
        "The other side of {object} had closed",
        ("the end of the reader", "its own failure or its normal end"),
        "Look at why the reader ended.",
    ),
    row(
        "EPIPE",
        &[Family::Write, Family::Send],
        always,
        "client-connection-lost-mid-response",
        "The client was gone while it was answered",
        ("the client's time limit", "shorter than the answer takes"),
        "Give the client a longer time limit or make the answer quicker.",
    ),
    row(
        "ECONNRESET",
        &[Family::Write, Family::Send, Family::Receive, Family::Read],
        |one| one.object.role == DescriptorRole::Client,
        "client-connection-lost-mid-response",
        "The client broke the connection off",
        ("the client's log", "a time limit or a crash"),
        "Look at the client.",
    ),
    row(
        "EMSGSIZE",
        &[Family::Send],
        always,
        "message-too-long",
        "The datagram to {peer} is too large",
        ("ip link", "the largest packet of the interface"),
        "Send smaller datagrams.",
    ),
    row(
        "ENOBUFS",
        &[],
        always,
        "socket-buffer-exhausted",
        "The system has no buffer for {object}",
        ("ss -s; free -h", "very many sockets"),
        "Send less at once, or raise the buffers.",
    ),
    row(
        "EAFNOSUPPORT",
        &[],
        always,
        "address-family-not-supported",
        "The address family of {object} is not available",
        ("ip -6 address", "nothing: IPv6 is off"),
        "Use the other address family, or enable this one.",
    ),
];
