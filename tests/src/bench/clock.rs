//! Processor time and memory of this process and of programs that it started, as Linux tells them (proc(5)).

use std::fs;
use std::time::Duration;

/// The unit of `/proc/self/stat`: a hundredth of a second on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// How long this thread has worked so far.
pub fn own() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// How long programs that were started and have ended worked, all their threads together.
pub fn children() -> Duration {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = told.rsplit(')').next().unwrap_or("");
    let ticks =
        behind_name.split_ascii_whitespace().skip(13).take(2).filter_map(|word| word.parse::<u32>().ok());
    ticks.map(|ticks| TICK * ticks).sum()
}

/// The most memory that this process has held so far, in bytes.
pub fn peak() -> u64 {
    status("VmHWM:")
}

/// The memory that this process holds, in bytes.
pub fn resident() -> u64 {
    status("VmRSS:")
}

fn status(name: &str) -> u64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_ascii_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
