//! What holds on the whole page: commands by keyboard, the way back, colours and text size, what is remembered, paper,
//! and narrow windows.

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::native::read;
use crate::site::Site;

const CASE: &str = "tests/cases/gateway-01-enospc-proxy-cache";
const CTRL: &str = "\u{e009}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";
const VIEWS: [&str; 4] = ["compare", "flow", "timeline", "sources"];

#[test]
fn the_palette_needs_no_mouse() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.chord(CTRL, "k")?;
    tab.wait_for(&hook("palette"))?;
    tab.press("balancer answers")?;
    let first = format!("{}[aria-selected=\"true\"]", hook("palette-entry"));
    until_text(&tab, &first, "502 from the load balancer")?;
    tab.press(ENTER)?;
    tab.wait_until_gone(&hook("palette"))?;
    tab.wait_for(&hook("compare-row"))?;

    // A line: the row of the comparison that it stands in is chosen and has the focus.
    tab.chord(CTRL, "k")?;
    tab.press("fail:31")?;
    until_text(&tab, &first, "line 31 of failing.strace")?;
    tab.press(ENTER)?;
    let failing = "return document.activeElement?.querySelector('.cell.failing .line')?.textContent;";
    let line = "const text = (() => { ".to_string() + failing + " })(); return text === '31';";
    tab.wait_until("line 31 to have the focus", &line, &[])?;

    // Keys that a view hears by itself are offered and work; what was chosen last stands first.
    let here = tab.script("return location.hash;", &[])?;
    tab.press("p")?;
    let other = "return location.hash !== arguments[0] && location.hash;";
    let before = tab.wait_until("the difference before", other, &[here])?;
    tab.chord(CTRL, "k")?;
    tab.press("next diff")?;
    tab.press(ENTER)?;
    tab.wait_until("a step to the next difference", "return location.hash !== arguments[0];", &[before])?;
    tab.chord(CTRL, "k")?;
    until_text(&tab, &first, "Next difference")?;

    // Arrows mark, Escape closes, and the focus goes back to where it was.
    let marked = "return document.activeElement.getAttribute('aria-activedescendant');";
    let one = tab.script(marked, &[])?;
    tab.press(DOWN)?;
    tab.wait_until("another mark", &format!("return (() => {{ {marked} }})() !== arguments[0];"), &[one])?;
    tab.press(ESCAPE)?;
    tab.wait_until_gone(&hook("palette"))?;
    let row = "return document.activeElement?.getAttribute('role') === 'row';";
    tab.wait_until("the focus to be in the rows again", row, &[])?;
    Ok(())
}

#[test]
fn keys_lead_from_view_to_view_but_not_while_writing() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab)?;
    for (key, view) in ["2", "3", "4", "1"].into_iter().zip(["flow", "timeline", "sources", "compare"]) {
        tab.press(key)?;
        tab.wait_for(&format!("{}[aria-selected=\"true\"]", hook(&format!("tab-{view}"))))?;
    }
    tab.press("v")?;
    tab.wait_for(".verdict.folded")?;
    tab.press("v")?;
    tab.wait_until_gone(".verdict.folded")?;
    // In a field letters are letters, and a dialog keeps keys from the page behind it.
    tab.press("/")?;
    tab.press("4v?")?;
    let written =
        tab.script("return document.querySelector(arguments[0]).value;", &[hook("search").into()])?;
    assert_eq!(written.as_str(), Some("4v?"));
    assert_eq!(tab.count(".verdict.folded")? + tab.count("dialog")?, 0, "keys were heard in a field");
    tab.press(ESCAPE)?;
    tab.script("document.activeElement.blur();", &[])?;
    tab.press("?")?;
    tab.wait_for(&hook("keys"))?;
    tab.press("4")?;
    assert_eq!(tab.count(&format!("{}[aria-selected=\"true\"]", hook("tab-compare")))?, 1);
    Ok(())
}

#[test]
fn the_list_of_keys_holds_what_the_page_hears() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.press("?")?;
    tab.wait_for(&hook("keys"))?;
    let table = app_commands()?;
    assert!(table.len() > 10, "the table of commands is not found");
    let shown = tab.text(&hook("keys"))?;
    for word in table {
        assert!(shown.contains(&word), "{word} is not in the list of keys:\n{shown}");
    }
    tab.press(ESCAPE)?;
    tab.wait_until_gone(&hook("keys"))
}

