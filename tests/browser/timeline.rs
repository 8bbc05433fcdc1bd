//! The timeline from a user's chair: lanes, a stretch that is brushed, gaps, the table of times, and the way to a line.

use serde_json::{Value, json};
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use analyzer::Analysis;
use analyzer::render::timeline::{Basis, Part};
use analyzer::source::{Input, Piece};

use crate::native::read;
use crate::site::Site;

const GATEWAY: &str = "tests/cases/gateway-01-enospc-proxy-cache";

/// A case's files, by name and content.
fn files(case: &str, names: &[&str]) -> Step<Vec<(String, String)>> {
    names.iter().map(|name| Ok(((*name).to_string(), read(&format!("{case}/{name}"))?))).collect()
}

fn native(files: &[(String, String)]) -> Analysis {
    let piece = |(name, text): &(String, String)| Piece {
        name: name.clone(),
        role: None,
        bytes: text.as_bytes().to_vec(),
    };
    Analysis::of(Input { pieces: files.iter().map(piece).collect() }, &mut |_, _| {})
}

/// Drops the files and goes to the timeline.
fn open(tab: &Tab<'_>, files: &[(String, String)]) -> Step {
    let dropped: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    tab.drop_files(&dropped)?;
    tab.wait_for(&hook("verdict"))?;
    tab.click(&hook("tab-timeline"))?;
    tab.wait_for(&hook("timeline"))
}

fn texts(tab: &Tab<'_>, selector: &str) -> Step<Vec<String>> {
    let body = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText);";
    let found = tab.script(body, &[json!(selector)])?;
    Ok(found.as_array().into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_string())).collect())
}

/// Drags over the chart from one part of its width to another.
fn brush(tab: &Tab<'_>, from: f64, to: f64) -> Step {
    let body = "const plot = document.querySelector('[data-testid=timeline-plot]');
        const edges = plot.getBoundingClientRect();
        const tell = (kind, part) => plot.dispatchEvent(new PointerEvent(kind, { bubbles: true, button: 0, buttons: 1,
            clientX: edges.left + edges.width * part, clientY: edges.top + 50 }));
        tell('pointerdown', arguments[0]); tell('pointermove', arguments[1]); tell('pointerup', arguments[1]);";
    tab.script(body, &[json!(from), json!(to)]).map(drop)
}

/// The number of rows of the list.
fn rows(tab: &Tab<'_>) -> Step<u64> {
    let count = tab.attribute(&format!("{} [role=grid]", hook("timeline-list")), "aria-rowcount")?;
    Ok(count.and_then(|count| count.parse().ok()).unwrap_or(0))
}

#[test]
fn logs_and_traces_stand_on_one_clock() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.resize(1440, 900)?;
    let names = ["normal.strace", "failing.strace", "nginx-error.log", "access.log", "slb.log", "df.txt"];
    let files = files(GATEWAY, &names)?;
    let analysis = native(&files);
    open(&tab, &files)?;
    tab.wait_for(&hook("moment"))?;
    tab.wait_for(&hook("time-table"))?;

    let lanes = texts(&tab, &hook("timeline-lane"))?;
    for wanted in ["access.log", "slb.log", "nginx-error.log"] {
        assert!(lanes.iter().any(|lane| lane.starts_with(wanted)), "{wanted} is not among {lanes:?}");
    }
    assert!(lanes.iter().any(|lane| lane.contains("failing.strace") && lane.contains("placed")), "{lanes:?}");
    let gaps = texts(&tab, &hook("timeline-gap"))?;
    assert!(!gaps.is_empty() && gaps.iter().all(|gap| gap.contains("quiet for")), "{gaps:?}");
    assert!(tab.count(&hook("evidence-mark"))? >= 1, "no line is marked as evidence");
    tab.screenshot("timeline-light")?;

    // The table says what the library says.
    let unit = analysis.unit_time(0);
    let table = unit.tables.iter().find(|table| table.basis == Basis::Balancer).ok_or("no table")?;
    let header = table.rows.iter().find(|row| row.part == Part::Header).ok_or("no header")?;
    assert!(header.failing_never && header.normal == Some(2_000));
    let shown = texts(&tab, "[data-testid=time-table][data-basis=balancer] tbody tr")?;
    assert_eq!(shown.len(), table.rows.len());
    assert!(shown.iter().any(|row| row.contains("2 ms") && row.contains("never")), "{shown:?}");
    assert!(shown.iter().any(|row| row.starts_with("in all") && row.contains("18 ms")), "{shown:?}");

    // A stretch narrows the list; a press on the chart takes it away.
    let whole = rows(&tab)?;
    brush(&tab, 0.60, 0.80)?;
    tab.wait_until("fewer rows", "return +document.querySelector('[data-testid=timeline-list] [role=grid]').ariaRowCount < arguments[0];", &[json!(whole)])?;
    let said = tab.text(&hook("timeline-said"))?;
    assert!(said.contains("selected"), "{said}");
    tab.wait_for(&hook("moment"))?;
    brush(&tab, 0.5, 0.5)?;
    tab.wait_until_gone(&hook("clear-selection"))?;
    tab.wait_until("all rows", "return +document.querySelector('[data-testid=timeline-list] [role=grid]').ariaRowCount === arguments[0];", &[json!(whole)])?;

    // The failed call of the cache file is named on its lane, and leads to its row.
    let lane = format!("{}[data-label=\"cache file\"]", hook("descriptor-lane"));
    let told = texts(&tab, &format!("{lane} {}", hook("lane-link")))?;
    assert!(told.iter().any(|told| told.contains("ENOSPC")), "{told:?}");
    let line = tab.attribute(&format!("{lane} {}.failing", hook("lane-link")), "data-line")?;
    tab.click(&format!("{lane} {}.failing", hook("lane-link")))?;
    tab.wait_for(&hook("compare"))?;
    let focused = "return document.querySelector('.row.focused .failing .line')?.innerText === arguments[0];";
    tab.wait_until("the row of the failed call", focused, &[json!(line)]).map(drop)
}

