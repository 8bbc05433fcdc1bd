//! Evidence of all sources on one clock.
//!
//! [`Clocks`] knows how far each source's stamps lie from the common clock; [`lines()`] shows the dated lines around
//! what matters, in the order in which things happened.

mod anchors;
mod clocks;
mod dated;
mod settle;
mod spans;
#[cfg(test)]
mod tests;
mod window;

pub use anchors::{ids, request};
pub use clocks::Clocks;
pub use dated::{Dated, Known, Told, each};
pub use spans::spans;
pub use window::lines;
