//! The flow of a real incident: who takes part, where the failing run stops, what never happened, and its files.

use serde_json::{Value, json};
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::native::read;
use crate::site::Site;

const CASE: &str = "tests/cases/gateway-01-enospc-proxy-cache";
const STEP: &str = "[data-testid=\"flow-step\"]";

/// Opens the flow of the case with the full disk.
fn open(tab: &Tab<'_>) -> Step {
    let mut files = Vec::new();
    for name in ["normal.strace", "failing.strace", "slb.log", "nginx-error.log"] {
        files.push((name, read(&format!("{CASE}/{name}"))?));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    tab.drop_files(&files)?;
    tab.wait_for(&hook("compare-row"))?;
    tab.click(&hook("tab-flow"))?;
    tab.wait_for(&hook("flow-step"))
}

/// What the browser finds.
fn texts(tab: &Tab<'_>, selector: &str) -> Step<Vec<String>> {
    let body = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent.trim());";
    let found = tab.script(body, &[json!(selector)])?;
    let list = found.as_array().cloned().unwrap_or_default();
    Ok(list.iter().filter_map(Value::as_str).map(ToString::to_string).collect())
}

#[test]
fn the_sequence_shows_who_takes_part_and_where_it_stops() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    open(&tab)?;
    let names = texts(&tab, &format!("{} text.f-name", hook("flow-names")))?;
    for wanted in ["client", "haproxy", "nginx", "upstream", "cache disk"] {
        assert_eq!(names.iter().filter(|name| *name == wanted).count(), 2, "{wanted} in {names:?}");
    }
    let decisive = format!("{STEP}[data-decisive=\"true\"]");
    assert_eq!(tab.count(&decisive)?, 1);
    assert_eq!(tab.count(&format!("{decisive} .f-sign"))?, 1, "no sign besides the colour");
    let said = tab.attribute(&decisive, "aria-label")?.unwrap_or_default();
    assert!(said.starts_with("nginx to cache disk: pwritev: no space left on device"), "{said}");
    assert!(said.contains("failing.strace line 31"), "{said}");
    let never = format!("{STEP}[data-never=\"true\"]");
    assert!(tab.count(&never)? >= 5, "{}", tab.count(&never)?);
    let dotted = "return [...document.querySelectorAll(arguments[0] + ' .f-never')]
        .every(line => getComputedStyle(line).strokeDasharray !== 'none');";
    assert_eq!(tab.script(dotted, &[json!(never)])?, Value::Bool(true));
    assert!(tab.count(&format!("{} .f-bracket", hook("flow-picture")))? >= 1, "no bracket");
    tab.screenshot("flow")?;
    tab.prefer_colours("dark")?;
    tab.screenshot("flow-dark")
}

#[test]
fn a_step_leads_to_its_row_and_the_keyboard_from_step_to_step() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    open(&tab)?;
    let focused = "return document.activeElement?.getAttribute('aria-label') ?? '';";
    let one = format!("return document.querySelectorAll('{STEP}[tabindex=\"0\"]').length;");
    assert_eq!(tab.script(&one, &[])?, json!(1), "the steps are one stop of the keyboard");
    tab.script(&format!("document.querySelector('{STEP}[tabindex=\"0\"]').focus();"), &[])?;
    let first = tab.script(focused, &[])?;
    assert!(first.as_str().is_some_and(|said| said.contains("no space left")), "{first}");
    // Down, and up again.
    tab.press("\u{e015}")?;
    assert_ne!(tab.script(focused, &[])?, first);
    tab.press("\u{e013}")?;
    assert_eq!(tab.script(focused, &[])?, first);
    // The other run, and back.
    tab.press("\u{e012}")?;
    let other = tab.script(focused, &[])?;
    assert!(other.as_str().is_some_and(|said| said.contains("normal.strace line 31")), "{other}");
    tab.press("\u{e014}")?;
    tab.press("\u{e007}")?;
    tab.wait_for(&hook("compare"))?;
    tab.wait_for(&hook("compare-row"))?;
    let body = "const row = document.querySelector('[data-testid=\"compare-row\"][tabindex=\"0\"]');
        return row !== null && row.textContent.includes('pwritev') && row.textContent.includes('ENOSPC');";
    tab.wait_until("the row of the step", body, &[]).map(drop)
}

