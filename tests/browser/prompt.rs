//! What is pressed on the built-in examples shows at once: the time to the next picture is measured and printed.

use serde_json::Value;
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Kind, Step, Tab};

use crate::meter::{Meter, text};
use crate::site::Site;

/// True once the state of an element is the wanted one: selector, attribute, value.
const STATE: &str =
    "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) === arguments[2];";

#[test]
fn rows_folds_and_views_of_the_examples_open_at_once() -> Step {
    let site = Site::start()?;
    let Some(browser) = Browser::start_only_in(Kind::Chromium, "only Chromium tells how long a press took")?
    else {
        return Ok(());
    };
    let tab = site.open(&browser)?;
    let examples = tab.count(&hook("each-example"))?;
    assert!(examples > 0, "there is no example");
    let mut meter = Meter::start(&tab)?;
    for example in 0..examples {
        let pick = "document.querySelectorAll(arguments[0])[arguments[1]].click();";
        let open = || tab.script(pick, &[text(&hook("each-example")), example.into()]).map(drop);
        let there = format!("{} [data-explain]", hook("compare-row"));
        let seen = "return !!document.querySelector(arguments[0]);";
        meter.step("example opens", open, seen, &[text(&there)])?;
        rows(&tab, &mut meter)?;
        folds(&tab, &mut meter)?;
        views(&tab, &mut meter)?;
        tab.click(&hook("clear"))?;
        tab.wait_for(&hook("each-example"))?;
    }
    meter.print(&format!("{examples} examples"));
    Ok(())
}

/// Opens rows: with the mouse, and with the keyboard after the details were closed.
fn rows(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    let others = format!("{}:not([aria-selected=\"true\"])", hook("compare-row"));
    let row = tab.attribute(&others, "id")?.ok_or("there is only one row")?;
    let row = format!("#{row}");
    let chosen = [text(&row), text("aria-selected"), text("true")];
    meter.step("row opens", || tab.click(&row), STATE, &chosen)?;
    let shown = "return !!document.querySelector(arguments[0]) === arguments[1];";
    let details = |there: bool| [text(&hook("details")), there.into()];
    meter.step("details close, Escape", || tab.press("\u{e00c}"), shown, &details(false))?;
    meter.step("details open, Enter", || tab.press("\u{e007}"), shown, &details(true))
}

/// Opens and closes the first fold.
fn folds(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    let Some(fold) = tab.attribute(&hook("compare-fold"), "id")? else { return Ok(()) };
    let fold = format!("#{fold}");
    let open = |open: &str| [text(&fold), text("aria-expanded"), text(open)];
    meter.step("fold opens", || tab.click(&fold), STATE, &open("true"))?;
    meter.step("fold closes", || tab.click(&fold), STATE, &open("false"))?;
    meter.step("fold opens, key", || tab.press("\u{e014}"), STATE, &open("true"))?;
    meter.step("fold closes, key", || tab.press("\u{e012}"), STATE, &open("false"))
}

/// Goes through all views and back to the first.
fn views(tab: &Tab<'_>, meter: &mut Meter<'_, '_>) -> Step {
    let ids =
        tab.script("return [...document.querySelectorAll('[role=\"tab\"]')].map(tab => tab.id);", &[])?;
    let ids: Vec<String> =
        ids.as_array().into_iter().flatten().filter_map(Value::as_str).map(|id| format!("#{id}")).collect();
    assert!(ids.len() > 1, "there are no views to switch between");
    for id in ids.iter().skip(1).chain(ids.first()) {
        let step = match id.as_str() {
            "#tab-compare" => "view: compare",
            "#tab-flow" => "view: flow",
            "#tab-timeline" => "view: timeline",
            "#tab-sources" => "view: sources",
            _ => "view: another",
        };
        meter.step(step, || tab.click(id), STATE, &[text(id), text("aria-selected"), text("true")])?;
    }
    tab.wait_for(&hook("compare-row"))
}
