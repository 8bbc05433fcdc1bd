//! Cuts text that is no trace at the borders that the other formats recognise.
//!
//! A block begins with a line that a format claims for certain and goes on over lines that may be part of it,
//! and over a few that are not if the same format follows again.

use super::blocks::{Block, Content};
use super::clean::Raw;
use crate::formats::{self, Format, Sniff};
use crate::model::shell;

/// A format goes on over at most this many foreign lines in a row.
const GAP: usize = 3;

/// The blocks with everything that is no trace cut into what the formats recognise.
pub fn refine(
    blocks: Vec<Block>,
    lines: &[Raw<'_>],
    rest: impl Fn(usize, usize, &mut Vec<Block>),
) -> Vec<Block> {
    let mut refined = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.content == Content::Trace {
            refined.push(block);
            continue;
        }
        let found = recognised(lines, &block);
        if found.is_empty() {
            refined.push(block);
            continue;
        }
        let mut free = block.first;
        for part in found {
            rest(free, part.first, &mut refined);
            free = part.end;
            refined.push(part);
        }
        rest(free, block.end, &mut refined);
    }
    refined
}

/// What the formats recognise inside of a block, in order.
fn recognised(lines: &[Raw<'_>], block: &Block) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut at = block.first;
    while at < block.end {
        let Some(format) = lines.get(at).and_then(claimed) else {
            at += 1;
            continue;
        };
        let end = end_of(lines, format, at, block.end);
        found.push(Block { first: at, end, content: Content::Format(format.id), title: None });
        at = end;
    }
    found
}

/// The format that claims a line.
fn claimed(raw: &Raw<'_>) -> Option<&'static Format> {
    if raw.text.trim().is_empty() {
        return None;
    }
    formats::claiming(&raw.text).filter(|format| format.id != formats::strace::ID)
}

/// One past the last line that belongs to the format.
fn end_of(lines: &[Raw<'_>], format: &Format, first: usize, limit: usize) -> usize {
    let mut end = first + 1;
    let mut at = end;
    let mut prompted = false;
    while at < limit && at < end + GAP + 1 {
        let Some(raw) = lines.get(at) else { break };
        // Behind a prompt stands the output of another command.
        prompted |= shell::command(&raw.text).is_some();
        if prompted && claimed(raw).is_some_and(|other| other.id != format.id) {
            break;
        }
        let belongs = !raw.text.trim().is_empty()
            && match (format.sniff)(&raw.text) {
                Sniff::Certain => claimed(raw).is_some_and(|other| other.id == format.id),
                Sniff::Maybe => claimed(raw).is_none() && at == end,
                Sniff::No => false,
            };
        at += 1;
        if belongs {
            end = at;
            prompted = false;
        }
    }
    end
}
