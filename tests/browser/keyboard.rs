//! Everything can be done without a mouse: the focus is seen at every stop and is never lost.

use syscause_tests::browser::keyboard::{Hands, key};
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::site::Site;

#[test]
fn a_case_is_worked_through_with_the_keyboard_alone() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let mut hands = Hands::on(tab);
    for part in [welcome, verdict, rows, tools, views, sources, page] {
        part(tab, &mut hands)?;
    }
    println!("{} stops of the Tab key, the focus seen at each", hands.stops());
    Ok(())
}

/// Reads the list of keys and loads an example.
fn welcome(_: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.go_to(&hook("help"))?;
    hands.press(key::ENTER)?;
    hands.see("dialog[open]")?;
    hands.press(key::ESCAPE)?;
    hands.see_gone("dialog")?;
    hands.be_at(&hook("help"))?;
    hands.go_to(&hook("example"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("verdict"))?;
    hands.see(&hook("compare-row"))
}

/// Goes through the verdict: folds it, copies the ticket and a command, follows a line and a link to the rows.
fn verdict(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.go_to(&hook("fold-verdict"))?;
    hands.press(key::ENTER)?;
    hands.see_gone(&hook("evidence-row"))?;
    hands.press(key::SPACE)?;
    hands.see(&hook("evidence-row"))?;
    hands.go_to(&hook("copy-ticket"))?;
    let before = tab.text(&hook("copy-ticket"))?;
    hands.press(key::ENTER)?;
    tab.wait_until(
        "the button to say that it has copied",
        "const said = document.querySelector(arguments[0]); return !!said.querySelector('.out-of-sight').textContent;",
        &[hook("copy-ticket").into()],
    )?;
    assert_ne!(tab.text(&hook("copy-ticket"))?, before, "nobody sees whether the ticket was copied");

    hands.go_to(&format!("{} {}", hook("evidence-row"), hook("line-link")))?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("compare-row"))?;

    hands.go_to(&format!("{} summary", hook("verdict")))?;
    hands.press(key::ENTER)?;
    hands.see("details[open]")?;
    hands.go_to(&format!("{} {}", hook("confirm"), hook("copy")))?;
    hands.press(key::ENTER)?;
    hands.go_to(&hook("go-to-rows"))?;
    hands.press(key::ENTER)?;
    hands.be_at(&format!("{}.main", hook("compare-row")))
}

/// Walks the rows: differences, folds, details.
fn rows(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.press(key::HOME)?;
    hands.press("n")?;
    hands.be_at(&hook("compare-row"))?;
    let first = focused(tab, "row")?;
    hands.press("n")?;
    assert_ne!(focused(tab, "row")?, first, "n stays where it is");
    hands.press("p")?;
    assert_eq!(focused(tab, "row")?, first, "p does not go back");

    hands.press(key::HOME)?;
    hands.be_at(&hook("compare-fold"))?;
    hands.press(key::RIGHT)?;
    hands.be_at("[aria-expanded=\"true\"]")?;
    hands.press(key::DOWN)?;
    hands.be_at(&hook("compare-row"))?;
    hands.press(key::LEFT)?;
    hands.be_at(&hook("compare-fold"))?;
    hands.press(key::LEFT)?;
    hands.be_at("[aria-expanded=\"false\"]")?;
    hands.press(key::END)?;
    hands.press(key::PAGE_UP)?;
    hands.press("n")?;

    // The details are beside the rows; they close, and open again.
    hands.press("p")?;
    hands.press(key::ENTER)?;
    hands.see(&hook("details"))?;
    hands.go_to(&format!("{} header button", hook("details")))?;
    hands.go_to(&format!("{} {}", hook("details"), hook("line-link")))?;
    hands.go_to(&format!("{} header button", hook("details")))?;
    hands.press(key::ENTER)?;
    hands.see_gone(&hook("details"))?;
    hands.go_to(&hook("compare-row"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("details"))?;
    hands.press(key::ESCAPE)?;
    hands.see_gone(&hook("details"))?;
    hands.be_at(&hook("compare-row"))
}

/// Uses what stands above the rows.
fn tools(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.go_to(&hook("only-differences"))?;
    hands.press(key::SPACE)?;
    hands.see(&format!("{}[aria-pressed=\"true\"]", hook("only-differences")))?;
    hands.press("f")?;
    hands.see(&format!("{}[aria-pressed=\"false\"]", hook("only-differences")))?;
    hands.go_to(&hook("raw-lines"))?;
    hands.press(key::ENTER)?;
    hands.see(&format!("{}[aria-pressed=\"true\"]", hook("raw-lines")))?;
    hands.press("r")?;
    hands.see(&format!("{}[aria-pressed=\"false\"]", hook("raw-lines")))?;

    hands.press("/")?;
    hands.be_at(&hook("search"))?;
    hands.press("read")?;
    hands.see(".row.found")?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("search"))?;
    let found = tab.text(&format!("{} ~ .said", hook("search")))?;
    hands.press(key::ENTER)?;
    assert_ne!(tab.text(&format!("{} ~ .said", hook("search")))?, found, "Enter does not go on to the next");
    hands.press(key::ESCAPE)?;
    hands.see_gone(".row.found")?;

    // A step leads to the row, from which the next step is a key.
    hands.go_to(&hook("previous-difference"))?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("compare-row"))?;
    hands.press("nnnnnnnnnnnnnnnnnnnnnnnn")?;
    hands.go_to(&hook("previous-difference"))
}

