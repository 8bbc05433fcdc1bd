//! axe-core finds nothing on any view, in any colours, wide and narrow; and nothing scrolls sideways.

use std::collections::{BTreeMap, BTreeSet};

use syscause_tests::browser::axe::{self, Rules};
use syscause_tests::browser::{Browser, Step};

use crate::seen::{self, SEEN};
use crate::site::Site;

/// What the system says its user prefers, and which rules are held against the page then.
const LOOKS: &[(&str, &[(&str, &str)], Rules)] = &[
    ("light", &[("prefers-color-scheme", "light")], Rules::All),
    ("dark", &[("prefers-color-scheme", "dark")], Rules::All),
    (
        "light, more contrast",
        &[("prefers-color-scheme", "light"), ("prefers-contrast", "more")],
        Rules::Colours,
    ),
    (
        "dark, more contrast",
        &[("prefers-color-scheme", "dark"), ("prefers-contrast", "more")],
        Rules::Colours,
    ),
];

/// What axe-core gets wrong: the rule, how the place is called, and why it holds all the same.
const EXCUSED: &[(&str, &str, &str)] = &[(
    "label-content-name-mismatch",
    "#flow-step-",
    "the name of a step says in one sentence what is drawn in pieces and in its tooltip, which axe-core joins",
)];

#[test]
fn axe_finds_nothing_on_any_view() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    // Most of what is wrong is wrong in several states: said once, with the first of them.
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut excused = BTreeSet::new();
    let (mut looks, mut rules, mut nodes, mut undecided) = (0, 0, 0, 0);
    for state in SEEN {
        let tab = seen::go(&site, &browser, *state)?;
        let name = state.0;
        for (look, features, which) in LOOKS {
            tab.emulate("", features)?;
            let said = axe::look(tab, *which).map_err(|why| format!("{name}, {look}: {why}"))?;
            assert!(said.nodes > 20, "axe-core has hardly looked at {name}, {look}");
            (looks, rules, nodes) = (looks + 1, rules + said.passed, nodes + said.nodes);
            undecided += said.undecided.len();
            let excuse = |what: &str| {
                EXCUSED.iter().position(|(rule, place, _)| what.starts_with(rule) && what.contains(place))
            };
            for what in said.violations {
                if let Some(why) = excuse(&what) {
                    excused.insert(why);
                    continue;
                }
                wrong.entry(what).or_default().push(format!("{name}, {look}"));
            }
        }
        tab.emulate("", &[])?;
    }
    println!(
        "axe-core: {looks} states of the page, {rules} times a rule held, on {nodes} elements; {undecided} times it \
         could not tell, as with the contrast of a single sign"
    );
    for (rule, place, why) in excused.iter().filter_map(|index| EXCUSED.get(*index)) {
        println!("axe-core: {rule} at {place} is excused: {why}");
    }
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

#[test]
fn nothing_scrolls_sideways_on_the_smallest_screen() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    for state in SEEN {
        let tab = seen::go(&site, &browser, *state)?;
        tab.resize(320, 700)?;
        // The page may have to be drawn anew for that width. What counts is whether it moves.
        let stays = "scrollTo(1000, scrollY); const moved = scrollX; scrollTo(0, scrollY); return moved < 1;";
        if tab.wait_until("the width", stays, &[]).is_err() {
            let wide = "const all = [...document.querySelectorAll('body *')];
                const clips = e => e && (getComputedStyle(e).overflowX !== 'visible' || clips(e.parentElement));
                return all.filter(e => e.getBoundingClientRect().right > innerWidth && !clips(e.parentElement))
                    .map(e => `${e.outerHTML.slice(0, 150)} ${e.getBoundingClientRect().right}`).slice(0, 5);";
            return Err(format!("{} scrolls sideways: {}", state.0, tab.script(wide, &[])?));
        }
    }
    Ok(())
}
