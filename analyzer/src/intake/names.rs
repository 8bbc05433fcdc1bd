//! Names of sources: a report points to a line by the source's name, so no two may share one.

use super::blocks::{Block, Content};
use super::clean::Raw;
use crate::order::Texts;
use crate::source::Source;

/// A name for each block of a piece: the piece's own where it holds one block of evidence, else the heading above the block.
///
/// `alone`: the lines are the whole piece, and not those of one of several services.
pub fn of(blocks: &[Block], lines: &[Raw<'_>], piece: &str, alone: bool) -> Vec<String> {
    let evidence = |block: &Block| matches!(block.content, Content::Trace | Content::Format(_));
    let found = blocks.iter().filter(|block| evidence(block)).count();
    let name = |block: &Block| {
        let title = block.title.clone().filter(|_| block.content == Content::Trace);
        if let Some(title) = title.as_ref().filter(|_| !alone) {
            return title.clone();
        }
        let only = blocks.len() == 1 || found == 1 && evidence(block);
        if only {
            return piece.to_string();
        }
        let number = |index: usize| lines.get(index).map_or(0, |raw| raw.number);
        let (first, last) = (number(block.first), number(block.end.saturating_sub(1)));
        let place = if first == last { format!("line {first}") } else { format!("lines {first}–{last}") };
        title.unwrap_or_else(|| format!("{piece}, {place}"))
    };
    blocks.iter().map(name).collect()
}

/// Tells sources of the same name apart by a number.
pub fn make_unique(sources: &mut [Source]) {
    let mut taken: Texts<()> = Texts::default();
    for source in sources {
        let mut name = source.name.clone();
        let mut number = 2_u32;
        while taken.contains(&name) {
            name = format!("{} ({number})", source.name);
            number = number.saturating_add(1);
        }
        taken.insert(&name, ());
        source.name = name;
    }
}
