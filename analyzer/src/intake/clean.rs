//! Text to lines: line ends, and what people and tools put in front of or into the lines of a trace.
//!
//! A line that already has the shape of a trace's line is never touched.
//! Another is changed only if it has that shape afterwards.

use std::borrow::Cow;

use super::mends::Mends;
use super::services::Services;
use super::shape::{self, Shape};
use crate::formats;
use crate::source::LineNumber;

/// One line of a piece.
#[derive(Debug, Clone)]
pub struct Raw<'a> {
    /// The line without its end, cleaned.
    pub text: Cow<'a, str>,
    /// The line as it was given.
    pub given: &'a str,
    /// Its number in the piece.
    pub number: LineNumber,
    /// What it looks like.
    pub shape: Shape,
    /// Number of the service that wrote it, counted from 1; 0 where none is named.
    pub service: usize,
}

/// Something in front of a line that is not part of it.
struct Prefix {
    /// What it is, in words.
    what: &'static str,
    /// The line without it.
    strip: fn(&str) -> Option<&str>,
}

/// In the order in which they are tried.
static PREFIXES: &[Prefix] = &[
    Prefix { what: "the terminal's ^C in front of a line", strip: |line| line.strip_prefix("^C") },
    Prefix { what: "quoted with >", strip: behind_quote },
    Prefix { what: "line numbers in front of the lines", strip: behind_number },
    Prefix { what: "the prefix of a log collector", strip: behind_collector },
    Prefix { what: "indentation", strip: behind_indentation },
];

impl Raw<'_> {
    /// True if no part of the given line reads like the mended one.
    pub fn reads_otherwise(&self) -> bool {
        matches!(&self.text, Cow::Owned(text) if !self.given.contains(text.as_str()))
    }
}

/// Cuts text into lines and cleans them; also says which services' names stood in front of them.
pub fn lines<'a>(text: &'a str, mends: &mut Mends) -> (Vec<Raw<'a>>, Services<'a>) {
    let services = Services::of(physical(text));
    let mut escaped = false;
    let mut before: Option<&Prefix> = None;
    let mut lines = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
    for (given, number) in physical(text).zip(1..) {
        let (line, service) = services.part(given);
        if service > 0 {
            mends.count(number, "the prefix of a log collector");
        }
        let mut raw = Raw { text: Cow::Borrowed(line), given, number, shape: shape::of(line), service };
        escaped |= raw.shape != Shape::Blank && has_entities(line) && shows_entities(line, raw.shape);
        if rank(raw.shape) < WHOLE && raw.shape != Shape::Blank {
            before = clean(&mut raw, line, before, mends);
        } else if is_indented(line, raw.shape) {
            mends.count(number, "indentation");
            raw.text = Cow::Borrowed(line.trim_start());
            raw.shape = shape::of(&raw.text);
        } else if raw.shape != Shape::Blank {
            before = None;
        }
        lines.push(raw);
    }
    if escaped {
        for raw in lines.iter_mut().filter(|raw| has_entities(&raw.text)) {
            mends.count(raw.number, "HTML entities");
            raw.text = Cow::Owned(without_entities(&raw.text));
            raw.shape = shape::of(&raw.text);
        }
    }
    (lines, services)
}

/// Lines end with `\n` or `\r\n`; with `\r` where there is no `\n` at all.
fn physical(text: &str) -> impl Iterator<Item = &str> {
    let end = if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' };
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(end, rest.as_bytes()).unwrap_or(rest.len());
        let (line, behind) = rest.split_at_checked(length)?;
        rest = behind.get(1..).unwrap_or("");
        Some(bare(line))
    })
}

/// A line without carriage returns; `cat -v` and some editors show one as two characters.
fn bare(line: &str) -> &str {
    let mut line = line.trim_end_matches('\r');
    while let Some(before) = line.strip_suffix("^M") {
        line = before;
    }
    line
}

const WHOLE: u8 = 2;

