//! What commands tell of a machine: volumes, files, limits, processes, versions, settings.

use super::time::Stamp;
use crate::source::Span;

/// A mounted volume (`df`, `df -i`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Volume {
    /// The device.
    pub device: Span,
    /// Where it is mounted.
    pub mount: Span,
    /// The numbers count inodes, not bytes.
    pub inodes: bool,
    /// How many bytes or inodes it has; `None` where not printed.
    pub total: Option<u64>,
    /// How many are used.
    pub used: Option<u64>,
    /// How many are free for users.
    pub available: Option<u64>,
    /// How full it is, in per cent.
    pub percent: Option<u8>,
}

/// A mounted file system (`mount`, `/proc/mounts`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Mount {
    /// The device.
    pub device: Span,
    /// Where it is mounted.
    pub point: Span,
    /// The type of file system.
    pub kind: Span,
    /// The options, parted by commas.
    pub options: Span,
}

/// A file with its rights (`ls -l`, `namei -l`, `stat`).
#[derive(Debug, Clone, Copy, Default)]
pub struct FileRow {
    /// Ten letters: type and rights.
    pub mode: Span,
    /// Its owner.
    pub owner: Span,
    /// Its group.
    pub group: Span,
    /// Its name as printed; a path, or the last part of one.
    pub name: Span,
    /// What a link leads to; empty if it is none.
    pub target: Span,
}

/// Memory or swap (`free`), in the unit printed, sizes with units in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory {
    /// Swap, not memory.
    pub swap: bool,
    /// How much there is.
    pub total: u64,
    /// How much is used.
    pub used: u64,
    /// How much programs could still get; `None` where not printed.
    pub available: Option<u64>,
}

/// A user (`id`, `whoami`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Identity {
    /// The number; `None` where not printed.
    pub uid: Option<u32>,
    /// The name; empty where not printed.
    pub name: Span,
    /// The groups, as printed.
    pub groups: Span,
}

/// A limit (`/proc/PID/limits`, `ulimit -a`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Limit {
    /// What is limited.
    pub resource: Resource,
    /// The limit in force; `None` is unlimited.
    pub soft: Option<u64>,
    /// What it can be raised to; `None` is unlimited or not printed.
    pub hard: Option<u64>,
}

/// What a limit is on (`getrlimit(2)`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Resource {
    /// Any other.
    #[default]
    Other,
    /// Open descriptors (`RLIMIT_NOFILE`).
    OpenFiles,
    /// Processes of the user (`RLIMIT_NPROC`).
    Processes,
    /// The size of a file, in bytes (`RLIMIT_FSIZE`).
    FileSize,
    /// Address space, in bytes (`RLIMIT_AS`).
    AddressSpace,
    /// The stack, in bytes (`RLIMIT_STACK`).
    Stack,
    /// A core dump, in bytes (`RLIMIT_CORE`).
    Core,
    /// Locked memory, in bytes (`RLIMIT_MEMLOCK`).
    LockedMemory,
    /// Processor time, in seconds (`RLIMIT_CPU`).
    CpuTime,
}

/// How many descriptors a process holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenFiles {
    /// The process; 0 where not printed.
    pub pid: u32,
    /// How many.
    pub count: u64,
}

/// A process (`ps`).
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcessRow {
    /// Its number.
    pub pid: u32,
    /// Its parent's number; 0 where not printed.
    pub parent: u32,
    /// When it was started.
    pub started: Option<Stamp>,
    /// Its state letters (`Ss`, `D`, `Z`); empty where not printed.
    pub state: Span,
    /// The command line; empty where not printed.
    pub command: Span,
    /// Who it runs as; empty where not printed.
    pub user: Span,
}

/// The version of a program (`node -v`, `nginx -V`, `uname -r`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Version {
    /// Which program: `node`, `nginx`, `go`, `linux`, ...
    pub program: &'static str,
    /// Major, minor, patch; 0 for parts that are not printed.
    pub number: (u32, u32, u32),
    /// The version as printed.
    pub text: Span,
}

/// A kernel setting (`sysctl`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// Its name, for example `net.core.somaxconn`.
    pub name: Span,
    /// Its value as printed.
    pub value: Span,
}
