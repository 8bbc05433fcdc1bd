//! Limits of a process or a shell: `/proc/PID/limits`, `ulimit -a`, `prlimit`.
//!
//! ```text
//! Max open files            1024                 4096                 files        /proc/PID/limits
//! open files                      (-n) 1024                                        ulimit -a
//! ```
//!
//! Sources: proc(5), `ulimit` in bash(1) and dash(1), prlimit(1).

use super::{Content, Format, Sniff};
use crate::model::columns::Row;
use crate::model::host::{Limit, Resource};
use crate::model::listing::{Fact, Listing, Reading};

/// The format.
pub static FORMAT: Format = Format {
    id: "limits",
    name: "limits of a process",
    sniff: |line| match read(line, 0) {
        Reading::Unparsed(_) => Sniff::No,
        _ => Sniff::Certain,
    },
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

/// How a resource is called: by `/proc` behind `Max `, by bash's and dash's `ulimit -a`; and the size of its unit there.
const RESOURCES: &[(&str, &str, &str, u64, Resource)] = &[
    ("open files", "-n)", "nofiles", 1, Resource::OpenFiles),
    ("processes", "-u)", "process", 1, Resource::Processes),
    ("file size", "-f)", "file(blocks)", 1024, Resource::FileSize),
    ("address space", "-v)", "vmemory(kbytes)", 1024, Resource::AddressSpace),
    ("stack size", "-s)", "stack(kbytes)", 1024, Resource::Stack),
    ("core file size", "-c)", "coredump(blocks)", 1024, Resource::Core),
    ("locked memory", "-l)", "locked memory(kbytes)", 1024, Resource::LockedMemory),
    ("cpu time", "-t)", "time(seconds)", 1, Resource::CpuTime),
];

fn read(line: &str, base: u32) -> Reading {
    if line.starts_with("Limit ") && line.contains("Soft Limit") {
        return Reading::Heading;
    }
    limit(line.trim_end(), base)
        .map_or(Reading::Unparsed("not-a-limit"), |limit| Reading::Says(None, Fact::Limit(limit)))
}

fn limit(line: &str, base: u32) -> Option<Limit> {
    let row = Row::of(line, base);
    if let Some(named) = line.strip_prefix("Max ") {
        let found = RESOURCES.iter().find(|(name, ..)| named.starts_with(name));
        let first = (1..row.len()).find(|at| value(row.word(*at)).is_some())?;
        let hard = value(row.word(first + 1))?;
        let resource = found.map_or(Resource::Other, |(.., resource)| *resource);
        return Some(Limit { resource, soft: limited(value(row.word(first))?), hard: limited(hard) });
    }
    let last = row.len().checked_sub(1)?;
    let soft = value(row.word(last))?;
    let flag = row.word(last.checked_sub(1)?).trim_start_matches('(');
    let flagged = flag.len() == 3 && flag.starts_with('-') && flag.ends_with(')');
    let found = RESOURCES
        .iter()
        .find(|(_, bash, dash, ..)| flagged && flag == *bash || line.starts_with(dash) && last == 1);
    let (scale, resource) = match found {
        Some((.., scale, resource)) => (*scale, *resource),
        None if flagged && line.contains('(') => (1, Resource::Other),
        None => return None,
    };
    Some(Limit { resource, soft: limited(soft.saturating_mul(scale)), hard: None })
}

/// A limit's value; the highest number stands for `unlimited`.
fn value(word: &str) -> Option<u64> {
    if word == "unlimited" { Some(u64::MAX) } else { word.parse().ok() }
}

/// The number, unless it stands for `unlimited`.
fn limited(value: u64) -> Option<u64> {
    (value != u64::MAX).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_all_printers_are_the_same() {
        let of = |line: &str| limit(line, 0).map(|limit| (limit.resource, limit.soft, limit.hard));
        assert_eq!(
            of("Max open files            1024                 4096                 files"),
            Some((Resource::OpenFiles, Some(1024), Some(4096)))
        );
        assert_eq!(
            of("open files                      (-n) 1024"),
            Some((Resource::OpenFiles, Some(1024), None))
        );
        assert_eq!(
            of("file size               (blocks, -f) 8"),
            Some((Resource::FileSize, Some(8192), None))
        );
        assert_eq!(of("nofiles              1024"), Some((Resource::OpenFiles, Some(1024), None)));
        assert_eq!(
            of("Max processes             unlimited            unlimited            processes"),
            Some((Resource::Processes, None, None))
        );
        assert_eq!(of("1024"), None);
    }
}
