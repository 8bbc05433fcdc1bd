//! Cuts a piece at the borders of the evidence that it holds.
//!
//! A trace goes on over lines that are not its own as long as nothing says that it ended: a capture of standard
//! error holds the program's output too. It ends at a prompt, a fence, a heading, or where a recording that has
//! ended is followed by the start of another.

use super::clean::Raw;
use super::recognise;
use super::shape::{Cut, Shape};
use super::titles::{self, Between};
use crate::formats;
use crate::seek;

/// What a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A trace.
    Trace,
    /// Another format, by its id.
    Format(&'static str),
    /// Sentences for people.
    Prose,
    /// Text that no format recognises.
    Unknown,
}

/// A stretch of lines: indices `first..end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Index of the first line.
    pub first: usize,
    /// One past the last line.
    pub end: usize,
    /// What it holds.
    pub content: Content,
    /// The heading above it.
    pub title: Option<String>,
}

/// The blocks of a piece, in order. Headings, prompts, fences and blank lines between them belong to none.
pub fn cut(lines: &[Raw<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut free = 0;
    let mut at = 0;
    while at < lines.len() {
        if !opens(lines, at) {
            at += 1;
            continue;
        }
        let first = start(lines, free, at);
        let end = trace_end(lines, at);
        text_blocks(lines, free, first, &mut blocks);
        let title = title_above(lines, free, first);
        blocks.push(Block { first, end, content: Content::Trace, title });
        free = end;
        at = end;
    }
    if blocks.is_empty() {
        // Nothing was recognised: the whole piece is shown as it is, so that one sees what was given.
        let content = Content::Unknown;
        blocks.push(Block { first: 0, end: lines.len(), content, title: None });
    } else {
        text_blocks(lines, free, lines.len(), &mut blocks);
    }
    recognise::refine(blocks, lines, |first, end, into| text_blocks(lines, first, end, into))
}

fn get<'l, 'a>(lines: &'l [Raw<'a>], index: usize) -> Option<&'l Raw<'a>> {
    lines.get(index)
}

