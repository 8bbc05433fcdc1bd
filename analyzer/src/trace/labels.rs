//! Words for descriptors and processes, the same in every view.

use super::{Descriptor, DescriptorRole, Process};

impl Descriptor {
    /// Role and number: `cache file 14`, `client 11`; `descriptor 9` where nothing is known.
    /// The standard streams are known without their numbers.
    pub fn label(&self) -> String {
        match self.role {
            DescriptorRole::StandardInput
            | DescriptorRole::StandardOutput
            | DescriptorRole::StandardError => self.role.words().to_owned(),
            role => format!("{} {}", role.words(), self.number),
        }
    }
}

impl DescriptorRole {
    /// The role in words, without an article: `cache file`, `event queue`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "descriptor",
            Self::StandardInput => "standard input",
            Self::StandardOutput => "standard output",
            Self::StandardError => "standard error",
            Self::Listener => "listener",
            Self::Client => "client",
            Self::Upstream => "upstream",
            Self::Peer => "peer",
            Self::Resolver => "resolver",
            Self::Netlink => "netlink socket",
            Self::Socket => "socket",
            Self::ErrorLog => "error log",
            Self::AccessLog => "access log",
            Self::Log => "log",
            Self::CacheFile => "cache file",
            Self::TempFile => "temporary file",
            Self::ConfigFile => "configuration",
            Self::Library => "library",
            Self::Script => "script",
            Self::Database => "database",
            Self::LockFile => "lock file",
            Self::File => "file",
            Self::Directory => "directory",
            Self::Device => "device",
            Self::Terminal => "terminal",
            Self::Pipe => "pipe",
            Self::EventQueue => "event queue",
            Self::Notifier => "notifier",
        }
    }
}

impl Process {
    /// What to call it: its program, with its pid where several run; `process 3904` where the program is unknown.
    pub fn label(&self) -> String {
        let kind = if self.thread { "thread" } else { "process" };
        match (self.program.as_str(), self.pid) {
            ("", 0) => format!("the {kind}"),
            ("", pid) => format!("{kind} {pid}"),
            (program, _) if !self.thread => program.to_owned(),
            (program, pid) => format!("{program}, thread {pid}"),
        }
    }
}
