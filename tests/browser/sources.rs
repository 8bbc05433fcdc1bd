//! The sources: marks stand on their lines, and the text can be walked, searched, wrapped and copied.

use std::fmt::Write as _;

use analyzer::report::Report;
use serde_json::Value;
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::native::{read, report};
use crate::site::Site;

const CASE: &str = "tests/cases/gateway-01-enospc-proxy-cache";
const FILES: [&str; 5] = ["normal.strace", "failing.strace", "nginx-error.log", "df.txt", "nginx.conf"];

#[test]
fn every_line_of_evidence_is_marked_where_it_stands() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let (tab, native) = opened(&browser, &site)?;
    let best = native.diagnoses.first().ok_or("nothing is claimed")?;
    for (index, cited) in best.evidence.iter().enumerate() {
        let place = native.place_of(&cited.source, cited.line).ok_or("no source")?;
        let name = native.sources.get(place).map(|source| source.name.as_str()).unwrap_or_default();
        tab.click(&format!("{}[data-name=\"{name}\"]", hook("source-entry")))?;
        // The list of marks leads to the line.
        tab.click(&format!("{}[data-line=\"{}\"]", hook("note"), cited.line))?;
        let line = format!("{}[data-line=\"{}\"]", hook("source-line"), cited.line);
        tab.wait_for(&format!("{line}[aria-selected=\"true\"][data-note=\"evidence\"]"))?;
        let shown = tab.text(&line)?;
        let number = (index + 1).to_string();
        assert_eq!(shown.lines().next().map(str::trim), Some(number.as_str()), "{shown}");
        let head = tab.text(&hook("focused-line"))?;
        assert!(head.contains(&cited.why.replace('`', "")), "{head} does not say why");
        assert_eq!(text_of(&tab, &line)?, line_of(&cited.source, cited.line)?, "another text stands there");
    }
    tab.screenshot("sources")?;
    tab.prefer_colours("dark")?;
    tab.screenshot("sources-dark")
}

#[test]
fn keys_go_from_mark_to_mark_and_to_a_line_and_back_to_compare() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let (tab, _) = opened(&browser, &site)?;
    tab.click(&format!("{}[data-name=\"failing.strace\"]", hook("source-entry")))?;
    tab.wait_for(&format!("{}[data-line=\"1\"]", hook("source-line")))?;
    let first = focused_after(&tab, "n", "")?;
    let second = focused_after(&tab, "n", &first)?;
    assert_eq!(focused_after(&tab, "p", &second)?, first, "p does not go back");

    tab.press("g")?;
    tab.press("31\u{E007}")?;
    tab.wait_for(&selected("31"))?;
    // Escape leads from the field back to the text.
    tab.press("\u{E00C}")?;
    tab.wait_until(
        "the line to have the keyboard",
        "return document.activeElement.dataset.line === '31';",
        &[],
    )?;
    tab.press("s")?;
    tab.wait_for(&hook("compare-row"))?;
    let kind = "return document.querySelector(arguments[0])?.dataset.kind ?? null;";
    let chosen = format!("{}[aria-selected=\"true\"]", hook("compare-row"));
    let kind = tab.wait_until("a row to be chosen", kind, &[chosen.into()])?;
    assert_eq!(kind.as_str(), Some("changed"), "line 31 is the failing write");
    tab.press("s")?;
    tab.wait_for(&selected("31"))
}

#[test]
fn a_line_that_stands_in_no_comparison_is_shown_in_its_text() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let (tab, _) = opened(&browser, &site)?;
    tab.click(&hook("tab-compare"))?;
    tab.click(&format!("{} {}[data-source=\"nginx-error.log\"]", hook("verdict"), hook("line-link")))?;
    tab.wait_for(&hook("sources"))?;
    let chosen = tab.text(&format!("{} [role=\"option\"][aria-selected=\"true\"] .name", hook("sources")))?;
    assert_eq!(chosen, "nginx-error.log");
    tab.wait_for(&selected("1"))
}

