//! A comparison of a million rows: it scrolls, searches and jumps while the main thread stays free.

use std::time::{Duration, Instant};

use serde_json::json;
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Kind, Step, Tab};

use crate::meter::{Meter, number, text};
use crate::site::Site;

/// Calls of each of the two traces, about.
const CALLS: u32 = 1_000_000;

/// How long the analysis may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// The most lines of the grid that are in the document at once.
const MOST_MOUNTED: u64 = 300;

/// Two traces of a program that reads a file and writes another one, again and again; made in the browser, as they are
/// too large to be sent there. Every fiftieth file cannot be read in the failing run.
const HOLD: &str = r#"
const trace = failing => {
    const parts = [
        'execve("/usr/bin/index", ["index", "/srv/in", "/srv/out"], 0x7ffd0e2f /* 12 vars */) = 0\n',
        'openat(AT_FDCWD, "/etc/index.conf", O_RDONLY) = 3\nread(3, "workers 1\\n", 4096) = 10\n',
        'read(3, "", 4096) = 0\nclose(3) = 0\n',
    ];
    for (let file = 0; file < arguments[0] / 10; file++) {
        const size = 1000 + file * 37 % 3000;
        const name = String(file).padStart(6, '0');
        const begin = `newfstatat(AT_FDCWD, "/srv/in/${name}.txt", {st_mode=S_IFREG|0644, st_size=${size}, ...}, 0) = 0
openat(AT_FDCWD, "/srv/in/${name}.txt", O_RDONLY) = `;
        parts.push(begin, failing && file % 50 === 49
            ? `-1 EACCES (Permission denied)
write(2, "skipped\\n", 8) = 8
`
            : `3
read(3, "text ${file}"..., 65536) = ${size}
read(3, "", 65536) = 0
close(3) = 0
openat(AT_FDCWD, "/srv/out/${name}.idx", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3
write(3, "index ${file}"..., ${size >> 1}) = ${size >> 1}
fsync(3) = 0
close(3) = 0
lseek(4, 0, SEEK_CUR) = ${file * 100}
`);
    }
    parts.push(failing
        ? 'write(2, "index: files were not read\\n", 27) = 27\nexit_group(1) = ?\n+++ exited with 1 +++\n'
        : 'exit_group(0) = ?\n+++ exited with 0 +++\n');
    return new File(parts, failing ? 'failing.strace' : 'normal.strace');
};
window.heldFiles = [trace(false), trace(true)];
return window.heldFiles[0].size + window.heldFiles[1].size;"#;

/// Notes when the report is there, and when the first rows are.
const WATCH: &str = r#"
window.seen = {};
const look = () => {
    const note = (name, selector) => {
        if (!(name in window.seen) && document.querySelector(selector)) window.seen[name] = performance.now();
    };
    note('report', '[data-testid="verdict"]');
    note('lines', '[data-testid="compare-row"], [data-testid="compare-fold"]');
    note('rows', '[data-testid="compare-row"] [data-explain]');
    if (!window.seen.rows) requestAnimationFrame(look);
};
look();"#;

/// True once every row in sight says what stands in it.
const ROWS_SHOWN: &str = r#"
const rows = [...document.querySelectorAll('[data-testid="compare-row"], [data-testid="compare-fold"]')]
    .filter(row => !row.classList.contains('kept'))
    .filter(row => { const at = row.getBoundingClientRect(); return at.bottom > 250 && at.top < innerHeight; });
return rows.length > 0
    && rows.every(row => row.dataset.testid === 'compare-fold' || row.querySelector('[data-explain], .whole'));"#;

/// The row or fold that has the focus, once it is in sight and says what stands in it.
const FOCUSED: &str = r#"
const line = document.querySelector('.row[aria-selected="true"]');
if (!line) return null;
const at = line.getBoundingClientRect();
const shown = line.dataset.testid === 'compare-fold' || line.querySelector('[data-explain], .whole');
if (!shown || at.bottom <= 0 || at.top >= innerHeight) return null;
const told = `${line.dataset.testid === 'compare-fold' ? 'fold' : 'row'} ${line.dataset.row}`;
return told === arguments[0] ? null : told;"#;

/// Scrolls to a share of the rows, as the scroll bar does.
const DRAG: &str = "
const rows = document.querySelector('.compare .body').getBoundingClientRect();
window.scrollTo(0, window.scrollY + rows.top + (rows.height - innerHeight) * arguments[0] - 300 * (1 - arguments[0]));";