#[test]
fn the_runs_lie_over_each_other_at_a_key() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    open(&tab)?;
    let layout = |tab: &Tab<'_>| tab.attribute(&hook("flow"), "data-layout");
    let before = layout(&tab)?;
    let names = format!("{} text.f-name", hook("flow-names"));
    tab.press("o")?;
    let turned = "return document.querySelector(arguments[0]).dataset.layout !== arguments[1];";
    tab.wait_until("the other layout", turned, &[json!(hook("flow")), json!(before)])?;
    assert_eq!(texts(&tab, &names)?.len(), 6, "one lifeline each");
    tab.screenshot("flow-over")?;
    tab.click(&hook("flow-beside"))?;
    tab.wait_until(
        "both runs beside each other",
        "return document.querySelectorAll(arguments[0]).length === 12;",
        &[json!(names)],
    )
    .map(drop)
}

#[test]
fn the_picture_is_saved_as_svg_and_png_without_a_request() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    open(&tab)?;
    let asked = site.asked().len();
    let listen = "window.saved = [];
        const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = blob => {
            const one = { type: blob.type, size: blob.size };
            window.saved.push(one);
            blob.arrayBuffer().then(buffer => {
                one.head = [...new Uint8Array(buffer.slice(0, 8))];
                one.text = blob.type === 'image/svg+xml' ? new TextDecoder().decode(buffer) : '';
            });
            return make(blob);
        };
        document.addEventListener('click', event => {
            if (event.target.tagName === 'A' && event.target.download) {
                window.saved.at(-1).name = event.target.download;
                event.preventDefault();
            }
        }, true);
        const click = HTMLElement.prototype.click;
        HTMLElement.prototype.click = function () {
            if (this.tagName === 'A' && this.download) window.saved.at(-1).name = this.download;
            else click.call(this);
        };";
    tab.script(listen, &[])?;
    tab.click(&hook("flow-save-svg"))?;
    tab.wait_until("the SVG", "return !!window.saved[0]?.head;", &[])?;
    let svg = tab.script("return window.saved[0].text;", &[])?;
    let svg = svg.as_str().unwrap_or_default();
    assert!(svg.starts_with("<svg xmlns="), "{svg:.60}");
    assert!(svg.contains("no space left on device") && svg.contains("4 rounds"));
    for foreign in ["var(", "light-dark", "class=", "url(", "href"] {
        assert!(!svg.contains(foreign), "the file needs {foreign}");
    }
    assert!(svg.contains("fill=\"rgb("), "no colours are written in");
    tab.click(&hook("flow-save-png"))?;
    tab.wait_until("the PNG", "return !!window.saved[1]?.head;", &[])?;
    let png = tab.script("return window.saved[1];", &[])?;
    assert_eq!(png.get("type"), Some(&json!("image/png")));
    assert_eq!(png.get("head"), Some(&json!([137, 80, 78, 71, 13, 10, 26, 10])));
    assert!(png.get("size").and_then(Value::as_u64) > Some(20_000), "{png}");
    let names = tab.script("return window.saved.map(one => one.name);", &[])?;
    assert_eq!(names, json!(["flow.svg", "flow.png"]));
    assert_eq!(site.asked().len(), asked, "something was requested");
    let errors: Vec<String> = tab.console()?.into_iter().filter(|line| line.starts_with("SEVERE")).collect();
    assert_eq!(errors, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_narrow_page_lists_the_steps_of_one_run() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.resize(390, 900)?;
    open_narrow(&tab)?;
    let failing = tab.count(&hook("flow-item"))?;
    assert!(tab.text(&hook("flow-list"))?.contains("never happened"));
    tab.click(&hook("flow-list-normal"))?;
    let other = "return document.querySelectorAll(arguments[0]).length !== arguments[1];";
    tab.wait_until("the other run", other, &[json!(hook("flow-item")), json!(failing)])?;
    assert!(!tab.text(&hook("flow-list"))?.contains("never happened"));
    let wide = tab.script("return document.documentElement.scrollWidth <= innerWidth;", &[])?;
    assert_eq!(wide, Value::Bool(true), "the page scrolls sideways");
    tab.screenshot("flow-narrow")
}

fn open_narrow(tab: &Tab<'_>) -> Step {
    let (normal, failing) =
        (read(&format!("{CASE}/normal.strace"))?, read(&format!("{CASE}/failing.strace"))?);
    tab.drop_files(&[("normal.strace", normal.as_bytes()), ("failing.strace", failing.as_bytes())])?;
    tab.wait_for(&hook("compare-row"))?;
    tab.click(&hook("tab-flow"))?;
    tab.wait_for(&hook("flow-item"))
}