#[test]
fn back_and_forward_go_through_views_and_jumps() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab)?;
    tab.press("2")?;
    shown(&tab, "flow")?;
    tab.press("3")?;
    shown(&tab, "timeline")?;
    let address = tab.script("return location.hash;", &[])?;
    let address = address.as_str().unwrap_or_default();
    assert!(address.contains("view=timeline") && !address.contains("strace"), "{address}");
    tab.travel("back")?;
    shown(&tab, "flow")?;
    tab.travel("back")?;
    shown(&tab, "compare")?;
    tab.wait_for(&hook("compare-row"))?;
    // A jump to a line is a step of its own; the way back leads to the row before.
    let row = "return document.querySelector('[role=row][aria-selected=true]')?.dataset.row ?? '';";
    let before = tab.wait_until("a chosen row", &format!("return (() => {{ {row} }})() || null;"), &[])?;
    // Evidence 2 stands in another row than the difference that counts.
    tab.click(&format!("{}:nth-child(2) {}", hook("evidence-row"), hook("line-link")))?;
    let other = format!("const row = (() => {{ {row} }})(); return row !== '' && row !== arguments[0];");
    tab.wait_until("another row", &other, std::slice::from_ref(&before))?;
    tab.travel("back")?;
    let same = format!("return (() => {{ {row} }})() === arguments[0];");
    tab.wait_until("the row before", &same, &[before])?;
    tab.travel("forward")?;
    tab.wait_until("the address to name a row", "return location.hash.includes('row=');", &[])?;
    Ok(())
}

#[test]
fn an_address_without_evidence_is_harmless_and_waits_for_it() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.script("location.hash = '#view=timeline&row=99999&pair=7';", &[])?;
    tab.reload()?;
    tab.wait_for(&hook("drop-zone"))?;
    assert_eq!(tab.count(&hook("message"))?, 0, "an address without evidence is no fault");
    drop_case(&tab)?;
    shown(&tab, "timeline")?;
    // A reload keeps the address and begins with nothing.
    tab.reload()?;
    tab.wait_for(&hook("drop-zone"))?;
    assert_eq!(tab.count(&hook("message"))?, 0);
    let address = tab.script("return location.hash;", &[])?;
    assert!(address.as_str().unwrap_or_default().contains("view=timeline"), "{address}");
    Ok(())
}

#[test]
fn colours_and_text_size_are_chosen_and_only_remembered_if_asked() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab)?;
    tab.wait_for(&hook("compare-row"))?;
    let ground = "return getComputedStyle(document.body).backgroundColor;";
    let light = tab.script(ground, &[])?;
    tab.click(&hook("look"))?;
    tab.click(&hook("theme-dark"))?;
    tab.wait_until("dark", &format!("return (() => {{ {ground} }})() !== arguments[0];"), &[light])?;
    tab.click(&hook("theme-contrast"))?;
    tab.wait_until("white", &format!("return (() => {{ {ground} }})() === 'rgb(255, 255, 255)';"), &[])?;

    // Larger text: rows grow with it, and each still begins where the one before ends.
    let height = "return document.querySelector('.row').getBoundingClientRect().height;";
    let before = tab.script(height, &[])?;
    assert_rows_meet(&tab)?;
    tab.click(&hook("size-130"))?;
    let grown = format!("return (() => {{ {height} }})() > arguments[0];");
    tab.wait_until("larger rows", &grown, std::slice::from_ref(&before))?;
    assert_rows_meet(&tab)?;
    println!("a row is {before} px high at 100 %, {} px at 130 %", tab.script(height, &[])?);
    tab.script("window.scrollTo(0, 0);", &[])?;

    let kept = "return localStorage.length;";
    assert_eq!(tab.script(kept, &[])?.as_u64(), Some(0), "nobody asked to remember");
    tab.click(&hook("remember"))?;
    tab.wait_until("the layout to be remembered", "return localStorage.length === 1;", &[])?;
    let text = tab.script("return Object.values(localStorage).join();", &[])?;
    let text = text.as_str().unwrap_or_default();
    assert!(text.contains("theme=contrast") && text.contains("size=130"), "{text}");
    assert!(!text.contains("strace") && !text.contains("nginx"), "evidence is remembered: {text}");
    tab.reload()?;
    tab.wait_for(&format!("html[data-theme=\"contrast\"][data-size=\"130\"] {}", hook("drop-zone")))?;
    tab.click(&hook("look"))?;
    tab.click(&hook("remember"))?;
    tab.wait_until("nothing to be remembered", "return localStorage.length === 0;", &[])?;
    tab.reload()?;
    tab.wait_for(&hook("drop-zone"))?;
    assert_eq!(tab.attribute("html", "data-theme")?, None);
    Ok(())
}