/// How much of a trace's line it is: 0 nothing, 1 the beginning of a call, 2 all of it.
fn rank(shape: Shape) -> u8 {
    match shape {
        Shape::Whole { .. } | Shape::TableHead | Shape::Inner => WHOLE,
        Shape::Cut(_) => 1,
        Shape::Blank | Shape::Other => 0,
    }
}

/// Cleans a line that is not whole; returns the prefix it had, so that the next line may have it too.
fn clean<'p>(
    raw: &mut Raw<'_>,
    line: &str,
    before: Option<&'p Prefix>,
    mends: &mut Mends,
) -> Option<&'p Prefix>
where
    'static: 'p,
{
    let usual = plain_characters(line);
    let text = usual.as_deref().unwrap_or(line);
    let mut best = raw.shape;
    let mut result: Option<(String, &'p Prefix)> = None;
    for prefix in PREFIXES {
        let Some(rest) = (prefix.strip)(text) else { continue };
        let shape = shape::of(rest);
        let goes_on = before.is_some_and(|known| std::ptr::eq(known, prefix));
        if rank(shape) > rank(best) || (goes_on && rank(best) == 0) || is_log(line, rest) {
            best = shape;
            result = Some((rest.to_string(), prefix));
        }
    }
    if let Some((rest, prefix)) = result {
        mends.count(raw.number, prefix.what);
        (raw.text, raw.shape) = (Cow::Owned(rest), best);
        return Some(prefix);
    }
    if let Some(usual) = usual {
        let shape = shape::of(&usual);
        if rank(shape) > rank(raw.shape) || is_log(line, &usual) {
            mends.count(raw.number, "quotes, dashes or spaces that a text program replaced");
            (raw.text, raw.shape) = (Cow::Owned(usual), shape);
        }
    }
    None
}

/// True if a line is a known program's log only without its prefix; application logs are read with theirs.
fn is_log(line: &str, rest: &str) -> bool {
    let claimed = |text: &str| formats::claiming(text).map(|format| format.id);
    let general = Some(formats::app_log::ID);
    // nginx takes typographic quotes in its configuration literally, so there they stay as they are.
    claimed(rest).is_some_and(|id| !id.ends_with("config"))
        && claimed(rest) != general
        && (claimed(line).is_none() || claimed(line) == general || behind_collector(line) == Some(rest))
}

/// The characters that text programs put in place of ASCII, undone; `None` if there are none.
/// strace itself writes only ASCII.
fn plain_characters(line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '“' | '”' | '„' | '‟' | '″' | '＂' => out.push('"'),
            '‘' | '’' | '‚' | '′' => out.push('\''),
            '…' => out.push_str("..."),
            '—' => out.push_str("---"),
            '–' => out.push_str("--"),
            '−' | '‐' | '‑' => out.push('-'),
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => out.push(' '),
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            other => out.push(other),
        }
    }
    (out != line).then_some(out)
}