#[test]
fn a_text_is_found_counted_and_gone_through() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let (tab, _) = opened(&browser, &site)?;
    tab.click(&format!("{}[data-name=\"failing.strace\"]", hook("source-entry")))?;
    let text = read(&format!("{CASE}/failing.strace"))?;
    let lines: Vec<usize> =
        (1..).zip(text.lines()).filter(|(_, line)| line.contains("EPOLL_CTL")).map(|(n, _)| n).collect();
    assert!(lines.len() > 1, "the test needs a text that stands in several lines");
    tab.press("/")?;
    tab.press("epoll_ctl(\u{E003}")?;
    let said = "return document.querySelector(arguments[0]).innerText.endsWith(' of ' + arguments[1]);";
    tab.wait_until("the finds to be counted", said, &[hook("found").into(), lines.len().to_string().into()])?;
    tab.press("\u{E007}")?;
    let first = focused(&tab, "")?;
    tab.press("\u{E007}")?;
    let second = focused(&tab, &first)?;
    for line in [&first, &second] {
        let number: usize = line.parse().map_err(|_| format!("{line} is no number"))?;
        assert!(lines.contains(&number), "line {line} does not hold it");
    }
    assert!(tab.count(&format!("{} mark", hook("source-line")))? >= 1, "finds are not marked");
    let active = tab.script("return document.activeElement.dataset.testid;", &[])?;
    assert_eq!(active.as_str(), Some("find"), "the keyboard has left the field");
    Ok(())
}

#[test]
fn chosen_lines_are_copied_with_and_without_their_numbers() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let (tab, _) = opened(&browser, &site)?;
    tab.click(&format!("{}[data-name=\"failing.strace\"]", hook("source-entry")))?;
    tab.script(
        "window.copied = []; navigator.clipboard.writeText = async text => { window.copied.push(text); };",
        &[],
    )?;
    let line = |n: usize| format!("{}[data-line=\"{n}\"]", hook("source-line"));
    tab.click(&line(3))?;
    let body = "document.querySelector(arguments[0]).dispatchEvent(
        new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }));";
    tab.script(body, &[line(5).into()])?;
    tab.wait_for(&format!("{}[aria-selected=\"true\"]", line(4)))?;
    let text = read(&format!("{CASE}/failing.strace"))?;
    let wanted: Vec<&str> = text.lines().skip(2).take(3).collect();
    tab.press("c")?;
    let mut numbered = String::new();
    for (number, line) in (3..).zip(&wanted) {
        let _ = writeln!(numbered, "failing.strace:{number}  {line}");
    }
    assert_eq!(copied(&tab, 1)?, numbered);
    tab.press("C")?;
    assert_eq!(copied(&tab, 2)?, format!("{}\n", wanted.join("\n")));
    let said = tab.text(&hook("copied"))?;
    assert!(said.contains('3'), "{said}");
    Ok(())
}

#[test]
fn wrapped_lines_show_their_ends_and_keep_the_line_in_sight() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let (tab, _) = opened(&browser, &site)?;
    tab.click(&format!("{}[data-name=\"failing.strace\"]", hook("source-entry")))?;
    tab.click(&format!("{}[data-line=\"31\"]", hook("note")))?;
    let height = "return document.querySelector(arguments[0]).getBoundingClientRect().height;";
    let line: Value = selected("31").into();
    tab.wait_for(&selected("31"))?;
    let before = tab.script(height, std::slice::from_ref(&line))?.as_f64().unwrap_or(0.0);
    tab.press("w")?;
    let grown =
        "return document.querySelector(arguments[0]).getBoundingClientRect().height > 1.5 * arguments[1];";
    tab.wait_until("the line to wrap", grown, &[line.clone(), before.into()])?;
    let seen = "const e = document.querySelector(arguments[0]).getBoundingClientRect();
        return e.top > 0 && e.bottom <= window.innerHeight;";
    tab.wait_until("the line to be in sight", seen, &[line])?;
    tab.screenshot("sources-wrapped")?;
    tab.press("w")?;
    tab.resize(390, 844)?;
    let wide = "return document.documentElement.scrollWidth > window.innerWidth;";
    assert_eq!(tab.script(wide, &[])?.as_bool(), Some(false), "the page scrolls sideways");
    tab.screenshot("sources-narrow")
}