#[test]
fn on_paper_everything_is_unfolded_and_nothing_can_be_pressed() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab)?;
    tab.press("2")?;
    tab.wait_for(".verdict.folded")?;
    tab.emulate("print", &[("prefers-color-scheme", "dark")])?;
    tab.script("window.dispatchEvent(new Event('beforeprint'));", &[])?;
    tab.wait_for(".explain .prose")?;
    for wanted in ["evidence-row", "confirm", "fix"] {
        tab.wait_for(&hook(wanted))?;
    }
    let body = "const seen = e => e.getClientRects().length > 0;
        const pressed = [...document.querySelectorAll('button:not(.line-link), input')].filter(seen);
        const style = getComputedStyle(document.body);
        return [pressed.map(e => e.outerHTML.slice(0, 200)), style.backgroundColor, style.color];";
    let paper = tab.script(body, &[])?;
    assert_eq!(paper[0], serde_json::json!([]), "something to press is on the paper");
    assert_eq!(paper[1].as_str(), Some("rgb(255, 255, 255)"));
    assert_eq!(paper[2].as_str(), Some("rgb(0, 0, 0)"));
    tab.resize(720, 1000)?;
    tab.screenshot("print")?;
    tab.script("window.dispatchEvent(new Event('afterprint'));", &[])?;
    tab.emulate("", &[])?;
    tab.wait_for(".verdict.folded")
}

#[test]
fn a_narrow_window_never_scrolls_sideways() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.resize(320, 640)?;
    assert_fits(&tab, "the first visit")?;
    drop_case(&tab)?;
    // 320 px is a phone, or a window of 1280 px at 400 %; 640 px one at 200 %. Last with the largest text.
    for (width, size) in [(320, "100"), (640, "100"), (320, "130")] {
        tab.resize(width, 640)?;
        tab.click(&hook("look"))?;
        tab.click(&hook(&format!("size-{size}")))?;
        tab.press(ESCAPE)?;
        for (key, view) in ["1", "2", "3", "4"].into_iter().zip(VIEWS) {
            tab.press(key)?;
            shown(&tab, view)?;
            assert_fits(&tab, &format!("{view} at {width} px and {size} %"))?;
        }
    }
    tab.resize(320, 640)?;
    tab.press("?")?;
    tab.wait_for(&hook("keys"))?;
    assert_fits(&tab, "the list of keys")?;
    tab.press(ESCAPE)?;
    tab.chord(CTRL, "k")?;
    tab.wait_for(&hook("palette"))?;
    assert_fits(&tab, "the palette")?;
    tab.screenshot("palette-320px")
}

#[test]
fn whoever_wants_less_motion_gets_none() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.emulate("", &[("prefers-reduced-motion", "reduce")])?;
    drop_case(&tab)?;
    let moving = "return [...document.querySelectorAll('*')].filter(element => {
            const style = getComputedStyle(element);
            return [style.animationDuration, style.transitionDuration]
                .some(time => time.split(',').some(part => parseFloat(part) > 0));
        }).map(element => element.className);";
    let moving = tab.script(moving, &[])?;
    assert_eq!(moving.as_array().map(Vec::len), Some(0), "{moving}");
    Ok(())
}