fn behind_quote(line: &str) -> Option<&str> {
    let mut rest = line.strip_prefix('>')?;
    while let Some(deeper) = rest.strip_prefix(" >").or_else(|| rest.strip_prefix('>')) {
        rest = deeper;
    }
    // A stack's line keeps the space that it begins with: `>  > /lib/libc.so(…)`.
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// `12: `, `12| `, `12) `, `12. ` and the tab of `cat -n`.
fn behind_number(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(' ').trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = digits.trim_start_matches(' ').strip_prefix([':', '|', ')', '.', '\t'])?;
    // An address such as `10.0.0.7` or `10.xx.0.7` is no number of a line.
    if digits.starts_with('.') && !rest.starts_with([' ', '\t']) {
        return None;
    }
    line.trim_start()
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

/// How far into a line a collector's prefix can reach.
const COLLECTOR_LENGTH: usize = 200;

/// What docker, kubectl, docker compose, CRI, syslog and journald put in front of a line.
fn behind_collector(line: &str) -> Option<&str> {
    const MONTHS: &[&str] =
        &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let near = |word: &str| {
        line.find(word).filter(|at| *at < COLLECTOR_LENGTH).and_then(|at| line.get(at + word.len()..))
    };
    let head = line.as_bytes();
    let dated = head.get(4) == Some(&b'-') && head.get(7) == Some(&b'-') && head.get(10) == Some(&b'T');
    let syslog = || near("]: ").or_else(|| near(": "));
    if dated {
        let rest = near(" ")?;
        for stream in ["stdout F ", "stderr F "] {
            if let Some(rest) = rest.strip_prefix(stream) {
                return Some(rest);
            }
        }
        return if shape::begins(rest) { Some(rest) } else { syslog() };
    }
    if MONTHS.iter().any(|month| line.starts_with(month)) && head.get(3) == Some(&b' ') {
        return syslog();
    }
    if line.starts_with("[pod/") || line.starts_with("[container/") {
        return near("] ");
    }
    let name = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))?;
    let rest = line.get(name..)?.trim_start_matches(' ').strip_prefix("| ")?;
    // With `-t`, docker compose puts its own time between the bar and the line.
    let timed = rest.split_once(' ').filter(|(time, behind)| is_instant(time) && shape::begins(behind));
    Some(timed.map_or(rest, |(_, behind)| behind))
}

/// `2026-11-21T01:32:22.604400412Z`
fn is_instant(word: &str) -> bool {
    crate::model::time::leading_stamp(word).is_some_and(|(_, end)| end >= word.len().saturating_sub(4))
        && word.contains('T')
}

fn behind_indentation(line: &str) -> Option<&str> {
    line.starts_with('\t').then(|| line.trim_start_matches(['\t', ' ']))
}

/// strace indents a call only where the line begins with the seconds of `-r`.
fn is_indented(line: &str, shape: Shape) -> bool {
    let rest = line.trim_start_matches(' ');
    if rest.len() == line.len() || !matches!(shape, Shape::Whole { .. } | Shape::Cut(_)) {
        return false;
    }
    let number =
        rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).and_then(|end| rest.get(..end)).unwrap_or("");
    let relative = number.contains('.') || (!number.is_empty() && number.len() < 7);
    !relative && !rest.starts_with("(+")
}

/// HTML's names for the characters that pages must escape.
static ENTITIES: &[(&str, &str)] = &[
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&apos;", "'"),
    ("&nbsp;", " "),
    ("&#160;", " "),
    ("&amp;", "&"),
];

fn has_entities(line: &str) -> bool {
    memchr::memchr(b'&', line.as_bytes()).is_some() && ENTITIES.iter().any(|(name, _)| line.contains(name))
}

/// True if the entities cannot be part of what the program read or wrote: they stand where strace itself
/// writes the character.
fn shows_entities(line: &str, shape: Shape) -> bool {
    let decoded = without_entities(line);
    match shape {
        Shape::Whole { end } => {
            let behind = line.get(end..).unwrap_or("");
            behind.starts_with(" &lt;")
                || outside_strings(line).any(|part| {
                    part.contains(" =&gt; ")
                        || part.contains("-&gt;")
                        || part.contains("(&quot;")
                        || part.contains(" &quot;")
                })
        }
        _ => rank(shape::of(&decoded)) > rank(shape) || is_log(line, &decoded),
    }
}

/// The parts of a line that do not stand between quotes.
fn outside_strings(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').step_by(2)
}

