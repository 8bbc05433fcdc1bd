//! The first incident from a user's chair: paste or drop the traces, read the answer, walk the differences.

use analyzer::source::Role;
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::native::{assert_shown, read, report};
use crate::site::Site;

const CAUSE: &str = "disk-full-on-cache-write";
const CASE: &str = "tests/cases/gateway-01-enospc-proxy-cache";

#[test]
fn the_pasted_appendix_names_the_full_disk() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.screenshot("empty-light")?;
    tab.prefer_colours("dark")?;
    tab.screenshot("empty-dark")?;
    tab.prefer_colours("light")?;

    tab.paste(&read("tests/seeds/cache-disk-full-appendix.txt")?)?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(tab.attribute(&hook("verdict"), "data-verdict")?.as_deref(), Some("cause-found"));
    let title = tab.text(&hook("verdict-title"))?;
    assert!(title.contains("cache") && title.contains("full"), "{title}");
    assert_eq!(tab.count(&card(Role::Normal))?, 1, "the paste holds a normal trace");
    assert_eq!(tab.count(&card(Role::Failing))?, 1, "the paste holds a failing trace");
    let verdict = tab.text(&hook("verdict"))?;
    for wanted in ["pwritev", "ENOSPC", "writev"] {
        assert!(verdict.contains(wanted), "the verdict does not speak of {wanted}:\n{verdict}");
    }
    pictures(&tab, "appendix")
}

#[test]
fn two_dropped_files_are_compared_and_can_be_swapped() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let (normal, failing) = traces()?;
    let native =
        report(&[("normal.strace", None, normal.as_bytes()), ("failing.strace", None, failing.as_bytes())]);
    assert_eq!(native.diagnoses.first().map(|said| said.cause.as_str()), Some(CAUSE));

    drop_pair(&tab)?;
    assert_shown(&tab, &native)?;
    wait_for_failing(&tab, "failing.strace")?;
    tab.click(&hook("swap"))?;
    wait_for_failing(&tab, "normal.strace")?;
    tab.click(&hook("swap"))?;
    wait_for_failing(&tab, "failing.strace")?;
    assert_shown(&tab, &native)
}

#[test]
fn chosen_files_are_read_as_dropped_ones_are() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let folder = xtask::root().join(CASE);
    tab.choose_files(&hook("open-files"), &[folder.join("normal.strace"), folder.join("failing.strace")])?;
    tab.wait_for(&hook("compare-row"))?;
    wait_for_failing(&tab, "failing.strace")?;

    tab.click(&format!("{} {}", card(Role::Normal), hook("remove")))?;
    tab.wait_until_gone(&card(Role::Normal))?;
    tab.wait_for(&hook("source-card"))
}

#[test]
fn keys_walk_from_difference_to_difference() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_pair(&tab)?;
    tab.wait_for(&hook("compare-row"))?;
    tab.press("n")?;
    let first = chosen_row(&tab, "")?;
    tab.press("n")?;
    let second = chosen_row(&tab, &first)?;
    tab.press("p")?;
    assert_eq!(chosen_row(&tab, &second)?, first, "p does not go back");
    tab.wait_for(&hook("details"))?;
    tab.screenshot("compare-details")
}

#[test]
fn a_line_of_evidence_leads_to_its_place() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_pair(&tab)?;
    tab.wait_for(&hook("compare-row"))?;
    tab.click(&format!("{} {}", hook("evidence-row"), hook("line-link")))?;
    let row = chosen_row(&tab, "")?;
    let kind = tab.attribute(&format!("{}[data-row=\"{row}\"]", hook("compare-row")), "data-kind")?;
    assert_eq!(kind.as_deref(), Some("changed"), "the failing write is a changed row");
    Ok(())
}

#[test]
fn the_example_shows_what_the_page_does() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.click(&hook("example"))?;
    tab.wait_for(&hook("verdict"))?;
    tab.wait_for(&hook("compare-row"))?;
    tab.screenshot("example")
}

fn traces() -> Step<(String, String)> {
    Ok((read(&format!("{CASE}/normal.strace"))?, read(&format!("{CASE}/failing.strace"))?))
}

fn drop_pair(tab: &Tab<'_>) -> Step {
    let (normal, failing) = traces()?;
    tab.drop_files(&[("normal.strace", normal.as_bytes()), ("failing.strace", failing.as_bytes())])?;
    tab.wait_for(&hook("verdict"))
}

fn card(role: Role) -> String {
    let role = format!("{role:?}").to_lowercase();
    format!("{}[data-role=\"{role}\"]", hook("source-card"))
}

fn wait_for_failing(tab: &Tab<'_>, name: &str) -> Step {
    let body = "return document.querySelector(arguments[0])?.dataset.name === arguments[1];";
    tab.wait_until(&format!("{name} to be the failing run"), body, &[card(Role::Failing).into(), name.into()])
        .map(drop)
}

/// The number of the chosen row, once it is another than `before`.
fn chosen_row(tab: &Tab<'_>, before: &str) -> Step<String> {
    let body = "const row = document.querySelector(arguments[0])?.dataset.row ?? '';
        return row !== '' && row !== arguments[1] ? row : null;";
    let chosen = format!("{}[aria-selected=\"true\"]", hook("compare-row"));
    let value = tab.wait_until("another row to be chosen", body, &[chosen.into(), before.into()])?;
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
