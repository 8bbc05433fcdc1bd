//! The comparison as a place to work: other units, fewer rows, times, one trace alone. Counts are the library's own.

use analyzer::Analysis;
use analyzer::render::filter::Filter;
use analyzer::source::{Input, Piece};
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::native::read;
use crate::site::Site;

const PAIR: &str = "tests/cases/gateway-01-enospc-proxy-cache";
const SLOW: &str = "tests/cases/program-slow-fsync";

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

#[test]
fn rows_are_narrowed_by_what_they_show() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let native = drop_pair(&tab, PAIR)?;
    let facets = native.facets(0);

    tab.wait_for(&hook("only-failed"))?;
    tab.click(&hook("only-failed"))?;
    let failed = Filter { failed: true, ..Filter::default() };
    assert_left(&tab, &native, &failed, "")?;
    assert_eq!(native.filtered(0, &failed, &|_| true).len(), facets.failed as usize);

    let (group, _) = *facets.groups.first().ok_or("no kinds of calls")?;
    choose(&tab, "by-kind", 1)?;
    let kind = Filter { groups: vec![group], ..failed };
    assert_left(&tab, &native, &kind, "")?;
    assert_eq!(tab.count(&hook("chip"))?, 2);
    // The chips stand in the order of the tools: what failed goes first.
    tab.click(&hook("chip"))?;
    assert_left(&tab, &native, &Filter { failed: false, ..kind.clone() }, "")?;
    tab.click(&hook("clear-filters"))?;
    tab.wait_until_gone(&hook("rows-left"))?;

    let (place, thing) =
        facets.things.iter().enumerate().max_by_key(|(_, thing)| thing.rows).ok_or("no descriptors")?;
    choose(&tab, "by-descriptor", place + 1)?;
    let only = Filter { things: vec![thing.thing], ..Filter::default() };
    assert_left(&tab, &native, &only, "")?;
    assert_eq!(tab.text(&hook("chip"))?.trim(), thing.label);
    tab.click(&hook("only-differences"))?;
    assert_left(&tab, &native, &Filter { differs: true, ..only }, "")?;
    tab.screenshot("compare-filters")
}

#[test]
fn rows_are_searched_and_narrowed_by_text_and_by_expression() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let native = drop_pair(&tab, PAIR)?;
    let all = Filter::default();

    tab.press("/")?;
    tab.press("enospc")?;
    let found = native.filtered(0, &all, &|line| line.to_ascii_lowercase().contains("enospc"));
    wait_for_text(&tab, "search-said", &format!("of {}", found.len()))?;
    tab.press(ENTER)?;
    wait_for_text(&tab, "search-said", &format!("1 of {}", found.len()))?;
    tab.wait_for(&format!("{} mark", hook("compare-row")))?;
    for _ in 0..found.len() {
        tab.press(ENTER)?;
    }
    wait_for_text(&tab, "search-said", &format!("1 of {}", found.len()))?;
    wait_for_text(&tab, "step-said", "from the top")?;
    tab.click(&hook("search-narrow"))?;
    assert_left(&tab, &native, &all, "ENOSPC")?;

    search(&tab, "/^(write|read)v\\(/")?;
    let begins = |line: &str| line.starts_with("writev(") || line.starts_with("readv(");
    let expected = native.filtered(0, &all, &begins);
    assert!(!expected.is_empty());
    wait_for_left(&tab, expected.len(), native.comparison(0).map_or(0, |shown| shown.rows))?;
    assert_eq!(shown_rows(&tab)?, expected);

    let before = tab.text(&hook("rows-left"))?;
    // Letter by letter it would be a text first, as `/(w` is one.
    let body = "const box = document.querySelector(arguments[0]);
        box.value = arguments[1];
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    tab.script(body, &[hook("search").into(), "/(write/".into()])?;
    tab.wait_for(&hook("search-problem"))?;
    let problem = tab.text(&hook("search-problem"))?.to_lowercase();
    assert!(problem.contains("group") || problem.contains("parenthetical"), "{problem}");
    assert_eq!(
        (tab.text(&hook("rows-left"))?, shown_rows(&tab)?),
        (before, expected),
        "something else changed"
    );
    tab.screenshot("compare-bad-expression")?;
    tab.press(ESCAPE)?;
    tab.wait_until_gone(&hook("search-problem"))
}

