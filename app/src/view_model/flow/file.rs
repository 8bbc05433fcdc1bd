//! The picture as a file of its own: every colour written in, nothing asked of anybody.

use std::fmt::Write as _;

use super::{HEAD, LOOKS, Look, Mark, Picture};

/// How a look is painted, as the browser says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Style {
    /// The attributes, by name: `fill`, `stroke`, `font-size`, ...
    pub attributes: Vec<(&'static str, String)>,
}

/// The picture as SVG. `styles` stand in the order of [`LOOKS`]; `surface` is the colour behind everything, and
/// `titles` stand above the picture, each at its place from the left with a look.
pub fn svg(picture: &Picture, styles: &[Style], surface: &str, titles: &[(i32, Look, String)]) -> String {
    let above = if titles.is_empty() { 0 } else { 34 };
    let height = picture.height + HEAD + above;
    let width = picture.width;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escaped(surface)
    );
    for (x, look, text) in titles {
        let mark = Mark::Text {
            look: *look,
            x: *x,
            y: 22,
            anchor: super::marks::Anchor::Start,
            text: text.clone(),
            whole: None,
        };
        write(&mark, styles, &mut out);
    }
    let _ = writeln!(out, "<g transform=\"translate(0 {above})\">");
    picture.head.iter().for_each(|mark| write(mark, styles, &mut out));
    let _ = writeln!(out, "</g>\n<g transform=\"translate(0 {})\">", above + HEAD);
    picture.back.iter().for_each(|mark| write(mark, styles, &mut out));
    for step in &picture.steps {
        out.push_str("<g>\n");
        step.marks.iter().for_each(|mark| write(mark, styles, &mut out));
        out.push_str("</g>\n");
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn write(mark: &Mark, styles: &[Style], out: &mut String) {
    match mark {
        Mark::Path { look, d } => {
            let _ = write!(out, "<path d=\"{d}\"");
            style(*look, styles, out);
            out.push_str("/>\n");
        }
        Mark::Rect { look, area: [x, y, width, height] } => {
            let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\"");
            style(*look, styles, out);
            out.push_str("/>\n");
        }
        Mark::Text { look, x, y, anchor, text, whole } => {
            let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{}\"", anchor.word());
            style(*look, styles, out);
            out.push('>');
            if let Some(whole) = whole {
                let _ = write!(out, "<title>{}</title>", escaped(whole));
            }
            out.push_str(&escaped(text));
            out.push_str("</text>\n");
        }
    }
}

fn style(look: Look, styles: &[Style], out: &mut String) {
    let place = LOOKS.iter().position(|known| *known == look);
    let Some(style) = place.and_then(|place| styles.get(place)) else { return };
    for (name, value) in &style.attributes {
        let _ = write!(out, " {name}=\"{}\"", escaped(value));
    }
}

/// A text as XML writes it; what XML cannot hold becomes a blank.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out
}
