//! What an errno names where the object, the call or what the process did before tells more than the errno alone.
//!
//! These rows come before the causes that have files of their own: of two that blame one call, the special one stays.
//! Sources: the ERRORS sections of the manual pages that are named beside the rows.

use super::row::{Row, always, arguments, row};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::listed;
use crate::causes::reasoning::reading::{Seen, base_name, between};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::suspects::Suspect;
use crate::model::host::Resource;
use crate::model::listing::Fact;

const ENTRIES: &[Family] = &[
    Family::Open,
    Family::Create,
    Family::Look,
    Family::Enter,
    Family::Execute,
    Family::Rename,
    Family::Change,
];
const CHANGES: &[Family] = &[Family::Open, Family::Create, Family::Rename, Family::Change, Family::Write];
const DATA: &[Family] = &[Family::Read, Family::Write, Family::Send, Family::Receive];

/// Every row, from the specific to the general.
pub static ROWS: &[Row] = &[
    // Limits: pts(4), shm_overview(7), shmget(2), mq_open(3), msgget(2), msgsnd(2), semget(2), semop(2).
    row(
        "ENOSPC",
        &[Family::Open, Family::Create],
        |_, one| one.object.name.ends_with("/ptmx"),
        "pseudo-terminal-limit",
    ),
    row(
        "ENOSPC",
        &[Family::Write, Family::Create],
        |_, one| one.object.name.starts_with("/dev/shm/"),
        "shared-memory-full",
    ),
    row("ENOSPC", &[Family::Memory], |_, one| one.call == "shmget", "shared-memory-full"),
    row("ENOMEM", &[Family::Memory], |_, one| one.call == "shmget", "shared-memory-full").likely(),
    row("EMFILE", &[Family::Kernel], queue, "message-queue-limit"),
    row("ENOSPC", &[Family::Kernel], queue, "message-queue-limit"),
    row("EAGAIN", &[Family::Kernel], queue, "message-queue-limit"),
    row("ENOSPC", &[Family::Kernel], |_, one| one.call.starts_with("sem"), "semaphore-limit-reached"),
    // Memory: mlock(2), mmap(2), munmap(2), setrlimit(2).
    row("EPERM", &[Family::Memory], locks_memory, "memory-lock-limit"),
    row("ENOMEM", &[Family::Memory], locks_memory, "memory-lock-limit").likely(),
    row("EAGAIN", &[Family::Memory], locks_memory, "memory-lock-limit"),
    row("ENOMEM", &[Family::Memory, Family::Other], many_mappings, "map-count-limit").likely(),
    row("ENOMEM", &[Family::Memory, Family::Fork], address_space_limited, "address-space-limit").likely(),
    row("EINVAL", &[Family::Memory], maps_nothing, "file-empty-or-truncated").likely(),
    // Paths: path_resolution(7), symlink(7), mount_namespaces(7).
    row("ENOENT", ENTRIES, |_, one| one.object.name.contains('\r'), "crlf-line-ends"),
    row("ENOENT", &[Family::Open], dangling, "dangling-symlink"),
    row("ENOENT", ENTRIES, hidden, "sandbox-path-hidden").likely(),
    row("EEXIST", &[Family::Create], |_, one| !is_lock(&one.object.name), "file-exists").likely(),
    // Rights: ptrace(2), capabilities(7), ioctl_iflags(2), seccomp(2).
    row("EPERM", &[Family::Privilege], |_, one| one.call == "ptrace", "trace-not-permitted"),
    row("EPERM", CHANGES, immutable, "immutable-file").likely(),
    row("EPERM", &[], |scene, one| !capability(scene, one).is_empty(), "capability-missing").likely(),
    row("ENOSYS", &[], filtered, "seccomp-enosys").likely(),
    // Streams and modules: stdin(3), mount(2), netlink(7).
    row("EBADF", DATA, standard_stream, "standard-stream-closed"),
    row("ENODEV", &[Family::Mount], always, "kernel-module-missing"),
    row(
        "EPROTONOSUPPORT",
        &[Family::Descriptor],
        |scene, one| arguments(scene, one).starts_with("AF_NETLINK"),
        "kernel-module-missing",
    )
    .likely(),
];

fn queue(_: &Scene<'_>, one: &Suspect<'_>) -> bool {
    matches!(one.call, "mq_open" | "msgget" | "msgsnd" | "mq_timedsend")
}

