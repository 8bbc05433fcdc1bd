//! Mends calls that a paste broke over several lines, and lines that hold several calls.
//!
//! A trace that was not damaged passes unchanged: a line is joined only if it breaks off in a string, which strace
//! never does, or at the column where a terminal wrapped; and only if that makes the call whole.

use std::sync::Arc;

use super::blocks::MOST_BROKEN;
use super::clean::Raw;
use super::lost;
use super::mends::Mends;
use super::shape::{self, Cut, Shape};
use crate::source::{Line, LineNumber, Span};

/// The text of a source with its lines.
#[derive(Debug)]
pub struct Text<'t> {
    /// The whole piece.
    piece: &'t Arc<String>,
    /// The part of it that the lines are, as long as nothing was mended.
    same: Option<(usize, usize)>,
    /// All lines, once something was mended.
    mended: String,
    lines: Vec<Line>,
}

impl<'t> Text<'t> {
    /// A text without lines; most will be lines of that piece as they stand there.
    fn of(piece: &'t Arc<String>, lines: usize) -> Self {
        Self { piece, same: Some((0, 0)), mended: String::new(), lines: Vec::with_capacity(lines) }
    }

    /// Adds a logical line.
    pub fn push(&mut self, line: &str, number: LineNumber, covers: u32) {
        let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = self.as_str().len();
        self.lines.push(Line {
            span: Span { start: at(start), end: at(start + line.len()) },
            number,
            covers,
        });
        if !self.goes_on(line) {
            self.mended.push_str(line);
            self.mended.push('\n');
        }
    }

    /// True if the line stands in the piece behind the others, and nothing between; if not, copies what there is.
    fn goes_on(&mut self, line: &str) -> bool {
        let Some((from, to)) = self.same else { return false };
        let begin = (line.as_ptr() as usize).wrapping_sub(self.piece.as_ptr() as usize);
        let end = begin.wrapping_add(line.len());
        let from = if to == 0 { begin } else { from };
        if (to == 0 || begin == to) && self.piece.as_bytes().get(end) == Some(&b'\n') {
            self.same = Some((from, end + 1));
            return true;
        }
        self.mended = self.as_str().to_string();
        self.same = None;
        false
    }

    fn as_str(&self) -> &str {
        self.same.map_or(&self.mended, |(from, to)| self.piece.get(from..to).unwrap_or(""))
    }

    /// Notes what was lost and cannot be mended.
    pub fn note_lost(&self, mends: &mut Mends) {
        lost::spaces(self.as_str(), &self.lines, mends);
    }

    /// The text and its lines.
    pub fn finish(self) -> (Arc<String>, Vec<Line>) {
        let text = match self.same {
            Some((0, end)) if end == self.piece.len() => self.piece.clone(),
            Some(_) => Arc::new(self.as_str().to_string()),
            None => Arc::new(self.mended),
        };
        (text, self.lines)
    }
}

/// Widths that terminals and print-outs usually have.
const USUAL_WIDTHS: &[usize] = &[72, 76, 80, 100, 120, 132, 160, 200];

/// The most bytes that a joined call may have.
const MOST_JOINED: usize = 1 << 20;

/// The mended text of a trace, and whether calls in it were broken.
pub fn trace<'t>(piece: &'t Arc<String>, lines: &[Raw<'_>], mends: &mut Mends) -> (Text<'t>, bool) {
    let wrap = wrap_width(lines);
    let mut text = Text::of(piece, lines.len());
    let mut damaged = false;
    let mut at = 0;
    while let Some(raw) = lines.get(at) {
        let rest = lines.get(at + 1..).unwrap_or(&[]);
        let joined = join(raw, rest, wrap);
        if let Some((line, further)) = &joined {
            mends.add(raw.number, format!("a call broken over {} lines", further + 1));
            text.push(line, raw.number, u32::try_from(further + 1).unwrap_or(u32::MAX));
            damaged = true;
        } else {
            damaged |= split(raw, &mut text, mends);
        }
        at += 1 + joined.map_or(0, |(_, further)| further);
    }
    (text, damaged)
}

/// The text of a source that is not mended.
pub fn plain<'t>(piece: &'t Arc<String>, lines: &[Raw<'_>]) -> Text<'t> {
    let mut text = Text::of(piece, lines.len());
    for raw in lines {
        text.push(&raw.text, raw.number, 1);
    }
    text
}

/// Writes a line, every call on it as a line of its own; true if there were several.
fn split(raw: &Raw<'_>, text: &mut Text<'_>, mends: &mut Mends) -> bool {
    let mut rest: &str = &raw.text;
    let mut shape = raw.shape;
    let mut calls = 0_u32;
    while let Shape::Whole { end } = shape {
        let (first, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let behind = behind.trim_start();
        if !shape::begins(behind) {
            break;
        }
        text.push(first, raw.number, u32::from(calls == 0));
        calls += 1;
        rest = behind;
        shape = shape::of(behind);
    }
    text.push(rest, raw.number, u32::from(calls == 0));
    match calls {
        0 => {}
        1 => mends.add(raw.number, "two calls on one line".to_string()),
        _ => mends.add(raw.number, format!("{} calls on one line", calls + 1)),
    }
    calls > 0
}

/// A call that breaks off in a string, or where the terminal wrapped, joined with the lines below it:
/// the whole line, and how many further lines it took.
fn join(raw: &Raw<'_>, below: &[Raw<'_>], wrap: Option<usize>) -> Option<(String, usize)> {
    let in_string = raw.shape == Shape::Cut(Cut::String);
    let wrapped = |line: &str| wrap.is_some_and(|width| width_of(line) == width);
    if !in_string && !wrapped(&raw.text) {
        return None;
    }
    let mut joined = raw.text.to_string();
    let mut above: &str = &raw.text;
    let mut shape = raw.shape;
    let mut best = None;
    for (further, next) in below.iter().enumerate().take(MOST_BROKEN) {
        let at_wrap = wrapped(above);
        let goes_on = match shape {
            Shape::Cut(Cut::String) => true,
            _ => at_wrap,
        };
        if !goes_on
            || (shape::begins(&next.text) && belongs_to_itself(next.shape))
            || joined.len() > MOST_JOINED
        {
            break;
        }
        if !at_wrap {
            // The line end is all that is left of what strace had written as `\n`.
            joined.push_str("\\n");
        }
        joined.push_str(&next.text);
        shape = shape::of(&joined);
        above = &next.text;
        if let Shape::Whole { end } = shape {
            let behind = joined.get(end..).unwrap_or("").trim_start();
            if behind.is_empty() || shape::begins(behind) {
                best = Some((joined.clone(), further + 1));
            }
            if !wrapped(above) {
                break;
            }
        }
    }
    best
}

fn belongs_to_itself(shape: Shape) -> bool {
    matches!(shape, Shape::Whole { .. } | Shape::Cut(_))
}

fn width_of(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.chars().count() }
}

/// The column at which a terminal broke the lines: no line is longer, and calls break off exactly there.
/// One such call counts only at a usual width, because a capture of standard error breaks lines too.
fn wrap_width(lines: &[Raw<'_>]) -> Option<usize> {
    let width = lines.iter().map(|raw| width_of(&raw.text)).max()?;
    let broken = lines.windows(2).filter(|pair| match pair {
        [raw, next] => {
            matches!(raw.shape, Shape::Cut(_))
                && width_of(&raw.text) == width
                && next.shape != Shape::Blank
                && !shape::begins(&next.text)
        }
        _ => false,
    });
    let count = broken.count();
    (count > 1 && width >= 40 || count == 1 && USUAL_WIDTHS.contains(&width)).then_some(width)
}
