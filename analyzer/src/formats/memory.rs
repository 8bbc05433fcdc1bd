//! Memory and swap in use: `free`, the head of `top`.
//!
//! ```text
//!                total        used        free      shared  buff/cache   available
//! Mem:           15Gi       2.1Gi        11Gi       1.0Mi       2.0Gi        13Gi
//! MiB Mem :  15953.0 total,  11002.1 free,   2104.0 used,   2846.9 buff/cache
//! ```
//!
//! Sources: free(1), top(1).

use super::{Content, Format, Sniff};
use crate::model::columns::{Row, size};
use crate::model::host::Memory;
use crate::model::listing::{Fact, Listing, Reading};

/// The format.
pub static FORMAT: Format = Format {
    id: "memory",
    name: "free",
    sniff: |line| match read(line, 0) {
        Reading::Unparsed(_) => Sniff::No,
        _ => Sniff::Certain,
    },
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

fn read(line: &str, base: u32) -> Reading {
    let row = Row::of(line, base);
    let heading = row.word(0) == "total" && row.word(1) == "used" && row.word(2) == "free";
    let of_top = ["top - ", "Tasks: ", "%Cpu(s):"].iter().any(|start| line.starts_with(start));
    if heading || of_top || row.word(0) == "-/+" {
        return Reading::Heading;
    }
    let says = |memory| Reading::Says(None, Fact::Memory(memory));
    let swap = match row.word(0) {
        "Mem:" => false,
        "Swap:" => true,
        _ => return of_head(&row).map_or(Reading::Unparsed("not-memory"), says),
    };
    let (Some(total), Some(used)) = (size(row.word(1)), size(row.word(2))) else {
        return Reading::Unparsed("not-memory");
    };
    says(Memory { swap, total, used, available: size(row.word(6)) })
}

/// `MiB Swap:   2048.0 total,   2048.0 free,      0.0 used.  13424.9 avail Mem`
fn of_head(row: &Row<'_>) -> Option<Memory> {
    let kind = row.word(1).trim_end_matches(':');
    if !row.word(0).ends_with("iB") || !matches!(kind, "Mem" | "Swap") {
        return None;
    }
    let before = |name: &str| {
        let at = (0..row.len()).find(|at| row.word(*at).trim_end_matches([',', '.']) == name)?;
        size(row.word(at.checked_sub(1)?))
    };
    Some(Memory { swap: kind == "Swap", total: before("total")?, used: before("used")?, available: None })
}