/// Visits every view by its tab.
fn views(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    let offered = tab.count("[role=\"tab\"]")?;
    assert!(offered > 1, "there are no views");
    hands.go_to("[role=\"tab\"]")?;
    let first = focused(tab, "testid")?;
    let mut seen = vec![first.clone()];
    for _ in 1..offered {
        hands.press(key::RIGHT)?;
        hands.be_at("[role=\"tab\"][aria-selected=\"true\"]")?;
        let now = focused(tab, "testid")?;
        assert!(!seen.contains(&now), "{now} comes twice");
        seen.push(now);
    }
    hands.press(key::HOME)?;
    hands.be_at(&hook(&first))
}

/// Gives a source another role, swaps, removes.
fn sources(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    let card = |role: &str| format!("{}[data-role=\"{role}\"]", hook("source-card"));
    let name = tab.attribute(&card("failing"), "data-name")?.unwrap_or_default();
    let named = |role: &str| format!("{}[data-name=\"{name}\"]", card(role));
    hands.go_to(&format!("{} {}", hook("inbox"), hook("swap")))?;
    hands.press(key::ENTER)?;
    hands.see(&named("normal"))?;
    hands.see_gone(&hook("progress"))?;
    hands.go_to(&hook("swap"))?;
    hands.press(key::ENTER)?;
    hands.see(&named("failing"))?;
    hands.see_gone(&hook("progress"))?;

    // One line holds what was given; the cards hold the roles.
    hands.go_to(&hook("fold-inbox"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("role-context"))?;
    hands.go_to(&format!("{} {}", named("failing"), hook("role-context")))?;
    hands.press(key::SPACE)?;
    hands.see(&named("context"))?;
    hands.see_gone(&hook("progress"))?;
    hands.go_to(&format!("{} {}", named("context"), hook("role-failing")))?;
    hands.press(key::SPACE)?;
    hands.see(&named("failing"))?;
    hands.see_gone(&hook("progress"))?;

    // What was removed comes back.
    let cards = tab.count(&hook("source-card"))?;
    hands.go_to(&format!("{} {}", named("failing"), hook("remove")))?;
    hands.press(key::ENTER)?;
    hands.see_gone(&named("failing"))?;
    hands.see_gone(&hook("progress"))?;
    hands.chord(&key::CONTROL.to_string(), "z")?;
    hands.see(&named("failing"))?;
    hands.see_gone(&hook("progress"))?;
    assert_eq!(tab.count(&hook("source-card"))?, cards, "not everything comes back");
    hands.go_to(&hook("clear"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("drop-zone"))
}

/// What the whole page offers: colours, the list of keys, and everything by its name.
fn page(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.go_to(&hook("look"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("theme-system"))?;
    hands.go_to(&hook("theme-system"))?;
    for theme in ["light", "dark", "contrast"] {
        hands.press(key::DOWN)?;
        hands.be_at(&hook(&format!("theme-{theme}")))?;
        hands.see(&format!("html[data-theme=\"{theme}\"]"))?;
    }
    hands.press(key::ESCAPE)?;
    hands.be_at(&hook("look"))?;

    hands.press("?")?;
    hands.see("dialog[open]")?;
    hands.go_to("dialog header button")?;
    hands.press(key::ENTER)?;
    hands.see_gone("dialog")?;
    hands.be_at(&hook("look"))?;

    // Commands by name: an example, and from it another view.
    hands.chord(&key::CONTROL.to_string(), "k")?;
    hands.be_at(&hook("palette-field"))?;
    hands.press("balancer answers")?;
    let marked = format!("{}[aria-selected=\"true\"]", hook("palette-entry"));
    tab.wait_until(
        "the example to be marked",
        "return document.querySelector(arguments[0])?.innerText.includes('502');",
        &[marked.into()],
    )?;
    hands.press(key::ENTER)?;
    hands.see(&hook("compare-row"))?;
    hands.chord(&key::CONTROL.to_string(), "k")?;
    hands.be_at(&hook("palette-field"))?;
    hands.press(key::ESCAPE)?;
    hands.see_gone("dialog")
}

/// A word that the focused element carries for tests.
fn focused(tab: Tab<'_>, name: &str) -> Step<String> {
    let value = tab.script("return document.activeElement.dataset[arguments[0]] ?? '';", &[name.into()])?;
    Ok(value.as_str().unwrap_or_default().to_string())
}
