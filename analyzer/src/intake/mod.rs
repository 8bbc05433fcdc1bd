//! Bytes to sources: encodings, line ends, splitting one paste into blocks, mending paste damage.
//!
//! ```text
//! bytes → decode → text → clean → lines → blocks → one source each → mend
//! ```
//!
//! Every logical line of a source knows the line of the piece that it came from, whatever was mended.
//! Headings, prompts and fences between blocks belong to no source; a heading gives its name to the block below it
//! where a piece holds several. Other text between traces becomes a source of the format [`PROSE`] if it reads like
//! sentences, of [`UNKNOWN`] if not.

mod binary;
mod blocks;
mod clean;
mod decode;
mod lost;
mod mend;
mod mends;
mod names;
mod recognise;
mod shape;
pub mod titles;
mod unknown;

use blocks::{Block, Content};
use mends::Mends;

use crate::source::{Input, LineNumber, Piece, Source};

/// Format of text that no format recognises.
pub const UNKNOWN: &str = "unknown";

/// Format of sentences for people between blocks of evidence.
pub const PROSE: &str = "prose";

/// Turns every piece into its sources: at least one for each.
pub fn read(input: &Input) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for (index, piece) in input.pieces.iter().enumerate() {
        sources.extend(read_piece(index, piece));
    }
    names::make_unique(&mut sources);
    sources
}

fn read_piece(index: usize, piece: &Piece) -> Vec<Source> {
    let (text, decoding) = match decode::decode(&piece.bytes) {
        decode::Content::Text(text, mends) => (text, mends),
        decode::Content::Binary(binary) => return vec![unknown::refused(index, piece, binary)],
    };
    let mut cleaning = Mends::default();
    let lines = clean::lines(&text, &mut cleaning);
    cleaning.merge(decoding);
    let blocks = blocks::cut(&lines);
    let names = names::of(&blocks, &lines, &piece.name);
    let whole = blocks.len() == 1;
    let mut damaged = false;
    let mut texts = Vec::with_capacity(blocks.len());
    for block in &blocks {
        let lines = lines.get(block.first..block.end).unwrap_or(&[]);
        let mut mends = if whole { cleaning.clone() } else { cleaning.within(span(lines)) };
        let text = match block.content {
            Content::Trace => {
                let (text, broken) = mend::trace(lines, &mut mends);
                damaged |= broken;
                text
            }
            Content::Format(_) | Content::Prose | Content::Unknown => mend::plain(lines),
        };
        texts.push((text, mends));
    }
    let blocks = blocks.iter().zip(names).zip(texts);
    let sources = blocks.map(|((block, name), (text, mut mends))| {
        let is_trace = block.content == Content::Trace;
        if damaged && is_trace {
            text.note_lost(&mut mends);
        }
        let (text, lines) = text.finish();
        Source {
            name,
            piece: index,
            role: piece.role.filter(|_| whole || is_trace),
            format: format(block),
            closest: (block.content == Content::Unknown).then(|| unknown::closest(&text, lines.len())),
            text,
            lines,
            mended: mends.into_list(),
        }
    });
    sources.collect()
}

/// The numbers of the first and the last line.
fn span(lines: &[clean::Raw<'_>]) -> (LineNumber, LineNumber) {
    let number = |raw: Option<&clean::Raw<'_>>| raw.map_or(0, |raw| raw.number);
    (number(lines.first()), number(lines.last()))
}

fn format(block: &Block) -> &'static str {
    match block.content {
        Content::Trace => crate::formats::strace::ID,
        Content::Format(id) => id,
        Content::Prose => PROSE,
        Content::Unknown => UNKNOWN,
    }
}
