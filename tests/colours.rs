//! Text can be read on every surface where it stands: contrast, worked out from the page's tokens, in light, dark and
//! high contrast.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

/// How much text must stand out (WCAG 2.2, 1.4.3), and what is not text (1.4.11).
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;
/// How much text must stand out for who asks for more contrast (1.4.6).
const MORE: f64 = 7.0;

/// Surfaces on which ordinary text stands.
const PLAIN: &[&str] = &["canvas", "surface", "sunken", "hover"];
/// Cells of rows that differ.
const CELLS: &[&str] = &["normal-bg", "normal-bg-2", "failing-bg", "failing-bg-2"];

/// Which text stands on which surfaces.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["ink", "ink-2", "ink-3"], PLAIN),
    (&["ink", "ink-2", "ink-3"], CELLS),
    (&["ink", "ink-2", "ink-3", "accent"], &["accent-bg"]),
    (&["accent"], PLAIN),
    (&["normal"], &["canvas", "surface", "hover", "normal-bg", "normal-bg-2"]),
    (&["failing"], &["canvas", "surface", "hover", "failing-bg", "failing-bg-2"]),
    (&["on-failing"], &["failing-fill"]),
    (&["on-solid"], &["solid", "ink-2"]),
    (&["proven"], &["surface", "hover", "proven-bg"]),
    (
        &["k-file", "k-net", "k-wait", "k-process", "k-memory", "k-signal", "k-other"],
        &["canvas", "surface", "hover"],
    ),
    (&["k-file", "k-net", "k-wait", "k-process", "k-memory", "k-signal", "k-other"], CELLS),
];

/// Borders of what can be pressed, the focus, and signs.
const MARKS: &[(&[&str], &[&str])] = &[
    (&["control-line", "focus"], &["canvas", "surface"]),
    (&["failing-fill", "normal"], &["canvas", "surface"]),
];

/// A theme: each token's colour, as red, green and blue from 0 to 255.
type Colours = BTreeMap<String, [u8; 3]>;

#[test]
fn text_stands_out_from_what_is_behind_it() {
    let css = tokens();
    let usual = declarations(&css, ":root {");
    let contrast = declarations(&css, ":root[data-theme=\"contrast\"] {");
    assert!(usual.len() > 30 && contrast.len() > 15, "the tokens are not found");
    let mut weak = Vec::new();
    for dark in [false, true] {
        let name = if dark { "dark" } else { "light" };
        let plain = colours(&[&usual], dark);
        weak.extend(too_weak(name, &plain, PAIRS, TEXT));
        weak.extend(too_weak(name, &plain, MARKS, MARK));
        let more = colours(&[&usual, &contrast], dark);
        weak.extend(too_weak(&format!("contrast, {name}"), &more, PAIRS, MORE));
    }
    assert!(weak.is_empty(), "hard to read:\n{}", weak.join("\n"));
}

#[test]
fn who_asks_the_system_for_contrast_gets_what_the_menu_gives() {
    let css = tokens();
    let asked = css.split_once("@media (prefers-contrast: more) {").map_or("", |(_, rest)| rest);
    let by_system = declarations(asked, ":root {");
    assert_eq!(by_system, declarations(&css, ":root[data-theme=\"contrast\"] {"));
}

#[test]
fn no_other_file_names_a_colour() {
    let mut named = Vec::new();
    for entry in std::fs::read_dir(xtask::root().join("app/styles")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Paper is black and white.
        if ["tokens.css", "print.css"].contains(&name.as_str()) {
            continue;
        }
        for (line, text) in (1..).zip(std::fs::read_to_string(&path).unwrap().lines()) {
            let value = text.split_once(": ").map_or("", |(_, value)| value);
            if value.contains('#') || value.contains("rgb(") {
                named.push(format!("{name}:{line}: {}", text.trim()));
            }
        }
    }
    assert!(named.is_empty(), "colours belong into tokens.css:\n{}", named.join("\n"));
}

fn tokens() -> String {
    std::fs::read_to_string(xtask::root().join("app/styles/tokens.css")).unwrap()
}

/// The custom properties of the first rule that begins so.
fn declarations(css: &str, rule: &str) -> BTreeMap<String, String> {
    let body = css.split_once(rule).and_then(|(_, rest)| rest.split_once('}')).map_or("", |(body, _)| body);
    let properties = body.split(';').filter_map(|one| {
        let (name, value) = one.trim().rsplit_once("--")?.1.split_once(':')?;
        Some((name.to_string(), value.trim().to_string()))
    });
    properties.collect()
}

/// The colours of a theme; later rules go before earlier ones.
fn colours(rules: &[&BTreeMap<String, String>], dark: bool) -> Colours {
    let mut colours = Colours::new();
    for (name, value) in rules.iter().flat_map(|rule| rule.iter()) {
        let pair = value.strip_prefix("light-dark(").and_then(|pair| pair.strip_suffix(')'));
        let Some((light, other)) = pair.and_then(|pair| pair.split_once(", ")) else { continue };
        let chosen = if dark { other } else { light };
        if let Some(digits) = chosen.trim().strip_prefix('#').filter(|digits| digits.len() == 6) {
            let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
            colours.insert(name.clone(), [channel(0), channel(2), channel(4)]);
        }
    }
    colours
}

fn too_weak(theme: &str, colours: &Colours, pairs: &[(&[&str], &[&str])], least: f64) -> Vec<String> {
    let mut weak = Vec::new();
    for (texts, surfaces) in pairs {
        for text in *texts {
            for surface in *surfaces {
                let ratio = contrast(colours[*text], colours[*surface]);
                if ratio < least {
                    weak.push(format!("{theme}: {text} on {surface} is {ratio:.2}, not {least}"));
                }
            }
        }
    }
    weak
}

/// The contrast ratio of two colours, 1 to 21.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[test]
fn contrast_is_worked_out_as_the_standard_does() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.001);
    assert!((contrast([119; 3], [255; 3]) - 4.478).abs() < 0.01);
}
