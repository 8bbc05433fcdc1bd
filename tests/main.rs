//! Table of contents of the tests from outside.
#![allow(clippy::print_stdout, reason = "tests print what they measured")]

mod align;
mod architecture;
mod bad_input;
mod cases;
mod causes;
mod chosen;
mod colours;
mod formats;
mod general;
mod intake;
mod kernel;
mod logs;
mod network;
mod promises;
mod prose;
mod removed;
mod sayable;
mod seeds;
mod trace;