#[test]
fn another_unit_is_compared_and_the_way_back_is_open() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let mut native = drop_pair(&tab, PAIR)?;
    let own = native.comparison(0).ok_or("no comparison")?.rows.to_string();
    let (total, units) = native.units("", false, 0, 100);

    tab.click(&hook("choose-normal"))?;
    wait_for_text(&tab, "units-said", &total.to_string())?;
    assert_eq!(tab.count(&hook("unit"))?, units.len() as u64);
    tab.screenshot("compare-units")?;
    tab.press("event loop")?;
    let (found, list) = native.units("event loop", false, 0, 100);
    wait_for_text(&tab, "units-said", &found.to_string())?;
    let first = list.first().ok_or("no event loop")?;
    let shown = tab.text(&hook("unit"))?;
    for said in [&first.title, &first.outcome, &first.source] {
        assert!(shown.contains(said.as_str()), "the list does not say {said}: {shown}");
    }
    tab.click(&hook("unit"))?;
    tab.wait_for(&hook("your-choice"))?;
    let failing = native.alignments.first().ok_or("no pair")?.failing;
    let normal = analyzer::align::UnitRef { run: first.run, unit: first.unit };
    let index = native.pair(Some(normal), Some(failing)).ok_or("no such pair")?;
    let rows = native.comparison(index).ok_or("no comparison")?.rows.to_string();
    assert_eq!(tab.attribute(&hook("compare"), "data-rows")?, Some(rows));
    tab.click(&hook("own-comparison"))?;
    tab.wait_until_gone(&hook("your-choice"))?;
    assert_eq!(tab.attribute(&hook("compare"), "data-rows")?, Some(own));
    Ok(())
}

#[test]
fn one_trace_alone_is_read_row_by_row() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let text = read(&format!("{PAIR}/failing.strace"))?;
    let mut native = analysis(&[("failing.strace", &text)]);
    let index = native.alone().ok_or("no trace")?;
    let rows = native.comparison(index).map_or(0, |shown| shown.rows);
    tab.drop_files(&[("failing.strace", text.as_bytes())])?;
    tab.wait_for(&hook("compare"))?;
    assert_eq!(tab.attribute(&hook("compare"), "data-rows")?, Some(rows.to_string()));
    tab.wait_for(&hook("choose-normal"))?;
    tab.script("document.querySelector('[data-testid=compare]').scrollIntoView();", &[])?;
    tab.wait_for(&hook("compare-fold"))?;
    tab.press("x")?;
    tab.wait_for(&hook("compare-row"))?;
    tab.press("e")?;
    tab.wait_for(&format!("{}[aria-selected=\"true\"] .failed", hook("compare-row")))?;
    assert_eq!(
        tab.count(&format!("{} .absent", hook("compare-row")))?,
        0,
        "a side that is not there is drawn"
    );
    tab.wait_for(&hook("only-failed"))?;
    tab.click(&hook("only-failed"))?;
    wait_for_left(&tab, native.facets(index).failed as usize, rows)?;
    tab.screenshot("compare-alone")
}

#[test]
fn the_slower_side_is_marked_and_says_by_how_much() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let native = drop_pair(&tab, SLOW)?;
    tab.press("n")?;
    tab.wait_for(&format!("{} .slower", hook("compare-row")))?;
    let body = "const row = document.querySelector(arguments[0]);
        return [row.dataset.row, row.querySelector('.slower').closest('.cell').classList.contains('failing'),
            row.querySelector('.slower').innerText.trim()];";
    let selector = format!("{}:has(.slower)", hook("compare-row"));
    let shown = tab.script(body, &[selector.into()])?;
    let row = shown.pointer("/0").and_then(|row| row.as_str()?.parse().ok()).ok_or("no row")?;
    let view = native.rows(0, row, 1).pop().ok_or("no such row")?;
    let slower = view.failing.map(|cell| cell.slower).filter(|slower| !slower.is_empty());
    assert_eq!(
        shown.pointer("/1").and_then(serde_json::Value::as_bool),
        Some(true),
        "the other side is marked"
    );
    assert_eq!(
        shown.pointer("/2").and_then(|said| Some(said.as_str()?.to_string())),
        slower.map(|slower| format!("{slower} slower"))
    );
    // Rows of the same trace that take as long on both sides carry no mark.
    let marked = tab.count(&format!("{} .slower", hook("compare-row")))?;
    assert!(marked < tab.count(&hook("compare-row"))?, "every row is marked");
    tab.click(&hook("times"))?;
    tab.press("t")?;
    tab.screenshot("compare-times")
}

