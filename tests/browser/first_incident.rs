//! The first incident from a user's chair: paste or drop the traces, read the answer, walk the differences.

use std::fs;

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::site::Site;

const CASE: &str = "tests/cases/gateway-01-enospc-proxy-cache";

#[test]
fn the_pasted_appendix_names_the_full_disk() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.screenshot("empty-light")?;

    tab.paste(&read("tests/seeds/cache-disk-full-appendix.txt")?)?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(cause(&tab)?, "disk-full-on-cache-write");
    assert_eq!(tab.count(&hook("source-card"))?, 2, "the paste holds two traces");
    assert!(tab.count(&hook("evidence-row"))? > 0);
    let evidence = tab.text(&hook("verdict"))?;
    assert!(evidence.contains("ENOSPC"), "the verdict does not show the failed write:\n{evidence}");

    pictures(&tab, "appendix")
}

#[test]
fn two_dropped_files_are_compared_and_can_be_swapped() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_pair(&tab)?;
    assert_eq!(cause(&tab)?, "disk-full-on-cache-write");
    assert_eq!(tab.attribute(&failing_card(), "data-name")?.as_deref(), Some("failing.strace"));

    tab.click(&hook("swap"))?;
    tab.wait_until(
        "the roles to change",
        "return document.querySelector(arguments[0])?.dataset.name === 'normal.strace';",
        &[failing_card().into()],
    )?;
    tab.click(&hook("swap"))?;
    tab.wait_until(
        "the roles to change back",
        "return document.querySelector(arguments[0])?.dataset.name === 'failing.strace';",
        &[failing_card().into()],
    )?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(cause(&tab)?, "disk-full-on-cache-write", "swapped twice is as it was");
    Ok(())
}

#[test]
fn keys_walk_from_difference_to_difference() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_pair(&tab)?;
    tab.wait_for(&hook("compare-row"))?;
    tab.press("n")?;
    let first = focused_row(&tab)?;
    tab.press("n")?;
    let second = focused_row(&tab)?;
    assert_ne!(first, second, "n does not go on");
    tab.press("p")?;
    assert_eq!(focused_row(&tab)?, first, "p does not go back");
    tab.screenshot("compare-keys")
}

#[test]
fn the_example_shows_what_the_page_does() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.click(&hook("example"))?;
    tab.wait_for(&hook("verdict"))?;
    assert!(tab.count(&hook("compare-row"))? > 0);
    tab.screenshot("example")
}

fn drop_pair(tab: &Tab<'_>) -> Step {
    let (normal, failing) =
        (read(&format!("{CASE}/normal.strace"))?, read(&format!("{CASE}/failing.strace"))?);
    tab.drop_files(&[("normal.strace", normal.as_bytes()), ("failing.strace", failing.as_bytes())])?;
    tab.wait_for(&hook("verdict"))
}

fn cause(tab: &Tab<'_>) -> Step<String> {
    Ok(tab.attribute(&hook("verdict"), "data-cause")?.unwrap_or_default())
}

fn failing_card() -> String {
    format!("{}[data-role=\"failing\"]", hook("source-card"))
}

/// The number of the row that has the focus.
fn focused_row(tab: &Tab<'_>) -> Step<String> {
    let body =
        "return document.activeElement?.closest('[data-testid=\"compare-row\"]')?.dataset.row ?? null;";
    let value = tab.wait_until("a row to have the focus", body, &[])?;
    Ok(value.as_str().unwrap_or_default().to_string())
}

fn pictures(tab: &Tab<'_>, name: &str) -> Step {
    for scheme in ["light", "dark"] {
        tab.prefer_colours(scheme)?;
        tab.screenshot(&format!("{name}-{scheme}"))?;
    }
    tab.prefer_colours("light")?;
    tab.resize(390, 844)?;
    tab.screenshot(&format!("{name}-390px"))?;
    let overflow = tab.script("return document.documentElement.scrollWidth - window.innerWidth;", &[])?;
    assert!(overflow.as_i64().unwrap_or(0) <= 0, "the page scrolls sideways on a phone by {overflow} px");
    Ok(())
}

fn read(path: &str) -> Step<String> {
    let path = xtask::root().join(path);
    fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
}
