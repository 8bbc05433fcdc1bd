//! Files, rights and limits: what an errno of a call on them names.

use super::row::{Row, always, row};
use crate::causes::disk_full_on_cache_write::holds_a_response;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::suspects::Suspect;

fn address(_: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    suspect.by_address() && suspect.object.name.contains(':')
}

/// True if the port is one that only a privileged process may bind.
fn low_port(_: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    suspect
        .object
        .name
        .rsplit(':')
        .next()
        .and_then(|port| port.parse::<u16>().ok())
        .is_some_and(|port| port > 0 && port < 1024)
}

/// A proxy makes files, and directories for them, while it relays an answer for its cache or its temporary files alone.
pub fn cache_gone(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    one.is(&[Family::Create], &["ENOENT"])
        && scene.reading(one.run).is_some_and(|reading| {
            reading.request(one.event).is_some_and(|unit| holds_a_response(reading, unit, one.event))
        })
}

/// True if links may be followed: a call that forbids it fails with the same errno at any link (open(2), openat2(2)).
fn follows(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    let text = scene.reading(suspect.run).map_or("", |reading| reading.text(suspect.event));
    !text.contains("O_NOFOLLOW") && !text.contains("RESOLVE_NO_SYMLINKS")
}

const CHANGES: &[Family] =
    &[Family::Open, Family::Create, Family::Write, Family::Rename, Family::Change, Family::Lock];
const PATHS: &[Family] = &[
    Family::Open,
    Family::Create,
    Family::Look,
    Family::Enter,
    Family::Rename,
    Family::Change,
    Family::Execute,
];
/// Calls that are not made to probe, so that a refused argument counts.
const REFUSING: &[Family] = &[
    Family::Open,
    Family::Create,
    Family::Write,
    Family::Read,
    Family::Rename,
    Family::Change,
    Family::Execute,
    Family::Connect,
    Family::Bind,
    Family::Accept,
    Family::Send,
    Family::Memory,
    Family::Fork,
    Family::Lock,
    Family::Mount,
    Family::Kernel,
];
const DATA: &[Family] = &[Family::Read, Family::Write];

/// Every row, from the specific to the general.
pub static ROWS: &[Row] = &[
    // Storage.
    row("ENOENT", &[Family::Create], cache_gone, "cache-directory-removed"),
    row("EDQUOT", &[], always, "disk-quota-exceeded"),
    row("EROFS", CHANGES, always, "read-only-filesystem"),
    row("EIO", &[], always, "io-error"),
    row("EUCLEAN", &[], always, "filesystem-corrupted"),
    row("EBADMSG", DATA, always, "filesystem-corrupted"),
    row("ESTALE", &[], always, "stale-nfs-handle"),
    row(
        "EBUSY",
        &[Family::Mount, Family::Open, Family::Change, Family::Rename, Family::Control],
        always,
        "device-busy",
    ),
    row("ENXIO", &[Family::Open], always, "fifo-without-reader"),
    row("ENXIO", &[], always, "no-such-device"),
    row("ENODEV", &[Family::Open, Family::Mount, Family::Control, Family::Memory], always, "no-such-device"),
    // Paths.
    row("ENAMETOOLONG", &[], always, "name-too-long"),
    row("ELOOP", PATHS, follows, "symlink-loop"),
    row("ENOTDIR", PATHS, always, "not-a-directory"),
    row("EISDIR", &[], always, "path-is-a-directory"),
    row("ETXTBSY", &[], always, "text-file-busy"),
    row("EMLINK", &[], always, "too-many-links"),
    row("ENOTEMPTY", &[Family::Change, Family::Rename], always, "directory-not-empty"),
    row(
        "EOVERFLOW",
        &[Family::Open, Family::Look, Family::Read, Family::Write],
        always,
        "file-too-large-for-program",
    ),
    row(
        "EBADF",
        &[Family::Read, Family::Write, Family::Send, Family::Receive],
        always,
        "bad-file-descriptor",
    ),
    row("EOPNOTSUPP", DATA, always, "operation-not-supported"),
    // Rights.
    row("EACCES", &[Family::Bind], low_port, "privileged-port"),
    row("EACCES", &[Family::Connect], address, "selinux-connect-denied"),
    row("EPERM", &[Family::Connect, Family::Send], address, "local-firewall-rejects-connect"),
    row("EACCES", &[Family::Execute], always, "not-executable").likely(),
    row(
        "EPERM",
        &[
            Family::Change,
            Family::Privilege,
            Family::Mount,
            Family::Open,
            Family::Create,
            Family::Rename,
            Family::Enter,
            Family::Memory,
            Family::Kernel,
        ],
        always,
        "operation-not-permitted",
    ),
    row("EPERM", &[Family::Fork, Family::Other], |_, one| one.named, "seccomp-eperm"),
    // Limits.
    row("ENFILE", &[], always, "system-file-table-full"),
    row("ENOMEM", &[Family::Memory, Family::Fork, Family::Execute, Family::Other], always, "out-of-memory"),
    row("EAGAIN", &[Family::Fork], always, "process-limit"),
    row("E2BIG", &[Family::Execute], always, "argument-list-too-long"),
    row("ENOEXEC", &[Family::Execute], always, "wrong-architecture"),
    row("ENOSYS", &[], |_, one| one.recovered.is_none() && one.named, "unsupported-system-call"),
    row("ENOLCK", &[Family::Lock], always, "lock-table-full"),
    row("EDEADLK", &[Family::Lock], always, "deadlock-fcntl"),
    row("ENOSPC", &[Family::Kernel], |_, one| one.call == "inotify_add_watch", "inotify-limit-reached"),
    row("EILSEQ", &[], always, "bad-text-encoding"),
    row("EEXIST", &[Family::Rename], always, "file-exists"),
    row("EINVAL", REFUSING, |_, one| one.named || one.failure.is_some(), "invalid-argument").likely(),
];
