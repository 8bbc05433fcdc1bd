//! strace's output.
//!
//! The grammar is that of strace's own source (`strace.c`, `syscall.c`, `util.c`, `unwind.c`, `count.c`), version 4 to 7.

mod leader;
mod names;
mod reader;
mod result;
pub mod sniff;
mod stitch;

use super::{Content, Format};
use crate::model::trace::Trace;
use crate::source::Source;

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "strace",
    sniff: sniff::sniff,
    read: |_, source| Content::Trace(read(source)),
    samples: SAMPLES,
};

/// Real lines.
const SAMPLES: &[&str] = &[
    r#"pwritev(14, [{"\5\0\0\0\0\0\0\0"..., 4096}], 3, 0) = -1 ENOSPC (No space left on device)"#,
    r#"6042  01:13:15.073503 openat(AT_FDCWD</srv/live>, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3</etc/ld.so.cache> <0.000095>"#,
    "[pid  6139<t.sh>]      0.000063 [  56] <... clone resumed>, child_tidptr=0x7f02c8ce3a10) = 6143<t.sh>",
    "6042  01:13:15.086540 rt_sigprocmask(SIG_BLOCK, [CHLD],  <unfinished ...>",
    "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=6143, si_uid=0, si_status=0} ---",
    "+++ exited with 0 +++",
    r#"writev(15, [{"GET /?key=testxxxx HTTP/1.0\r\nHos"..., 219}], 1) = 219"#,
];

/// Id of the format.
pub const ID: &str = "strace";

/// Reads a source. Never fails: lines not understood are counted in the trace.
pub fn read(source: &Source) -> Trace {
    reader::Reader::new(source).read()
}