fn without_entities(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let entity = ENTITIES.iter().find(|(name, _)| from.starts_with(name));
        let (name, character) = entity.copied().unwrap_or(("&", "&"));
        out.push_str(character);
        rest = from.strip_prefix(name).unwrap_or("");
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn cleaned(text: &str) -> (Vec<String>, Vec<(u32, String)>) {
        let mut mends = Mends::default();
        let lines = lines(text, &mut mends).0.into_iter().map(|raw| raw.text.into_owned()).collect();
        (lines, mends.into_list().into_iter().map(|mend| (mend.line, mend.what)).collect())
    }

    #[test]
    fn line_ends_of_every_kind() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc\r\n", "a\rb\r\rc\r", "a\r\r\nb\n\nc\n"] {
            assert_eq!(
                cleaned(text),
                (vec!["a".into(), "b".into(), String::new(), "c".into()], Vec::new()),
                "{text:?}"
            );
        }
        assert_eq!(cleaned("").0.len(), 0);
        assert_eq!(cleaned("\n").0.len(), 1);
    }

    #[test]
    fn prefixes_go() {
        let call = "read(3, \"x\", 1) = 1";
        for prefix in [
            "^C",
            "> ",
            ">> ",
            "> > ",
            "12: ",
            "  12 | ",
            "     7\t",
            "3. ",
            "\t",
            "    ",
            "2026-01-02T03:04:05.678901234Z ",
            "2026-01-02T03:04:05.678901234Z stderr F ",
            "Jan 02 03:04:05 host app[12]: ",
            "2026-01-02T03:04:05+0000 host app[12]: ",
            "web-1  | ",
            "[pod/web-0/nginx] ",
        ] {
            let (lines, mends) = cleaned(&format!("{prefix}{call}\n"));
            assert_eq!(lines, [call], "{prefix}");
            assert_eq!(mends.len(), 1, "{prefix}");
            assert_eq!(mends[0].0, 1);
        }
    }

    #[test]
    fn typography_and_entities_go() {
        let call = "read(3<TCP:[1->2]>, \"a'b\"..., 1 => 2) = -1 EIO (x) <0.000012>";
        for damaged in [
            "read(3<TCP:[1->2]>, “a’b”…, 1 => 2) = −1 EIO (x) <0.000012>",
            "read(3<TCP:[1->2]>,\u{a0}\"a'b\"..., 1 => 2)\u{a0}= -1 EIO (x) <0.000012>",
            "read(3&lt;TCP:[1-&gt;2]&gt;, &quot;a&#39;b&quot;..., 1 =&gt; 2) = -1 EIO (x) &lt;0.000012&gt;",
        ] {
            let (lines, mends) = cleaned(damaged);
            assert_eq!(lines, [call]);
            assert_eq!(mends.len(), 1, "{mends:?}");
        }
        assert_eq!(cleaned("— SIGCHLD {si_signo=SIGCHLD} —").0, ["--- SIGCHLD {si_signo=SIGCHLD} ---"]);
    }

    #[test]
    fn typography_and_entities_go_from_logs_too() {
        let line = "10.0.0.7 - - [17/Jan/2021:10:45:07 +0800] \"POST /x HTTP/1.1\" 499 0 \"-\" \"app\"";
        for damaged in [
            "10.0.0.7 - - [17/Jan/2021:10:45:07 +0800] “POST /x HTTP/1.1” 499 0 “-” “app“",
            "10.0.0.7 - - [17/Jan/2021:10:45:07 +0800] &quot;POST /x HTTP/1.1&quot; 499 0 &quot;-&quot; &quot;app&quot;",
            "2021-01-17T02:45:07.1Z stdout F 10.0.0.7 - - [17/Jan/2021:10:45:07 +0800] \"POST /x HTTP/1.1\" 499 0 \"-\" \"app\"",
        ] {
            assert_eq!(cleaned(damaged).0, [line], "{damaged}");
        }
    }

    #[test]
    fn what_a_program_wrote_stays() {
        for line in [
            "write(1, \"a &lt;b&gt; &amp; c\", 16) = 16",
            "     0.000063 read(3, \"\", 1) = 0",
            "12    read(3, \"\", 1)  = 0",
            "12:30:01 read(3, \"\", 1) = 0",
            " > /lib/libc.so.6(read+0x1) [0x2]",
            "“a quotation”",
            "3. a list",
        ] {
            assert_eq!(cleaned(line), (vec![line.to_string()], Vec::new()));
        }
    }
}