/// True if a trace can begin on this line.
fn opens(lines: &[Raw<'_>], index: usize) -> bool {
    get(lines, index).is_some_and(|raw| match raw.shape {
        Shape::Whole { .. } => true,
        Shape::TableHead => get(lines, index + 1).is_some_and(|next| next.shape == Shape::Inner),
        _ => false,
    })
}

/// Lines directly above the first whole one belong to the trace too if they are broken calls.
fn start(lines: &[Raw<'_>], free: usize, opener: usize) -> usize {
    let mut first = opener;
    while first > free && get(lines, first - 1).is_some_and(|raw| matches!(raw.shape, Shape::Cut(_))) {
        first -= 1;
    }
    first
}

/// One past the last line of the trace that begins at `opener`.
fn trace_end(lines: &[Raw<'_>], opener: usize) -> usize {
    let mut last = opener;
    loop {
        let next = last + 1;
        let Some(raw) = get(lines, next) else { return next };
        if belongs(raw.shape) {
            if another_recording(lines, last, next) {
                return next;
            }
            last = next;
            continue;
        }
        let gap_end = lines.iter().skip(next).position(|raw| resumes(raw.shape)).map(|length| next + length);
        match gap_end {
            Some(resumed) if !has_border(lines, last, next, resumed) => last = resumed,
            _ => return behind_tail(lines, next, gap_end.unwrap_or(lines.len())),
        }
    }
}

/// Lines that a trace can go on with directly.
fn belongs(shape: Shape) -> bool {
    matches!(shape, Shape::Whole { .. } | Shape::Cut(_) | Shape::TableHead | Shape::Inner)
}

/// Lines that show, behind others, that the trace goes on.
fn resumes(shape: Shape) -> bool {
    matches!(shape, Shape::Whole { .. } | Shape::TableHead)
}

/// True if the lines `first..end` between two lines of a trace say that what follows is another.
fn has_border(lines: &[Raw<'_>], last: usize, first: usize, end: usize) -> bool {
    let gap = || lines.iter().skip(first).take(end - first).filter(|raw| raw.shape != Shape::Blank);
    let is = |raw: &Raw<'_>, what: &[Between]| what.contains(&titles::between(&raw.text));
    if gap().any(|raw| is(raw, &[Between::Prompt, Between::Fence, Between::FileName])) {
        return true;
    }
    let begins_anew = get(lines, end).is_some_and(|raw| is_beginning(&raw.text));
    let ended = get(lines, last).is_some_and(|raw| is_ending(&raw.text));
    let in_call = get(lines, last).is_some_and(|raw| matches!(raw.shape, Shape::Cut(_)));
    if in_call && !begins_anew {
        return false;
    }
    let blank = lines.iter().skip(first).take(end - first).any(|raw| raw.shape == Shape::Blank);
    let new = begins_anew || ended;
    gap().any(|raw| match titles::between(&raw.text) {
        Between::Heading => blank || new,
        Between::PerhapsHeading => blank && new,
        _ => blank && begins_anew && ended,
    })
}

/// A call or note with which a recording begins.
fn is_beginning(line: &str) -> bool {
    let attached = line.contains("Process ") && line.trim_end().ends_with("attached");
    attached || line.contains("execve(\"") && !line.contains("resumed>")
}

/// A note with which a recording can end.
fn is_ending(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with("+++") || line.ends_with("detached") || line.ends_with("<detached ...>")
}

/// True if the recording ended with `last` and another begins with `next`, without anything between them.
///
/// A line without a pid is printed only while strace follows a single process, so an exit without one is the
/// exit of the last (`printleader` in strace.c).
fn another_recording(lines: &[Raw<'_>], last: usize, next: usize) -> bool {
    let exited = get(lines, last).is_some_and(|raw| {
        let holds = |part: &[u8]| seek::find(raw.text.as_bytes(), part).is_some();
        let ends = holds(b"+++ exited with ") || holds(b"+++ killed by ");
        let event = || raw.text.split("+++ ").next().unwrap_or("");
        ends && !event().contains('[') && event().split_whitespace().all(|word| word.contains(['.', ':']))
    });
    exited && get(lines, next).is_some_and(|raw| is_beginning(&raw.text))
}

/// Lines directly below the last whole one belong to the trace as well: a call that is cut off, or output.
fn behind_tail(lines: &[Raw<'_>], first: usize, end: usize) -> usize {
    let mut at = first;
    while at < end {
        let Some(raw) = get(lines, at) else { break };
        let between = titles::between(&raw.text);
        let goes_on = match raw.shape {
            Shape::Blank => false,
            Shape::Cut(Cut::String) => true,
            _ => matches!(between, Between::Text | Between::PerhapsHeading) && raw.text.is_ascii(),
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    if ends_in_string(lines, first) { broken_tail(lines, at, end) } else { at }
}

/// True if the line above `index` breaks off in a string.
fn ends_in_string(lines: &[Raw<'_>], index: usize) -> bool {
    index
        .checked_sub(1)
        .and_then(|above| get(lines, above))
        .is_some_and(|raw| raw.shape == Shape::Cut(Cut::String))
}

/// How many lines a call that breaks off in a string can be broken over.
pub const MOST_BROKEN: usize = 40;

/// A call that breaks off in a string may go on behind blank lines; `mend` joins it.
fn broken_tail(lines: &[Raw<'_>], from: usize, end: usize) -> usize {
    let window = lines.iter().enumerate().take(end).skip(from).take(MOST_BROKEN);
    let closing = window.filter(|(_, raw)| raw.text.contains(") = ")).map(|(index, _)| index + 1);
    closing.max().unwrap_or(from)
}

/// The heading above a block: the nearest line above it that is no prompt, fence or blank, if it is short.
fn title_above(lines: &[Raw<'_>], free: usize, first: usize) -> Option<String> {
    let above = lines.get(free..first)?.iter().rev();
    let mut above = above.filter(|raw| raw.shape != Shape::Blank);
    let line = above.find(|raw| !matches!(titles::between(&raw.text), Between::Prompt | Between::Fence))?;
    let is_heading =
        matches!(titles::between(&line.text), Between::Heading | Between::PerhapsHeading | Between::FileName);
    titles::title(&line.text).filter(|_| is_heading)
}

/// The text among `lines[first..end]` that is more than headings, prompts and fences.
fn text_blocks(lines: &[Raw<'_>], first: usize, end: usize, blocks: &mut Vec<Block>) {
    // What a format claims is no heading, however short: `curl: (7) Failed to connect`.
    let says = |raw: &Raw<'_>| {
        raw.shape != Shape::Blank
            && (titles::between(&raw.text) == Between::Text || formats::claiming(&raw.text).is_some())
    };
    let between = lines.get(first..end).unwrap_or(&[]);
    let Some(begin) = between.iter().position(says) else { return };
    let last = between.iter().rposition(says).unwrap_or(begin);
    let said = between.get(begin..=last).unwrap_or(&[]).iter().filter(|raw| raw.shape != Shape::Blank);
    let (prose, all) = said.fold((0_usize, 0_usize), |(prose, all), raw| {
        (prose + usize::from(titles::is_prose(&raw.text)), all + 1)
    });
    let content = if prose * 2 > all { Content::Prose } else { Content::Unknown };
    let title = title_above(lines, first, first + begin);
    blocks.push(Block { first: first + begin, end: first + last + 1, content, title });
}