#[test]
fn the_timeline_needs_no_mouse() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.resize(1280, 900)?;
    let files = files(GATEWAY, &["normal.strace", "failing.strace", "access.log", "slb.log"])?;
    open(&tab, &files)?;
    tab.wait_for(&hook("moment"))?;
    let whole = rows(&tab)?;
    tab.script("document.querySelector('[data-testid=timeline-plot]').focus();", &[])?;
    // Arrows with Shift select; WebDriver's code of Shift holds until the actions end.
    let select =
        "for (let n = 0; n < 12; n++) document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
        { key: 'ArrowRight', shiftKey: true, bubbles: true, cancelable: true }));";
    tab.script(select, &[])?;
    tab.wait_for(&hook("clear-selection"))?;
    tab.wait_until("fewer rows", "return +document.querySelector('[data-testid=timeline-list] [role=grid]').ariaRowCount < arguments[0];", &[json!(whole)])?;
    // Escape clears, + zooms, 0 shows everything again.
    tab.press("\u{e00c}")?;
    tab.wait_until_gone(&hook("clear-selection"))?;
    tab.press("+")?;
    tab.wait_for(&hook("zoom-all"))?;
    tab.press("0")?;
    tab.wait_until_gone(&hook("zoom-all"))?;
    tab.wait_for(&hook("evidence-mark"))?;
    // n goes to evidence in the list; arrows go on from there, Enter opens the line.
    tab.press("n")?;
    let at = "const row = document.activeElement; return row?.dataset.testid === 'moment' && row.classList.contains('evidence');";
    tab.wait_until("the focus on evidence", at, &[])?;
    let line = tab.script("return document.activeElement.querySelector('.line-link').dataset.line;", &[])?;
    tab.press("\u{e007}")?;
    tab.wait_until(
        "the line itself",
        "return document.querySelector('[data-testid=peek]')?.innerText.includes(arguments[0]) || !!document.querySelector('[data-testid=compare], [data-testid=sources]');",
        &[line],
    )
    .map(drop)
}

#[test]
fn times_of_traces_are_the_librarys() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let files = files("tests/cases/program-slow-fsync", &["normal.strace", "failing.strace"])?;
    let unit = native(&files).unit_time(0);
    open(&tab, &files)?;
    tab.wait_for(&hook("time-table"))?;
    let table = unit.tables.iter().find(|table| table.basis == Basis::Kinds).ok_or("no table")?;
    let total = table.rows.last().and_then(|row| row.failing).ok_or("no total")?;
    let shown = texts(&tab, "[data-testid=time-table][data-basis=kinds] tbody tr.total td.failing")?;
    assert_eq!(shown, [format!("{}.{} s", total / 1_000_000, total / 100_000 % 10)]);
    let said = texts(&tab, &hook("time-said"))?;
    assert!(said.iter().any(|said| said.contains("slower") && said.contains("disk")), "{said:?}");
    let waits = tab.script("return document.querySelectorAll('.descriptor .failing .wait').length;", &[])?;
    assert!(waits.as_u64().unwrap_or(0) >= 5, "{waits}");
    Ok(())
}

#[test]
fn without_times_it_says_how_to_get_them() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let files = files("tests/cases/program-flock-busy", &["normal.strace", "failing.strace"])?;
    open(&tab, &files)?;
    tab.wait_for(&hook("timeline-empty"))?;
    assert!(tab.text(&hook("timeline-empty"))?.contains("strace -f -ttt -T"));
    // What is known without times is there all the same.
    tab.wait_for(&hook("descriptor-lane"))?;
    for (width, height) in [(390, 800), (320, 640)] {
        tab.resize(width, height)?;
        assert_fits(&tab)?;
    }
    Ok(())
}

#[test]
fn a_phone_can_read_it() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.resize(390, 800)?;
    let names = ["normal.strace", "failing.strace", "nginx-error.log", "access.log", "slb.log", "df.txt"];
    open(&tab, &files(GATEWAY, &names)?)?;
    tab.wait_for(&hook("moment"))?;
    tab.wait_for(&hook("time-table"))?;
    assert_fits(&tab)?;
    tab.screenshot("timeline-narrow")?;
    tab.resize(320, 640)?;
    assert_fits(&tab)
}

/// The page does not scroll sideways.
fn assert_fits(tab: &Tab<'_>) -> Step {
    let over = tab.script("return document.documentElement.scrollWidth - window.innerWidth;", &[])?;
    assert!(matches!(&over, Value::Number(number) if number.as_i64() <= Some(0)), "{over} pixels too wide");
    Ok(())
}
