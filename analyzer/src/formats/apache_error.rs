//! Apache's error log.
//!
//! ```text
//! [Tue Apr 04 06:28:08.605341 2017] [core:error] [pid 17962] [client 127.0.0.1:60444] AH00135: Invalid method in request
//! [Sat Nov 21 01:44:29.123456 2026] [proxy:error] [pid 9:tid 140] (111)Connection refused: AH00957: HTTP: attempt to connect to 10.0.0.5:8080 (10.0.0.5) failed
//! time                              module:level  process         error of the system       code  message
//! ```
//!
//! Source: `do_errorlog_default` (`server/log.c`) of httpd; 2.2 writes no module and no code.
//! Deliberately absent: what a code means, and forms made with `ErrorLogFormat`.

use super::parts::{self, Read, dates, levels};
use super::{Content, Format, Sniff};
use crate::model::log::{Entry, Level};
use crate::model::time::Stamp;
use crate::source::{Source, SourceId};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "Apache error log",
    sniff: |line| if head(line).is_some() { Sniff::Certain } else { Sniff::No },
    read: |id: SourceId, source: &Source| Content::Log(parts::lines(id, source, "not-an-apache-line", entry)),
};

/// Id of the format.
const ID: &str = "apache-error-log";

/// A whole line.
fn entry(line: &str, _base: u32) -> Option<Read> {
    let (time, level) = head(line)?;
    Some((Some(time), level, Entry::Text))
}

/// Time and level.
fn head(line: &str) -> Option<(Stamp, Level)> {
    let (date, rest) = line.strip_prefix('[')?.split_once("] [")?;
    let (time, _) = dates::weekday_first(date)?;
    let (level, _) = rest.split_once(']')?;
    let level = level.rsplit(':').next().unwrap_or(level);
    // `trace1` to `trace8` are levels too.
    Some((time, levels::of(level.trim_end_matches(|c: char| c.is_ascii_digit()))?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("apache-error-log"));

    #[test]
    fn time_and_level_of_both_generations() {
        assert_eq!(head(SAMPLES[1]).map(|(_, level)| level), Some(Level::Error));
        assert_eq!(head(SAMPLES[2]).map(|(time, _)| time.local_micros % 1_000_000), Some(0));
    }

    #[test]
    fn the_kernels_lines_are_left_alone() {
        assert!(
            head("[Sat Nov 21 01:44:29 2026] Memory cgroup out of memory: Killed process 29 (x)").is_none()
        );
        assert!(head("[Sat Nov 21 01:44:29 2026] [drm] Initialized").is_none());
    }
}
