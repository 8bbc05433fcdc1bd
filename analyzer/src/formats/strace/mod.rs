//! strace's output.
//!
//! The grammar is that of strace's own source (`strace.c`, `syscall.c`, `util.c`, `unwind.c`, `count.c`), version 4 to 7:
//!
//! ```text
//! line   = leader event | strace's own words | stack frame | dump | row of a table
//! leader = [pid] [context] [time] [time since] [number] [pointer]
//! event  = name "(" arguments ")" "=" result | "<..." name "resumed>" ... | "---" signal "---" | "+++" end "+++"
//! ```
//!
//! Reading is one pass over the lines. Nothing is normalised away: events keep spans of the text.

mod aside;
mod call;
mod clock;
mod colour;
mod crowd;
mod leader;
mod mark;
mod names;
mod output;
#[cfg(test)]
mod properties;
mod reader;
pub mod reasons;
mod result;
pub mod sniff;
mod stitch;
mod summary;
#[cfg(test)]
mod tests;

use super::{Content, Format};
use crate::model::trace::Trace;
use crate::source::Source;

/// The format.
pub static FORMAT: Format =
    Format { id: ID, name: "strace", sniff: sniff::sniff, read: |_, source| Content::Trace(read(source)) };

/// Id of the format.
pub const ID: &str = "strace";

/// Reads a source. Never fails: lines not understood are counted in the trace, see [`reasons`].
pub fn read(source: &Source) -> Trace {
    reader::read(source)
}
