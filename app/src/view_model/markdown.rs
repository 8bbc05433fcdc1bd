//! The Markdown of explanations, as blocks to draw: headings, paragraphs, lists, code, and emphasis inside of lines.
//!
//! Only what the explanations use. Whatever it does not know stays text; nothing of it is ever taken for HTML.

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading, of whatever level.
    Heading(Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list.
    List {
        /// Its items are counted.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Span>>,
    },
    /// Code, as it stands.
    Code(String),
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Text.
    Text(String),
    /// `code`
    Code(String),
    /// **strong** or *emphasis*
    Strong(String),
}

/// Reads a text.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    let mut code: Option<String> = None;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            flush(&mut blocks, &mut paragraph);
            match code.take() {
                Some(text) => blocks.push(Block::Code(text)),
                None => code = Some(String::new()),
            }
        } else if let Some(code) = &mut code {
            if !code.is_empty() {
                code.push('\n');
            }
            code.push_str(line);
        } else if line.trim().is_empty() {
            flush(&mut blocks, &mut paragraph);
        } else if let Some(heading) = line.strip_prefix('#') {
            flush(&mut blocks, &mut paragraph);
            blocks.push(Block::Heading(spans(heading.trim_start_matches('#').trim())));
        } else if let Some((ordered, item)) = list_item(line) {
            flush(&mut blocks, &mut paragraph);
            match blocks.last_mut() {
                Some(Block::List { ordered: known, items }) if *known == ordered => items.push(spans(item)),
                _ => blocks.push(Block::List { ordered, items: vec![spans(item)] }),
            }
        } else if let (true, Some(Block::List { items, .. })) = (line.starts_with("  "), blocks.last_mut())
            && paragraph.is_empty()
            && let Some(item) = items.last_mut()
        {
            item.push(Span::Text(" ".into()));
            item.extend(spans(line.trim()));
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut blocks, &mut paragraph);
    blocks.extend(code.map(Block::Code));
    blocks
}

fn flush(blocks: &mut Vec<Block>, paragraph: &mut String) {
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(spans(paragraph)));
        paragraph.clear();
    }
}

fn list_item(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, item));
    }
    let (number, item) = line.split_once(". ")?;
    let counted = !number.is_empty() && number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    counted.then_some((true, item))
}

/// The parts of a line.
pub fn spans(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['`', '*']) {
        let (before, from) = rest.split_at(at);
        let found = ["**", "`", "*"].into_iter().find_map(|mark| {
            let (inside, after) = from.strip_prefix(mark)?.split_once(mark)?;
            let filled = !inside.is_empty() && (mark == "`" || !inside.starts_with(' '));
            filled.then_some((mark, inside, after))
        });
        let Some((mark, inside, after)) = found else {
            // A sign that stands for itself.
            let end = at + 1;
            push_text(&mut spans, rest.get(..end).unwrap_or(rest));
            rest = rest.get(end..).unwrap_or("");
            continue;
        };
        push_text(&mut spans, before);
        let inside = inside.to_string();
        spans.push(if mark == "`" { Span::Code(inside) } else { Span::Strong(inside) });
        rest = after;
    }
    push_text(&mut spans, rest);
    spans
}

fn push_text(spans: &mut Vec<Span>, text: &str) {
    match spans.last_mut() {
        _ if text.is_empty() => {}
        Some(Span::Text(known)) => known.push_str(text),
        _ => spans.push(Span::Text(text.into())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn lines_know_code_and_emphasis() {
        assert_eq!(
            spans("run `df -i` **now**, 2 * 3"),
            [
                Span::Text("run ".into()),
                Span::Code("df -i".into()),
                Span::Text(" ".into()),
                Span::Strong("now".into()),
                Span::Text(", 2 * 3".into()),
            ]
        );
    }

    #[test]
    fn blocks_are_told_apart() {
        let found = blocks("# Full\n\nOne\ntwo.\n\n- a\n- b\n  more\n\n```\nx = 1\n\ny\n```\n1. first\n");
        assert_eq!(found.len(), 5);
        assert_eq!(found[1], Block::Paragraph(vec![Span::Text("One two.".into())]));
        assert_eq!(found[3], Block::Code("x = 1\n\ny".into()));
        let Block::List { ordered: false, items } = &found[2] else {
            return assert!(matches!(found[2], Block::List { .. }));
        };
        assert_eq!(items.len(), 2);
    }

    #[test]
    fn broken_markdown_stays_text() {
        assert_eq!(spans("a `b *c"), [Span::Text("a `b *c".into())]);
        assert_eq!(blocks("```\nopen"), [Block::Code("open".into())]);
        assert!(blocks("").is_empty());
    }
}