fn locks_memory(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    one.call.starts_with("mlock") || arguments(scene, one).contains("MAP_LOCKED")
}

/// Nearly as many mappings were made as `vm.max_map_count` allows; unmapping fails only of that (munmap(2)).
fn many_mappings(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    /// The kernel's default (`DEFAULT_MAX_MAP_COUNT`).
    const USUAL: i64 = 65_530;
    if one.call == "munmap" {
        return true;
    }
    let Some(reading) = scene.reading(one.run) else { return false };
    let told = scene.setting("vm.max_map_count").and_then(|(_, _, value)| value.trim().parse().ok());
    let leader = reading.leader(one.event);
    let mut count: i64 = 0;
    for seen in reading.calls_before(one.event).filter(|seen| reading.leader(seen.id) == leader) {
        count += match seen.name {
            "mmap" | "mmap2" | "mprotect" if !seen.call.outcome.failed() => 1,
            "munmap" => -1,
            _ => 0,
        };
    }
    count.saturating_mul(20) >= told.unwrap_or(USUAL).saturating_mul(19)
}

/// The trace or a listing shows a limit of the address space.
fn address_space_limited(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let listed = scene.items().any(|(_, item)| {
        matches!(&item.fact, Fact::Limit(limit) if limit.resource == Resource::AddressSpace && limit.soft.is_some())
    });
    listed
        || any_before(scene, one, &|seen| {
            seen.args.contains("RLIMIT_AS")
                && between(seen.args, "rlim_cur=", ",").is_some_and(|soft| !soft.contains("INFINITY"))
        })
}

/// mmap of no bytes: the file has none.
fn maps_nothing(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let mut words = arguments(scene, one).split(", ");
    one.call.starts_with("mmap")
        && words.nth(1) == Some("0")
        && words.nth(2).is_some_and(|number| number != "-1")
}

/// The link of that name is there, only its target is not.
fn dangling(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    if listed::dangling(scene, &one.object.name).is_some() {
        return true;
    }
    let Some(reading) = scene.reading(one.run) else { return false };
    let linked = |seen: &Seen<'_>| {
        // The trace may show how the link was made.
        let last = |seen: &Seen<'_>| {
            seen.arguments(reading.run)
                .list
                .last()
                .and_then(|last| last.value.quoted())
                .map(|path| path.text())
        };
        let made = seen.name.starts_with("symlink") && last(seen).is_some_and(|path| path == one.object.name);
        let asks = seen.name.starts_with("readlink") || seen.args.contains("st_mode=S_IFLNK");
        let asked = asks && seen.family() == Family::Look && seen.path(reading.run) == one.object.name;
        (made || asked) && !seen.call.outcome.failed()
    };
    reading.calls().any(|seen| linked(&seen))
}

/// The path is there in the normal run, and this run went into a tree of its own before.
fn hidden(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let moves = |seen: &Seen<'_>| {
        let tree = matches!(seen.name, "chroot" | "pivot_root" | "mount" | "move_mount")
            || matches!(seen.name, "unshare" | "setns" | "clone" | "clone3")
                && seen.args.contains("CLONE_NEWNS");
        tree && !seen.call.outcome.failed()
    };
    one.normal.is_some_and(|(normal, _)| {
        any_before(scene, one, &moves)
            && !scene.reading(normal).is_some_and(|reading| reading.calls().any(|seen| moves(&seen)))
    })
}

/// The name of a lock, of whatever program: they say so by custom (flock(1), lockfile(1), emacs, vim).
pub fn is_lock(path: &str) -> bool {
    let name = base_name(path).to_ascii_lowercase();
    ["lock", "lck"].iter().any(|part| name.contains(part))
        || [".pid", ".swp"].iter().any(|end| name.ends_with(end))
        || name.starts_with(".#")
}