#[test]
fn the_details_explain_flags_and_lead_to_the_life_of_a_descriptor() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let native = drop_pair(&tab, PAIR)?;
    search(&tab, "O_CREAT")?;
    tab.wait_for(&hook("search-narrow"))?;
    tab.press(ENTER)?;
    tab.wait_for(&format!("{} .flags", hook("details")))?;
    let told = tab.text(&hook("details"))?;
    let found = native.filtered(0, &Filter::default(), &|line| line.contains("O_CREAT"));
    let row = *found.first().ok_or("nothing is created")?;
    let details = native.row_details(0, row).ok_or("no details")?;
    let side = details.failing.ok_or("no failing side")?;
    let flags: Vec<_> = side.arguments.iter().flat_map(|argument| &argument.flags).collect();
    assert!(flags.len() > 1);
    for flag in flags {
        assert!(
            told.contains(&flag.name) && told.contains(&flag.meaning.replace('`', "")),
            "{}: {told}",
            flag.name
        );
    }
    assert!(told.contains(&side.descriptor), "{told}");
    tab.click(&hook("only-this"))?;
    let thing = analyzer::render::filter::Thing {
        normal: details.normal.and_then(|side| side.thing),
        failing: side.thing,
    };
    assert_left(&tab, &native, &Filter { things: vec![thing], ..Filter::default() }, "")
}

#[test]
fn the_tools_fit_on_a_phone() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    for width in [390, 320] {
        tab.resize(width, 844)?;
        tab.reload()?;
        tab.wait_for(&hook("drop-zone"))?;
        drop_pair(&tab, PAIR)?;
        choose(&tab, "by-descriptor", 1)?;
        tab.wait_for(&hook("rows-left"))?;
        let beyond = tab.script("return document.documentElement.scrollWidth - window.innerWidth;", &[])?;
        assert!(beyond.as_i64().unwrap_or(0) <= 0, "the page scrolls sideways at {width} px by {beyond} px");
        let height = tab.script("return document.querySelector('.compare > .head').offsetHeight;", &[])?;
        assert!(height.as_i64().unwrap_or(999) <= 260, "the tools take {height} px of 844 at {width} px");
        tab.screenshot(&format!("compare-{width}px"))?;
    }
    Ok(())
}

fn analysis(files: &[(&str, &str)]) -> Analysis {
    let piece =
        |(name, text): &(&str, &str)| Piece { name: (*name).into(), role: None, bytes: (*text).into() };
    Analysis::of(Input { pieces: files.iter().map(piece).collect() }, &mut |_, _| {})
}

/// Drops the two traces of a case, goes to the rows, and returns what the library says of them.
fn drop_pair(tab: &Tab<'_>, case: &str) -> Step<Analysis> {
    let (normal, failing) =
        (read(&format!("{case}/normal.strace"))?, read(&format!("{case}/failing.strace"))?);
    tab.drop_files(&[("normal.strace", normal.as_bytes()), ("failing.strace", failing.as_bytes())])?;
    tab.click(&hook("go-to-rows"))?;
    tab.wait_for(&hook("compare-row"))?;
    tab.wait_for(&hook("by-descriptor"))?;
    Ok(analysis(&[("normal.strace", &normal), ("failing.strace", &failing)]))
}

/// Chooses an entry of a list, as its owner would.
fn choose(tab: &Tab<'_>, list: &str, entry: usize) -> Step {
    let body = "const list = document.querySelector(arguments[0]);
        list.selectedIndex = arguments[1];
        list.dispatchEvent(new Event('change', { bubbles: true }));";
    tab.wait_for(&hook(list))?;
    tab.script(body, &[hook(list).into(), entry.into()]).map(drop)
}

/// Writes something else into the search box.
fn search(tab: &Tab<'_>, text: &str) -> Step {
    tab.script(
        "const box = document.querySelector(arguments[0]); box.focus(); box.select();",
        &[hook("search").into()],
    )?;
    tab.press(text)
}

/// Waits until as many rows are left as the library leaves, and holds those on the screen against them.
fn assert_left(tab: &Tab<'_>, native: &Analysis, filter: &Filter, text: &str) -> Step {
    let expected = native.filtered(0, filter, &|line| line.contains(text));
    wait_for_left(tab, expected.len(), native.comparison(0).map_or(0, |shown| shown.rows))?;
    assert_eq!(shown_rows(tab)?, expected);
    Ok(())
}

fn wait_for_left(tab: &Tab<'_>, left: usize, all: u32) -> Step {
    wait_for_text(tab, "rows-left", &format!("{left} of {all} rows"))
}

fn wait_for_text(tab: &Tab<'_>, id: &str, text: &str) -> Step {
    let body = "return document.querySelector(arguments[0])?.innerText.includes(arguments[1]) ?? false;";
    tab.wait_until(&format!("`{id}` to say {text}"), body, &[hook(id).into(), text.into()]).map(drop)
}

/// The rows on the screen; all that are left, where they are few.
fn shown_rows(tab: &Tab<'_>) -> Step<Vec<u32>> {
    let body = "return [...document.querySelectorAll(arguments[0])].map(row => Number(row.dataset.row));";
    let rows = tab.script(body, &[hook("compare-row").into()])?;
    let rows = rows.as_array().into_iter().flatten().filter_map(|row| u32::try_from(row.as_u64()?).ok());
    Ok(rows.collect())
}