#[test]
fn a_million_rows_scroll_search_and_jump() -> Step {
    let site = Site::start()?;
    let Some(browser) = Browser::start_only_in(Kind::Chromium, "only Chromium tells of long tasks")? else {
        return Ok(());
    };
    let tab = site.open(&browser)?;
    let bytes = tab.script(HOLD, &[json!(CALLS)])?.as_u64().unwrap_or(0);
    let mut meter = Meter::start(&tab)?;

    load(&tab, &mut meter, bytes)?;
    let rows: u32 = tab.attribute(&hook("compare"), "data-rows")?.and_then(|n| n.parse().ok()).unwrap_or(0);
    assert!(rows >= 1_000_000, "only {rows} rows");
    scroll(&tab, &mut meter)?;
    keys(&tab, &mut meter, rows)?;
    search(&tab, &mut meter)?;
    differences(&tab, &mut meter)?;
    folds(&tab, &mut meter)?;
    jumps(&tab, &mut meter)?;
    meter.print(&format!("{rows} rows"));
    Ok(())
}

/// Drops the files and waits for the first rows.
fn load(tab: &Tab<'_>, meter: &mut Meter<'_, '_>, bytes: u64) -> Step {
    tab.script(WATCH, &[])?;
    let start = Instant::now();
    let arrive = || {
        tab.drop_held_files()?;
        while tab.count(&hook("verdict"))? == 0 {
            if start.elapsed() > PATIENCE {
                return Err(format!("no report after {} s", PATIENCE.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        Ok(())
    };
    meter.step("load", arrive, "return !!window.seen.rows;", &[])?;
    let took = |from: &str, to: &str| number(tab, &format!("return window.seen.{to} - {from};"));
    println!(
        "2 x {CALLS} calls ({} MB): report after {:.1} s; then the first line after {:.0} ms, the first row after {:.0} ms",
        bytes / 1_000_000,
        start.elapsed().as_secs_f64(),
        took("window.seen.report", "lines")?,
        took("window.seen.report", "rows")?,
    );
    Ok(())
}

fn mounted(tab: &Tab<'_>) -> Step {
    let mounted = tab.count(".mounted > .row")?;
    assert!((1..MOST_MOUNTED).contains(&mounted), "{mounted} lines are in the document at once");
    Ok(())
}

fn scroll(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    tab.script(DRAG, &[json!(0)])?;
    for _ in 0..12 {
        meter.step("wheel", || tab.turn_wheel((600, 600), 700), ROWS_SHOWN, &[])?;
    }
    // As by the scroll bar.
    for share in [0.1, 0.9, 0.5, 0.51, 0.3, 1.0, 0.0] {
        meter.step("drag", || tab.script(DRAG, &[json!(share)]).map(drop), ROWS_SHOWN, &[])?;
        mounted(tab)?;
    }
    Ok(())
}

/// The line that has the focus, once it is another than before.
fn focused(tab: &Tab<'_>, before: &str) -> Step<String> {
    let told = tab.wait_until("another line to have the focus", FOCUSED, &[text(before)])?;
    Ok(told.as_str().unwrap_or_default().to_string())
}

/// Does something that moves the focus; where it went.
fn moved(
    tab: &Tab<'_>,
    meter: &mut Meter<'_, '_>,
    step: &'static str,
    act: impl FnOnce() -> Step,
) -> Step<String> {
    let before = tab.script(FOCUSED, &[text("")])?;
    let before = before.as_str().unwrap_or_default().to_string();
    meter.step(step, act, FOCUSED, &[text(&before)])?;
    let now = focused(tab, &before)?;
    rows_there(tab)?;
    mounted(tab)?;
    Ok(now)
}

/// Waits until every row in sight says what stands in it, and a little longer, so that the page has come to rest.
fn rows_there(tab: &Tab<'_>) -> Step {
    tab.wait_until("rows", ROWS_SHOWN, &[])?;
    std::thread::sleep(Duration::from_millis(100));
    Ok(())
}

fn keys(tab: &Tab<'_>, meter: &mut Meter<'_, '_>, rows: u32) -> Step {
    tab.click(".mounted > .row:nth-child(3)")?;
    for _ in 0..3 {
        let last = moved(tab, meter, "End", || tab.press("\u{e010}"))?;
        assert!(last == format!("row {}", rows - 1) || last.starts_with("fold "), "End leads to {last}");
        let first = moved(tab, meter, "Home", || tab.press("\u{e011}"))?;
        assert!(first == "row 0" || first == "fold 0", "Home leads to {first}");
        for _ in 0..3 {
            moved(tab, meter, "PageDown", || tab.press("\u{e00f}"))?;
        }
        moved(tab, meter, "ArrowDown", || tab.press("\u{e015}"))?;
    }
    Ok(())
}

fn search(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    let said = "const said = document.querySelector(\"[data-testid='search-said']\").innerText;
        return /[1-9]/.test(said) && said;";
    for (step, wanted) in [("search, many", "close"), ("search, few", "in/077777")] {
        for _ in 0..2 {
            tab.script(DRAG, &[json!(0)])?;
            rows_there(tab)?;
            tab.click(&hook("search"))?;
            meter.step(step, || tab.press(wanted), said, &[])?;
            let found = tab.text(&hook("search-said"))?;
            println!("  \"{wanted}\": {found}");
            for _ in 0..3 {
                if step == "search, many" {
                    moved(tab, meter, "search, next", || tab.press("\u{e007}"))?;
                }
            }
            if step == "search, few" {
                let at = moved(tab, meter, "search, jump", || tab.press("\u{e007}"))?;
                let line = tab.text(".row[aria-selected=\"true\"]")?;
                assert!(line.contains("077777"), "{at} does not hold it: {line}");
            }
            // Escape takes the search away.
            meter.step(
                "search, end",
                || tab.press("\u{e00c}"),
                "return document.querySelector('input[type=search]').value === '';",
                &[],
            )?;
        }
    }
    Ok(())
}

fn differences(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    tab.click(".mounted > .row:nth-child(20)")?;
    for _ in 0..5 {
        moved(tab, meter, "n", || tab.press("n"))?;
    }
    for _ in 0..3 {
        moved(tab, meter, "p", || tab.press("p"))?;
    }
    for _ in 0..2 {
        let pressed = |on: bool| json!(on.to_string());
        let only = "return document.querySelector('[data-testid=\"only-differences\"]').ariaPressed === arguments[0];";
        meter.step("only differences", || tab.press("f"), only, &[pressed(true)])?;
        mounted(tab)?;
        meter.step("everything again", || tab.press("f"), only, &[pressed(false)])?;
        mounted(tab)?;
    }
    Ok(())
}

/// Opens and closes a fold.
fn folds(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    for _ in 0..4 {
        let state = "return document.querySelector(arguments[0])?.ariaExpanded === arguments[1];";
        let fold = tab.script(
            "const folds = [...document.querySelectorAll('[data-testid=\"compare-fold\"][aria-expanded=\"false\"]')];
            const fold = folds.find(fold => fold.getBoundingClientRect().top > 300);
            return fold?.id ?? null;",
            &[],
        )?;
        let Some(id) = fold.as_str() else { return Err("there is no fold in sight".into()) };
        let selector = format!("#{id}");
        meter.step("fold opens", || tab.click(&selector), state, &[text(&selector), text("true")])?;
        rows_there(tab)?;
        meter.step("fold closes", || tab.press("\u{e012}"), state, &[text(&selector), text("false")])?;
        tab.turn_wheel((600, 600), 400)?;
        rows_there(tab)?;
    }
    Ok(())
}

/// From the evidence and from the map to their rows.
fn jumps(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    for _ in 0..3 {
        let link = format!("{} {}", hook("evidence-row"), hook("line-link"));
        tab.script(DRAG, &[json!(0)])?;
        rows_there(tab)?;
        let wanted = tab.attribute(&link, "data-line")?.unwrap_or_default();
        moved(tab, meter, "jump to evidence", || tab.click(&link))?;
        let row = tab.text(".row[aria-selected=\"true\"] .failing .line")?;
        assert_eq!(row, wanted, "another line than the evidence's");
        let press = "const map = document.querySelector('.map svg'); const at = map.getBoundingClientRect();
            map.dispatchEvent(new MouseEvent('click',
                { bubbles: true, clientX: at.left + 5, clientY: at.top + at.height * 0.7 }));";
        moved(tab, meter, "press on the map", || tab.script(press, &[]).map(drop))?;
    }
    Ok(())
}
