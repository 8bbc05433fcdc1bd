//! What is known of Linux: system calls, errno values, signals, flags, with a sentence for each. Data, not logic.
//!
//! What an analysis asks for by number or name is in the program: errno values, signals, what a call does in a word.
//! What people read is in the Markdown files beside it, one line per word, so that it is no part of the program:
//! see [`crate::prose`]. A line begins with `` - `word` ``; how it goes on is said where it is read.

pub mod calls;
pub mod errno;
pub mod flags;
mod lines;
pub mod meaning;
pub mod signals;
pub mod syscalls;
