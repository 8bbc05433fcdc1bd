//! What `cargo xtask bench` measures, and against what.
//!
//! Times are processor times of the thread that works, so that a busy machine changes them little; figures are medians.

pub mod clock;
pub mod growth;
pub mod instructions;
pub mod pairs;
pub mod rivals;
pub mod shapes;
pub mod stages;
pub mod table;

use std::time::Duration;

/// How often everything is measured.
pub const RUNS: usize = 5;

/// The median of several measurements.
pub fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Measures something [`RUNS`] times; it is prepared anew for every time.
pub fn measured<T, R>(prepare: impl Fn() -> T, work: impl Fn(T) -> R) -> Duration {
    let once = |_| {
        let given = prepare();
        let before = clock::own();
        let made = work(given);
        let took = clock::own().saturating_sub(before);
        drop(made);
        took
    };
    median((0..RUNS).map(once).collect())
}

/// Millions of bytes per second.
pub fn speed(bytes: usize, took: Duration) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a speed is rounded anyway")]
    let bytes = bytes as f64;
    bytes / 1e6 / took.as_secs_f64().max(1e-9)
}
