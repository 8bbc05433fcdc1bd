//! axe-core finds nothing on any view, in any colours, wide and narrow.

use std::collections::BTreeMap;

use syscause_tests::browser::axe;
use syscause_tests::browser::keyboard::key;
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};
use syscause_tests::case::Case;

use crate::site::Site;

/// One state of the page: what it is called, and how to get there from a page that was just opened.
type Seen = (&'static str, fn(Tab<'_>) -> Step);

/// Every view and every dialog. A new one is a line here.
const SEEN: &[Seen] = &[
    ("welcome", |_| Ok(())),
    ("welcome with a notice", |tab| {
        tab.paste(" \n")?;
        tab.wait_for(&hook("message"))
    }),
    ("verdict with a cause, inbox, compare", compared),
    ("several sources, inbox unfolded", |tab| {
        give(tab, "gateway-01-enospc-proxy-cache")?;
        tab.click(&format!("{} .more", hook("inbox")))
    }),
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
    ("keys", |tab| {
        tab.press("?")?;
        tab.wait_for("dialog[open]")
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

/// What the system says its user prefers.
const LOOKS: &[(&str, &[(&str, &str)])] = &[
    ("light", &[("prefers-color-scheme", "light")]),
    ("dark", &[("prefers-color-scheme", "dark")]),
    ("light, more contrast", &[("prefers-color-scheme", "light"), ("prefers-contrast", "more")]),
    ("dark, more contrast", &[("prefers-color-scheme", "dark"), ("prefers-contrast", "more")]),
];

#[test]
fn axe_finds_nothing_on_any_view() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    // Most of what is wrong is wrong in several states: said once, with the first of them.
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut looks, mut rules, mut nodes) = (0, 0, 0);
    for (name, reach) in SEEN {
        let tab = site.open(&browser)?;
        tab.resize(1280, 900)?;
        reach(tab).map_err(|why| format!("{name}: {why}"))?;
        for (look, features) in LOOKS {
            tab.prefer(features)?;
            let said = axe::look(tab).map_err(|why| format!("{name}, {look}: {why}"))?;
            assert!(said.passed > 10 && said.nodes > 20, "axe-core has hardly looked at {name}, {look}");
            (looks, rules, nodes) = (looks + 1, rules + said.passed, nodes + said.nodes);
            for u in &said.undecided {
                println!("UND {u}");
            }
            for what in said.violations {
                wrong.entry(what).or_default().push(format!("{name}, {look}"));
            }
        }
        tab.prefer(&[])?;
    }
    println!("axe-core: {looks} states of the page, {rules} times a rule held, on {nodes} elements");
    let all: Vec<String> = wrong
        .iter()
        .map(|(what, seen)| {
            format!(
                "{what}\n    in {} states, first in {}",
                seen.len(),
                seen.first().map_or("", String::as_str)
            )
        })
        .collect();
    assert!(all.is_empty(), "{} places:\n{}", all.len(), all.join("\n"));
    Ok(())
}

fn compared(tab: Tab<'_>) -> Step {
    tab.click(&hook("example"))?;
    tab.wait_for(&hook("compare-row"))
}

fn view(tab: Tab<'_>, name: &str) -> Step {
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
