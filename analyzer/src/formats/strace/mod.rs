//! strace's output.
//!
//! The grammar is that of strace's own source (`strace.c`, `syscall.c`, `util.c`, `unwind.c`, `count.c`), version 4 to 7.

mod leader;
mod names;
mod reader;
mod result;
pub mod sniff;
mod stitch;

use crate::model::trace::Trace;
use crate::source::Source;

/// Id of the format.
pub const ID: &str = "strace";

/// Reads a source. Never fails: lines not understood are counted in the trace.
pub fn read(source: &Source) -> Trace {
    reader::Reader::new(source).read()
}
