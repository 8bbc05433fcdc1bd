//! Tables of Linux: system calls, errno values, signals, flags, with a sentence for each. Data, not logic.

pub mod errno;
pub mod flags;
pub mod meaning;
pub mod signals;
pub mod syscalls;
