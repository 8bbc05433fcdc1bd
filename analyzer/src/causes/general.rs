//! The general reading: what this errno of this call on this object means, where no cause has a file of its own.
//!
//! Each row names a cause of the shared vocabulary. The first row that fits a suspect speaks; the kernel's tables
//! ([`crate::kernel::meaning`]) say what it means in one sentence.

use super::claim::{Claim, Finding};
use super::families::Family;
use super::logs::advice;
use super::scene::Scene;
use super::suspects::Suspect;
use super::{server_log, words};
use crate::kernel::{errno, meaning};
use crate::report::{Confidence, FixKind};

/// A row of the table.
struct Row {
    errno: &'static str,
    /// Empty fits every family.
    families: &'static [Family],
    fits: fn(&Suspect<'_>) -> bool,
    cause: &'static str,
    /// With the marks of [`words::fill`].
    title: &'static str,
    /// A command that confirms it, and what it prints then.
    confirm: (&'static str, &'static str),
    /// What to do.
    fix: &'static str,
}

const fn row(
    errno: &'static str,
    families: &'static [Family],
    fits: fn(&Suspect<'_>) -> bool,
    cause: &'static str,
    title: &'static str,
    confirm: (&'static str, &'static str),
    fix: &'static str,
) -> Row {
    Row { errno, families, fits, cause, title, confirm, fix }
}

fn always(_: &Suspect<'_>) -> bool {
    true
}

fn upstream(suspect: &Suspect<'_>) -> bool {
    suspect.in_request() && suspect.to_peer()
}

fn unix_path(suspect: &Suspect<'_>) -> bool {
    suspect.object.name.starts_with("unix:")
}

fn address(suspect: &Suspect<'_>) -> bool {
    suspect.by_address() && suspect.object.name.contains(':')
}

/// True if the port is one that only a privileged process may bind.
fn low_port(suspect: &Suspect<'_>) -> bool {
    suspect
        .object
        .name
        .rsplit(':')
        .next()
        .and_then(|port| port.parse::<u16>().ok())
        .is_some_and(|port| port > 0 && port < 1024)
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
const DATA: &[Family] = &[Family::Read, Family::Write];
const NET: &[Family] = &[Family::Connect, Family::Send, Family::Receive, Family::Read, Family::Write];

/// Every row, from the specific to the general.
static ROWS: &[Row] = &[
    // Storage.
    row(
        "EDQUOT",
        &[],
        always,
        "disk-quota-exceeded",
        "The quota for {path} is used up",
        ("quota -s", "used blocks or files at the limit"),
        "Remove files of that user, group or project, or raise the quota.",
    ),
    row(
        "EROFS",
        CHANGES,
        always,
        "read-only-filesystem",
        "The file system that holds {path} is read-only",
        ("findmnt -T {path}", "ro among the options"),
        "Find out why it is read-only (dmesg: an error remounts it), then mount it read-write.",
    ),
    row(
        "EIO",
        &[],
        always,
        "io-error",
        "{call} on {object} failed with an input/output error",
        ("dmesg -T | tail", "errors of the device or the network storage"),
        "Look at the device; copy what can still be read.",
    ),
    row(
        "EUCLEAN",
        &[],
        always,
        "filesystem-corrupted",
        "The file system that holds {path} reports damaged structures",
        ("dmesg -T | tail", "a message of the file system"),
        "Unmount it and run its checker.",
    ),
    row(
        "EBADMSG",
        DATA,
        always,
        "filesystem-corrupted",
        "The file system that holds {path} reports a wrong checksum",
        ("dmesg -T | tail", "a checksum error"),
        "Restore the file from a copy; check the device.",
    ),
    row(
        "ESTALE",
        &[],
        always,
        "stale-nfs-handle",
        "{path} was removed or moved on the file server",
        ("findmnt -T {path}", "a network file system"),
        "Open it again, or mount the file system anew.",
    ),
    row(
        "EBUSY",
        &[Family::Mount, Family::Open, Family::Change, Family::Rename, Family::Control],
        always,
        "device-busy",
        "{path} is in use",
        ("fuser -vm {path}", "the processes that use it"),
        "End what uses it, or wait.",
    ),
    row(
        "ENXIO",
        &[Family::Open],
        always,
        "fifo-without-reader",
        "Nobody reads from {path}",
        ("ls -l {path}", "its mode begins with p: a FIFO; with b or c: a device that is absent"),
        "Start the reader, or bring the device up.",
    ),
    row(
        "ENXIO",
        &[],
        always,
        "no-such-device",
        "The device behind {path} is absent",
        ("ls -l {path}", "a device file"),
        "Load its driver or attach it.",
    ),
    row(
        "ENODEV",
        &[Family::Open, Family::Mount, Family::Control, Family::Memory],
        always,
        "no-such-device",
        "The device or its driver behind {path} is absent",
        ("ls -l {path}", "a device file without a driver"),
        "Load its driver or attach it.",
    ),
    // Paths.
    row(
        "ENAMETOOLONG",
        &[],
        always,
        "name-too-long",
        "A name in {path} is too long",
        ("getconf NAME_MAX {dir}", "255"),
        "Use a shorter name or path.",
    ),
    row(
        "ELOOP",
        PATHS,
        always,
        "symlink-loop",
        "Symbolic links on {path} form a loop",
        ("namei -l {path}", "the same link again and again"),
        "Correct the link that leads back.",
    ),
    row(
        "ENOTDIR",
        PATHS,
        always,
        "not-a-directory",
        "A part of {path} is not a directory",
        ("namei -l {path}", "a component that is no directory before the last one"),
        "Remove or rename what lies in the way, or correct the path.",
    ),
    row(
        "EISDIR",
        &[],
        always,
        "path-is-a-directory",
        "{path} is a directory where a file is expected",
        ("ls -ld {path}", "a mode that begins with d"),
        "Name the file, or remove the directory that was made by mistake (a volume mount makes one when the file is missing).",
    ),
    row(
        "ETXTBSY",
        &[],
        always,
        "text-file-busy",
        "{path} is in use as a program",
        ("fuser -v {path}", "a process that runs it, or has it open for writing"),
        "Write a new file and rename it over the old one.",
    ),
    row(
        "EMLINK",
        &[],
        always,
        "too-many-links",
        "{path} has too many links",
        ("stat {path}", "a link count at the limit"),
        "Spread the entries over several directories.",
    ),
    row(
        "ENOTEMPTY",
        &[Family::Change, Family::Rename],
        always,
        "directory-not-empty",
        "{path} is not empty",
        ("ls -A {path}", "entries that are left"),
        "Remove what is left in it first; look for who still writes there.",
    ),
    row(
        "EOVERFLOW",
        &[],
        always,
        "file-too-large-for-program",
        "{path} is too large for what the program uses",
        ("file PROGRAM", "32-bit"),
        "Use a build with large-file support.",
    ),
    row(
        "EBADF",
        &[Family::Read, Family::Write, Family::Send, Family::Receive],
        always,
        "bad-file-descriptor",
        "{program} uses a descriptor that is closed",
        ("strace -y", "what the number was before it was closed"),
        "Mend the program: something closes a descriptor that is still used.",
    ),
    row(
        "EOPNOTSUPP",
        DATA,
        always,
        "operation-not-supported",
        "The file system of {path} does not offer {call}",
        ("findmnt -T {path}", "a file system without that operation"),
        "Use another file system, or the option that does without it.",
    ),
    // Rights.
    row(
        "EACCES",
        &[Family::Bind],
        low_port,
        "privileged-port",
        "{program} may not use port {port}, which is below 1024",
        ("id", "no root"),
        "Give the program cap_net_bind_service, or use a port from 1024 on.",
    ),
    row(
        "EACCES",
        &[Family::Connect],
        address,
        "selinux-connect-denied",
        "The system forbids {program} to connect to {peer}",
        ("ausearch -m avc -ts recent", "a denial of name_connect"),
        "Allow it in the policy (for web servers: setsebool -P httpd_can_network_connect 1).",
    ),
    row(
        "EPERM",
        &[Family::Connect, Family::Send],
        address,
        "local-firewall-rejects-connect",
        "A rule of this host forbids sending to {peer}",
        ("nft list ruleset", "a drop or reject in the output chain"),
        "Allow it in the output rules.",
    ),
    row(
        "EACCES",
        &[Family::Execute],
        always,
        "not-executable",
        "{path} may not be executed",
        ("ls -l {path}", "no x for the user of the process"),
        "chmod +x the file, or mount its file system without noexec.",
    ),
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
        "{call} is not permitted to {program}",
        ("grep Cap /proc/PID/status", "a capability is missing"),
        "Give the process the capability or the ownership that the call needs.",
    ),
    row(
        "EPERM",
        &[Family::Fork, Family::Other],
        |one| one.named,
        "seccomp-eperm",
        "{call} is refused, as a filter of system calls does",
        ("grep Seccomp /proc/PID/status", "2"),
        "Allow the call in the container's seccomp profile.",
    ),
    // Limits.
    row(
        "ENFILE",
        &[],
        always,
        "system-file-table-full",
        "The system's table of open files is full",
        ("cat /proc/sys/fs/file-nr", "the first number near the third"),
        "Raise fs.file-max; look for what holds so many files.",
    ),
    row(
        "ENOMEM",
        &[Family::Memory, Family::Fork, Family::Execute, Family::Other],
        always,
        "out-of-memory",
        "{program} got no memory",
        ("free -h; ulimit -a", "no memory free, or a limit of virtual memory"),
        "Free memory, raise the limit, or let the program use less.",
    ),
    row(
        "EAGAIN",
        &[Family::Fork],
        always,
        "process-limit",
        "{program} may not start another process or thread",
        ("ulimit -u; cat /sys/fs/cgroup/PATH/pids.max", "a limit that is reached"),
        "Raise the limit, or look for what starts so many.",
    ),
    row(
        "E2BIG",
        &[Family::Execute],
        always,
        "argument-list-too-long",
        "Arguments and environment of {path} are too long",
        ("getconf ARG_MAX", "the limit in bytes"),
        "Hand the names over by a file or standard input (xargs).",
    ),
    row(
        "ENOEXEC",
        &[Family::Execute],
        always,
        "wrong-architecture",
        "{path} is no program for this machine",
        ("file {path}", "another architecture, or a script without its first line"),
        "Install the build for this architecture, or give the script a #! line.",
    ),
    row(
        "ENOSYS",
        &[],
        |one| one.recovered.is_none() && one.named,
        "unsupported-system-call",
        "The kernel does not know {call}",
        ("uname -r", "a kernel older than the call"),
        "Use a newer kernel, or a program that does without the call; in a container look at its filter.",
    ),
    row(
        "ENOLCK",
        &[Family::Lock],
        always,
        "lock-table-full",
        "No more file locks can be recorded",
        ("cat /proc/locks | wc -l", "very many"),
        "Look at what holds so many locks; on network storage at its lock service.",
    ),
    row(
        "EDEADLK",
        &[Family::Lock],
        always,
        "deadlock-fcntl",
        "The lock on {path} would close a circle of waiting processes",
        ("cat /proc/locks", "two processes that wait for each other"),
        "Take the locks in one order.",
    ),
    row(
        "ENOSPC",
        &[Family::Kernel],
        always,
        "inotify-limit-reached",
        "The limit of watched files is reached",
        ("sysctl fs.inotify.max_user_watches", "the limit"),
        "Raise fs.inotify.max_user_watches, or watch less.",
    ),
    // The network.
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
        |one| one.to_peer(),
        "connection-reset",
        "{peer} reset the connection",
        ("the log of {peer}", "a crash, a restart or a limit"),
        "Look at the peer.",
    ),
    row(
        "EPIPE",
        &[Family::Write, Family::Send],
        |one| one.object.role != crate::trace::DescriptorRole::Client,
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
        |one| one.object.role == crate::trace::DescriptorRole::Client,
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

/// What the table says of the best suspects, best first.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = scene
        .suspects
        .iter()
        .filter(|one| one.matters() && !one.optional())
        .filter_map(|one| by_table(scene, one))
        .take(2)
        .collect();
    found.extend(reported(scene));
    found
}

fn by_table<'a>(scene: &Scene<'a>, suspect: &Suspect<'a>) -> Option<Finding> {
    let row = ROWS.iter().find(|row| {
        row.errno == suspect.errno
            && (row.families.is_empty() || row.families.contains(&suspect.family))
            && (row.fits)(suspect)
    })?;
    let reading = scene.reading(suspect.run)?;
    let fill = |template: &str| words::fill(template, reading, suspect);
    let number = errno::number_of(suspect.errno).unwrap_or(0);
    let says = meaning::of(suspect.call, number, reading.run.object(suspect.event)).text;
    let summary = fill("{call} on {object} fails with {errno}, and {end}.");
    let mut claim = Claim::new(scene, row.cause, suspect.confidence(), suspect.score - 1)
        .blames(suspect.run, suspect.event)
        .title(fill(row.title))
        .summary(if says.is_empty() { summary } else { format!("{summary} {says}") });
    let fault = claim.cite(suspect.run, suspect.event, &fill("{call} fails: {error}"));
    let report = suspect.report.and_then(|event| claim.cite(suspect.run, event, "the message that follows"));
    let end = suspect.failure.as_ref().and_then(|shown| {
        claim.cite(suspect.run, shown.event, &format!("what comes of it: {}", shown.failure.words()))
    });
    if let Some((normal, event)) = suspect.normal {
        claim.cite(normal, event, "the normal run at the same place");
    }
    claim
        .step(&fill("The call fails: {call} returns {errno}"), fault)
        .step("It is reported: in the message that follows", report)
        .step(&fill("The work fails: {end}"), end)
        .confirm(
            &fill(row.confirm.0),
            &fill(row.confirm.1),
            "something else: then look at the line that the message names",
        )
        .fix(FixKind::Now, &fill(row.fix), "")
        .done()
}

/// What nginx itself wrote to its error log, in a trace that shows enough of the line.
fn reported(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, spoken, meaning) = scene.failing().find_map(|(run, reading)| {
        reading.reports.iter().find_map(|spoken| {
            let meaning = server_log::meaning(&spoken.text)?;
            let failed =
                reading.request(spoken.event).and_then(|unit| super::failure::of_request(reading, unit));
            failed.map(|_| (run, reading, spoken, meaning))
        })
    })?;
    let shown = reading.request(spoken.event).and_then(|unit| super::failure::of_request(reading, unit))?;
    let confidence = if meaning.proves { Confidence::Proven } else { Confidence::Likely };
    let mut claim = Claim::new(scene, meaning.cause, confidence, 60)
        .blames(run, spoken.event)
        .title(meaning.title)
        .summary(format!(
            "nginx writes the reason to its own error log while it works on the request, and {}.",
            shown.failure.words()
        ));
    let said = claim.cite(run, spoken.event, "nginx names the failure itself");
    let end = claim.cite(run, shown.event, &format!("what comes of it: {}", shown.failure.words()));
    claim = claim
        .step("nginx says why: in its error log", said)
        .step("The client gets an error: the request fails", end);
    if let Some(advice) = advice::advice(meaning.cause) {
        claim = claim.confirm(advice.confirm.0, advice.confirm.1, advice.confirm.2).fix(
            advice.fix.0,
            advice.fix.1,
            advice.fix.2,
        );
    }
    claim.done()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_row_names_an_errno_of_linux() {
        for row in ROWS {
            assert!(errno::number_of(row.errno).is_some(), "{} of {}", row.errno, row.cause);
        }
    }
}
