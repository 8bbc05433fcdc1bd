//! Every view and every dialog of the page, and how to get there: what is asked of all of them goes through this table.

use syscause_tests::browser::keyboard::key;
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};
use syscause_tests::case::Case;

use crate::site::Site;

/// One state of the page: what it is called, and how to get there from a page that was just opened.
pub type Seen = (&'static str, fn(Tab<'_>) -> Step);

/// Every view and every dialog. A new one is a line here.
///
/// Only the bar that shows how far an analysis has come is not among them: it is gone before anything can be asked.
pub const SEEN: &[Seen] = &[
    ("welcome", |_| Ok(())),
    ("welcome with a notice", |tab| {
        tab.paste(" \n")?;
        tab.wait_for(&hook("message"))
    }),
    ("verdict with a cause, inbox, compare", compared),
    ("several sources, inbox unfolded", |tab| {
        give(tab, "gateway-01-enospc-proxy-cache")?;
        tab.click(&hook("fold-inbox"))?;
        tab.wait_for(&hook("source-card"))
    }),
    ("several sources, inbox folded", |tab| give(tab, "gateway-01-enospc-proxy-cache")),
    ("verdict with candidates", |tab| give(tab, "gateway-08c-stale-ip")),
    ("verdict without a failure", |tab| give(tab, "gateway-26-healthy-control")),
    ("verdict that cannot tell", |tab| {
        tab.paste("Dear all,\nthe shop answers with 502.\n")?;
        tab.wait_for(&hook("verdict"))
    }),
    ("verdict folded", |tab| {
        compared(tab)?;
        tab.click(&hook("fold-verdict"))
    }),
    ("compare with details", |tab| {
        compared(tab)?;
        tab.press("n")?;
        tab.wait_for(&hook("details"))
    }),
    ("compare with differences only, a search and raw lines", |tab| {
        compared(tab)?;
        tab.press("fr/write")?;
        tab.wait_for(".row.found")
    }),
    ("compare with a fold open", |tab| {
        compared(tab)?;
        tab.click(&hook("compare-fold"))?;
        tab.wait_for(&format!("{}[aria-expanded=\"true\"]", hook("compare-fold")))
    }),
    ("flow", |tab| view(tab, "flow")),
    ("timeline", |tab| view(tab, "timeline")),
    ("sources", |tab| view(tab, "sources")),
    ("compare with filters", |tab| {
        compared(tab)?;
        tab.click(&hook("only-failed"))?;
        tab.wait_for(&hook("chip"))
    }),
    ("compare with nothing left", |tab| {
        compared(tab)?;
        tab.press("f/there is no such text")?;
        tab.wait_for(&format!("{}, {}", hook("nothing-left"), hook("search-said")))
    }),
    ("units to choose from", |tab| {
        compared(tab)?;
        tab.click(&hook("choose-failing"))?;
        tab.wait_for(&hook("unit"))
    }),
    ("commands", |tab| {
        compared(tab)?;
        tab.click(&hook("commands"))?;
        tab.wait_for(&hook("palette-entry"))
    }),
    ("looks", |tab| {
        tab.click(&hook("look"))?;
        tab.wait_for(&hook("theme-contrast"))
    }),
    ("examples in the bar", |tab| {
        compared(tab)?;
        tab.click(&hook("examples"))?;
        tab.wait_for(&hook("example-entry"))
    }),
    ("black and white by choice", |tab| {
        compared(tab)?;
        tab.click(&hook("look"))?;
        tab.click(&hook("theme-contrast"))?;
        tab.click(&hook("size-130"))
    }),
    ("keys", |tab| {
        tab.press("?")?;
        tab.wait_for("dialog[open]")
    }),
    ("a line of a log", |tab| {
        give(tab, "gateway-01-enospc-proxy-cache")?;
        tab.click(&format!("{}[data-source$=\".log\"]", hook("line-link")))?;
        tab.wait_for(&format!("{}, {}", hook("peek"), hook("sources")))
    }),
    ("files above the page", |tab| {
        tab.script(
            "document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true }));",
            &[],
        )?;
        tab.wait_for(".drop-hint")
    }),
    ("narrow welcome", |tab| tab.resize(390, 844)),
    ("narrow verdict and compare", |tab| {
        compared(tab)?;
        tab.resize(390, 844)
    }),
    ("narrow details", |tab| {
        compared(tab)?;
        tab.resize(390, 844)?;
        tab.press("n")?;
        tab.press(&key::ENTER.to_string())?;
        tab.wait_for(&hook("details"))
    }),
];

/// Loads the first example.
pub fn compared(tab: Tab<'_>) -> Step {
    tab.click(&hook("example"))?;
    tab.wait_for(&hook("compare-row"))
}

/// Loads the first example and goes to a view.
pub fn view(tab: Tab<'_>, name: &str) -> Step {
    compared(tab)?;
    tab.click(&hook(&format!("tab-{name}")))?;
    tab.wait_for(&hook(name))
}

/// Drops all files of a case.
fn give(tab: Tab<'_>, name: &str) -> Step {
    let case = Case::read(xtask::root().join("tests/cases").join(name))?;
    let pieces = case.without_roles().pieces;
    let files: Vec<(&str, &[u8])> =
        pieces.iter().map(|piece| (piece.name.as_str(), piece.bytes.as_slice())).collect();
    tab.drop_files(&files)?;
    tab.wait_for(&hook("verdict"))
}

/// Opens a fresh page of the usual size and goes to a state of it.
pub fn go<'b>(site: &Site, browser: &'b Browser, (name, reach): Seen) -> Step<Tab<'b>> {
    let tab = site.open(browser)?;
    tab.resize(1280, 900)?;
    reach(tab).map_err(|why| format!("{name}: {why}"))?;
    Ok(tab)
}
