//! Bytes to sources: encodings, line ends, splitting one paste into blocks, mending paste damage.
//!
//! ```text
//! bytes → decode → text → clean → lines → services → blocks → one source each → mend
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
mod services;
mod shape;
pub mod titles;
mod unknown;

use std::sync::Arc;

use crate::order::{Change, InList};
use blocks::{Block, Content};
use mends::Mends;

use crate::source::{Input, LineNumber, Piece, Source};

/// Format of text that no format recognises.
pub const UNKNOWN: &str = "unknown";

/// Format of sentences for people between blocks of evidence.
pub const PROSE: &str = "prose";

/// Turns every piece into its sources: at least one for each. A text in which nothing is to be mended is not copied.
pub fn read(input: Input) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for (index, mut piece) in input.pieces.into_iter().enumerate() {
        let bytes = std::mem::take(&mut piece.bytes);
        sources.add_all(read_piece(index, &piece, bytes));
    }
    names::make_unique(&mut sources);
    sources
}

fn read_piece(index: usize, piece: &Piece, bytes: Vec<u8>) -> Vec<Source> {
    let (text, decoding) = match decode::decode(bytes) {
        decode::Content::Text(text, mends) => (Arc::new(text), mends),
        decode::Content::Binary(binary) => return vec![unknown::refused(index, piece, binary)],
    };
    let mut cleaning = Mends::default();
    let (lines, services) = clean::lines(&text, &mut cleaning);
    cleaning.merge(decoding);
    let parts = services.apart(lines);
    let alone = parts.len() == 1;
    let mut sources = Vec::new();
    for (service, lines) in &parts {
        let name = match services.name(*service).filter(|_| !alone) {
            Some(service) => format!("{}, {service}", piece.name),
            None => piece.name.clone(),
        };
        sources.add_all(read_part((index, piece, &text), &name, lines, &cleaning, alone));
    }
    sources
}

/// The sources of the lines of one service, or of a whole piece.
fn read_part(
    (index, piece, text): (usize, &Piece, &Arc<String>),
    name: &str,
    lines: &[clean::Raw<'_>],
    cleaning: &Mends,
    alone: bool,
) -> Vec<Source> {
    let blocks = blocks::cut(lines);
    let names = names::of(&blocks, lines, name, alone);
    let whole = alone && blocks.len() == 1;
    let mut damaged = false;
    let mut texts = Vec::with_capacity(blocks.len());
    for block in &blocks {
        let lines = lines.get(block.first..block.end).unwrap_or(&[]);
        let mut mends = if whole { cleaning.clone() } else { cleaning.within(&numbers(lines)) };
        let text = match block.content {
            Content::Trace => {
                let (mended, broken) = mend::trace(text, lines, &mut mends);
                damaged |= broken;
                mended
            }
            Content::Format(_) | Content::Prose | Content::Unknown => mend::plain(text, lines),
        };
        texts.push((text, mends));
    }
    let blocks = blocks.iter().zip(names).zip(texts);
    let sources = blocks.map(|((block, name), (text, mut mends))| {
        let is_trace = block.content == Content::Trace;
        if damaged && is_trace {
            text.note_lost(&mut mends);
        }
        let given = given(lines.get(block.first..block.end).unwrap_or(&[]));
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
            given,
        }
    });
    sources.in_list()
}

/// The lines that read otherwise than they were given, with what was given.
fn given(lines: &[clean::Raw<'_>]) -> Vec<(LineNumber, Box<str>)> {
    let changed = lines.iter().filter(|raw| raw.reads_otherwise());
    changed.map(|raw| (raw.number, raw.given.into())).in_list()
}

/// The numbers of the lines.
fn numbers(lines: &[clean::Raw<'_>]) -> Vec<LineNumber> {
    lines.iter().map(|raw| raw.number).in_list()
}

fn format(block: &Block) -> &'static str {
    match block.content {
        Content::Trace => crate::formats::strace::ID,
        Content::Format(id) => id,
        Content::Prose => PROSE,
        Content::Unknown => UNKNOWN,
    }
}