/// Root, or a caller who wants to write to a file that is there, gets EPERM only for a flag of the file.
fn immutable(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let path = one.object.name.as_str();
    if ["/proc/", "/sys/", "/dev/"].iter().any(|root| path.starts_with(root)) {
        return false;
    }
    let args = arguments(scene, one);
    let writes = ["O_WRONLY", "O_RDWR", "O_TRUNC"].iter().any(|flag| args.contains(flag))
        && !args.contains("O_NOATIME");
    let removes = ["unlink", "rename", "truncate", "ftruncate", "chmod", "fchmod"]
        .iter()
        .any(|call| one.call.starts_with(call));
    let root = |seen: &Seen<'_>| matches!(seen.name, "geteuid" | "geteuid32") && seen.returned() == Some(0);
    (matches!(one.family, Family::Open | Family::Create) && writes)
        || (removes && any_before(scene, one, &root))
}

/// The one capability that a call needs, where nothing else would do (capabilities(7)); empty for other calls.
pub fn capability(scene: &Scene<'_>, one: &Suspect<'_>) -> &'static str {
    if one.errno != "EPERM" {
        return "";
    }
    match one.call {
        "mount" | "umount" | "umount2" | "swapon" | "swapoff" | "pivot_root" | "move_mount" | "fsmount"
        | "sethostname" | "setns" => "CAP_SYS_ADMIN",
        "chroot" => "CAP_SYS_CHROOT",
        "settimeofday" | "clock_settime" => "CAP_SYS_TIME",
        "init_module" | "finit_module" => "CAP_SYS_MODULE",
        "reboot" => "CAP_SYS_BOOT",
        "iopl" => "CAP_SYS_RAWIO",
        "setgroups" | "setgid" | "setresgid" => "CAP_SETGID",
        "setuid" | "setresuid" => "CAP_SETUID",
        "setpriority" | "sched_setscheduler" => "CAP_SYS_NICE",
        "mknod" | "mknodat" => "CAP_MKNOD",
        "socket"
            if arguments(scene, one).contains("SOCK_RAW")
                || arguments(scene, one).starts_with("AF_PACKET") =>
        {
            "CAP_NET_RAW"
        }
        _ => "",
    }
}

/// The kernel knows the call: the normal run did it, the kernel's version has it, or a filter was set before.
fn filtered(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    if one.recovered.is_some() || !one.named {
        return false;
    }
    let works = scene
        .working()
        .any(|(_, reading)| reading.calls().any(|seen| seen.name == one.call && seen.returned().is_some()));
    let filter = |seen: &Seen<'_>| {
        (seen.name == "seccomp" || seen.args.starts_with("PR_SET_SECCOMP")) && !seen.call.outcome.failed()
    };
    works
        || any_before(scene, one, &filter)
        || since(one.call).is_some_and(|since| kernel(scene, one).is_some_and(|now| now >= since))
}

/// The first kernel with a call, from the calls' manual pages.
fn since(call: &str) -> Option<(u32, u32)> {
    Some(match call {
        "getrandom" | "memfd_create" | "seccomp" => (3, 17),
        "renameat2" => (3, 15),
        "bpf" => (3, 18),
        "execveat" => (3, 19),
        "userfaultfd" | "membarrier" => (4, 3),
        "copy_file_range" => (4, 5),
        "statx" => (4, 11),
        "io_uring_setup" => (5, 1),
        "clone3" | "pidfd_open" => (5, 3),
        "openat2" => (5, 6),
        "faccessat2" => (5, 8),
        "close_range" => (5, 9),
        "epoll_pwait2" => (5, 11),
        _ => return None,
    })
}

/// The kernel's version, from a listing or from uname in the trace.
fn kernel(scene: &Scene<'_>, one: &Suspect<'_>) -> Option<(u32, u32)> {
    if let Some((_, _, number)) = scene.case.version("linux") {
        return Some((number.0, number.1));
    }
    let reading = scene.reading(one.run)?;
    let release = reading
        .calls()
        .filter(|seen| seen.name == "uname")
        .find_map(|seen| between(seen.args, "release=\"", "\""))?;
    let mut numbers = release.split(|letter: char| !letter.is_ascii_digit()).map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn standard_stream(scene: &Scene<'_>, one: &Suspect<'_>) -> bool {
    let number = arguments(scene, one).split([',', '<']).next().unwrap_or("");
    matches!(number, "0" | "1" | "2")
}

/// An earlier call of the run fits.
fn any_before(scene: &Scene<'_>, one: &Suspect<'_>, fits: &dyn Fn(&Seen<'_>) -> bool) -> bool {
    scene.reading(one.run).is_some_and(|reading| reading.calls_before(one.event).any(|seen| fits(&seen)))
}