#[test]
fn every_button_has_a_name_and_room_and_the_verdict_is_said() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab)?;
    let said = tab.text(&hook("said"))?;
    let title = tab.text(&hook("verdict-title"))?;
    assert!(said.contains(&title), "a screen reader is told: {said}");
    for key in ["1", "2", "3", "4"] {
        tab.press(key)?;
        let body = "return [...document.querySelectorAll('button, select, summary')]
            .filter(e => e.checkVisibility())
            .flatMap(e => {
                const { width, height } = e.getBoundingClientRect();
                const name = e.getAttribute('aria-label') ?? e.innerText;
                const inText = e.matches('.line-link, summary');
                const small = !inText && (width < 24 || height < 24);
                return !name.trim() || small ? [`${e.outerHTML.slice(0, 120)} ${width}x${height}`] : [];
            });";
        let poor = tab.script(body, &[])?;
        assert_eq!(poor.as_array().map(Vec::len), Some(0), "{poor:#}");
    }
    Ok(())
}

fn drop_case(tab: &Tab<'_>) -> Step {
    let (normal, failing) =
        (read(&format!("{CASE}/normal.strace"))?, read(&format!("{CASE}/failing.strace"))?);
    let log = read(&format!("{CASE}/nginx-error.log"))?;
    tab.drop_files(&[
        ("normal.strace", normal.as_bytes()),
        ("failing.strace", failing.as_bytes()),
        ("nginx-error.log", log.as_bytes()),
    ])?;
    tab.wait_for(&hook("verdict"))
}

fn shown(tab: &Tab<'_>, view: &str) -> Step {
    tab.wait_for(&format!("{}[aria-selected=\"true\"]", hook(&format!("tab-{view}"))))
}

fn until_text(tab: &Tab<'_>, selector: &str, text: &str) -> Step {
    let body = "return document.querySelector(arguments[0])?.innerText.includes(arguments[1]);";
    tab.wait_until(&format!("`{text}` in `{selector}`"), body, &[selector.into(), text.into()]).map(drop)
}

/// Each row begins where the one before ends, and the last one ends where the layout thinks that all of them end.
fn assert_rows_meet(tab: &Tab<'_>) -> Step {
    tab.script("window.scrollTo(0, document.documentElement.scrollHeight);", &[])?;
    let body = "const grid = document.querySelector('[role=treegrid]');
        const rows = [...grid.querySelectorAll('[role=row]:not(.kept)')];
        if (rows.at(-1)?.getAttribute('aria-rowindex') !== grid.getAttribute('aria-rowcount')) return null;
        const edges = rows.map(row => row.getBoundingClientRect());
        const gaps = edges.slice(1).map((edge, index) => Math.abs(edge.top - edges[index].bottom));
        const end = document.querySelector('.body').getBoundingClientRect().bottom;
        return [Math.max(...gaps) < 0.5 && Math.abs(end - edges.at(-1).bottom) < 1];";
    let meet = tab.wait_until("the last row", body, &[])?;
    assert_eq!(meet[0].as_bool(), Some(true), "rows do not meet, or the layout counts with other heights");
    Ok(())
}

fn assert_fits(tab: &Tab<'_>, what: &str) -> Step {
    let body = "const wide = document.documentElement.clientWidth;
        const out = [...document.querySelectorAll('main *, header *, dialog *')].filter(e =>
            e.getBoundingClientRect().right > wide + 1 && getComputedStyle(e).position !== 'absolute'
                && !e.closest('svg, .out-of-sight, pre, code'));
        return [document.documentElement.scrollWidth - wide, out.slice(0, 3).map(e => e.outerHTML.slice(0, 100))];";
    let found = tab.script(body, &[])?;
    assert!(found[0].as_i64().unwrap_or(1) <= 0, "{what} scrolls sideways: {found:#}");
    Ok(())
}

/// The texts of all commands that have a key, read off the source: the page must list each of them.
fn app_commands() -> Step<Vec<String>> {
    let table = read("app/src/state/commands.rs")?;
    let words = read("app/src/i18n/en.txt")?;
    let text_of = |name: &str| {
        let line = words.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.map(ToString::to_string)
    };
    let entries = table.lines().filter_map(|line| {
        let (_, rest) = line.trim().split_once("(Word::")?;
        let (name, keys) = rest.split_once(", &[")?;
        (!keys.starts_with(']')).then(|| text_of(name)).flatten()
    });
    Ok(entries.collect())
}