#[test]
fn long_texts_and_long_lines_do_not_fill_the_document() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let mut text = String::new();
    for line in 0..60_000 {
        let _ = writeln!(text, "entry {line}");
    }
    let _ = writeln!(text, "{}the end", "0123456789".repeat(100_000));
    tab.drop_files(&[("long.txt", text.as_bytes())])?;
    tab.wait_for(&hook("verdict"))?;
    tab.click(&hook("tab-sources"))?;
    tab.wait_for(&format!("{}[data-line=\"1\"]", hook("source-line")))?;
    tab.watch_long_tasks()?;
    tab.click(&format!("{}[data-line=\"1\"]", hook("source-line")))?;
    // End
    tab.press("\u{E010}")?;
    tab.wait_for(&selected("60001"))?;
    let mounted = tab.count(&hook("source-line"))?;
    assert!(mounted < 200, "{mounted} lines are in the document");
    println!(
        "to the last of 60 001 lines: longest task of the main thread {} ms",
        tab.longest_task()?.as_millis()
    );
    tab.click(&hook("more-of-line"))?;
    tab.wait_for(&format!("{} pre", hook("whole-line")))?;
    let shown = tab.script(
        "return document.querySelector(arguments[0]).textContent.length;",
        &[format!("{} pre", hook("whole-line")).into()],
    )?;
    assert!(shown.as_u64().is_some_and(|length| (1_000..50_000).contains(&length)), "{shown} letters");
    tab.press("\u{E00C}")?;
    tab.wait_until_gone(&hook("whole-line"))
}

/// The case with its logs, and the view of its sources.
fn opened<'b>(browser: &'b Browser, site: &Site) -> Step<(Tab<'b>, Report)> {
    let tab = site.open(browser)?;
    let texts: Vec<String> =
        FILES.iter().map(|name| read(&format!("{CASE}/{name}"))).collect::<Step<Vec<_>>>()?;
    let files: Vec<(&str, &[u8])> = FILES.into_iter().zip(texts.iter().map(String::as_bytes)).collect();
    tab.drop_files(&files)?;
    tab.wait_for(&hook("verdict"))?;
    let given: Vec<_> = files.iter().map(|(name, bytes)| (*name, None, *bytes)).collect();
    tab.click(&hook("tab-sources"))?;
    tab.wait_for(&hook("source-line"))?;
    Ok((tab, report(&given)))
}

fn line_of(source: &str, line: u32) -> Step<String> {
    let text = read(&format!("{CASE}/{source}"))?;
    let found = text.lines().nth(line as usize - 1);
    found.map(|line| line.trim_end().to_string()).ok_or_else(|| format!("{source} has no line {line}"))
}

fn text_of(tab: &Tab<'_>, line: &str) -> Step<String> {
    let body = "return document.querySelector(arguments[0]).textContent;";
    let text = tab.script(body, &[format!("{line} .content code").into()])?;
    Ok(text.as_str().unwrap_or_default().trim_end().to_string())
}

fn selected(line: &str) -> String {
    format!("{}[data-line=\"{line}\"][aria-selected=\"true\"]", hook("source-line"))
}

/// The number of the chosen line, once it is another than `before`.
fn focused(tab: &Tab<'_>, before: &str) -> Step<String> {
    let body = "const line = document.querySelector(arguments[0])?.dataset.line ?? '';
        return line !== '' && line !== arguments[1] ? line : null;";
    let chosen = format!("{}[aria-selected=\"true\"]", hook("source-line"));
    let value = tab.wait_until("another line to be chosen", body, &[chosen.into(), before.into()])?;
    Ok(value.as_str().unwrap_or_default().to_string())
}

fn focused_after(tab: &Tab<'_>, key: &str, before: &str) -> Step<String> {
    tab.press(key)?;
    focused(tab, before)
}

/// What was copied, once so many copies have been made.
fn copied(tab: &Tab<'_>, count: usize) -> Step<String> {
    let body = "return window.copied.length >= arguments[0] ? window.copied[arguments[0] - 1] : null;";
    let text = tab.wait_until("the copy", body, &[count.into()])?;
    Ok(text.as_str().unwrap_or_default().to_string())
}
