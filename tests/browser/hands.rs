//! Every view is worked with the keyboard alone: what each of them offers besides being looked at.

use syscause_tests::browser::keyboard::{Hands, key};
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::site::Site;

#[test]
fn each_view_is_worked_with_the_keyboard_alone() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let mut hands = Hands::on(tab);
    hands.go_to(&hook("example"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("compare-row"))?;
    for part in [units, flow, timeline, sources, names] {
        part(tab, &mut hands)?;
    }
    println!("{} stops of the Tab key inside of the views, the focus seen at each", hands.stops());
    Ok(())
}

/// Chooses another unit for a side, and goes back to the analysis' own pair.
fn units(_: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.go_to(&hook("choose-failing"))?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("units-search"))?;
    hands.see(&hook("unit"))?;
    hands.press(key::DOWN)?;
    hands.be_at(&hook("unit"))?;
    hands.press(key::ESCAPE)?;
    hands.see_gone("dialog")?;
    hands.be_at(&hook("choose-failing"))
}

/// Walks the sequence, lays the runs over each other, saves it, and follows a step to its row.
fn flow(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.press("2")?;
    hands.see(&hook("flow-step"))?;
    hands.press("o")?;
    hands.see(&format!("{}[data-layout=\"over\"]", hook("flow")))?;
    hands.press("o")?;
    hands.see(&format!("{}[data-layout=\"beside\"]", hook("flow")))?;
    tab.script(
        "window.made = []; const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = blob => { window.made.push(blob.type); return make(blob); };
        const click = HTMLElement.prototype.click;
        HTMLElement.prototype.click = function () { if (!this.download) click.call(this); };",
        &[],
    )?;
    for (button, kind) in [("flow-save-svg", "image/svg+xml"), ("flow-save-png", "image/png")] {
        hands.go_to(&hook(button))?;
        hands.press(key::ENTER)?;
        let saved = "return window.made.some(made => made.startsWith(arguments[0]));";
        tab.wait_until(&format!("{kind} to be saved"), saved, &[kind.into()])?;
    }
    hands.go_to(&hook("flow-step"))?;
    let step = "return document.activeElement.id;";
    let before = tab.script(step, &[])?;
    hands.press(key::DOWN)?;
    let other = format!("return (() => {{ {step} }})() !== arguments[0];");
    tab.wait_until("the next step to have the focus", &other, &[before])?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("compare-row"))
}

/// Zooms and selects in the chart, walks the lines, and follows one to where it stands.
fn timeline(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.press("3")?;
    hands.see(&hook("timeline-plot"))?;
    hands.go_to(&hook("timeline-plot"))?;
    let said = || tab.text(&hook("timeline-said"));
    let whole = said()?;
    hands.press("+")?;
    let other = "return document.querySelector(arguments[0]).innerText !== arguments[1];";
    tab.wait_until("a part to be shown", other, &[hook("timeline-said").into(), whole.clone().into()])?;
    hands.press("0")?;
    let same = "return document.querySelector(arguments[0]).innerText === arguments[1];";
    tab.wait_until(
        "everything to be shown again",
        same,
        &[hook("timeline-said").into(), whole.clone().into()],
    )?;
    let shift = key::SHIFT.to_string();
    hands.chord(&shift, &key::RIGHT.to_string())?;
    hands.chord(&shift, &key::RIGHT.to_string())?;
    tab.wait_until("a stretch to be selected", other, &[hook("timeline-said").into(), whole.into()])?;
    hands.press(key::ESCAPE)?;
    hands.go_to(&hook("moment"))?;
    hands.press(key::DOWN)?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("compare-row"))
}

/// Steps through the marks, jumps to a line, finds, wraps, copies, and goes to the row.
fn sources(tab: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.press("4")?;
    hands.see(&hook("source-line"))?;
    hands.press("n")?;
    hands.be_at(&hook("source-line"))?;
    hands.press("g")?;
    hands.be_at(&hook("go-to-line"))?;
    hands.press(format!("12{}", key::ENTER))?;
    // Who looks for lines goes on writing; Escape leads into the text.
    hands.see(&format!("{}[data-line=\"12\"]", hook("source-line")))?;
    hands.press(key::ESCAPE)?;
    hands.be_at(&format!("{}[data-line=\"12\"]", hook("source-line")))?;
    let wrapped = "return document.querySelector(arguments[0]).getAttribute('aria-pressed');";
    let before = tab.script(wrapped, &[hook("wrap").into()])?;
    hands.press("w")?;
    let other = format!("return (() => {{ {wrapped} }})() !== arguments[1];");
    tab.wait_until("lines to be wrapped, or not", &other, &[hook("wrap").into(), before])?;
    hands.chord(&key::SHIFT.to_string(), &key::DOWN.to_string())?;
    hands.press("c")?;
    let copied = "return document.querySelector(arguments[0])?.innerText.trim().length > 0;";
    tab.wait_until("the page to say that it copied", copied, &[hook("copied").into()])?;
    hands.press("/")?;
    hands.be_at(&hook("find"))?;
    hands.press(format!("ENOSPC{}", key::ENTER))?;
    hands.see(&hook("found"))?;
    hands.press(key::ESCAPE)?;
    hands.go_to(&hook("source-entry"))?;
    hands.go_to(&hook("source-line"))?;
    hands.press("n")?;
    hands.press("s")?;
    hands.be_at(&hook("compare-row"))
}

/// Gives a source another name.
fn names(_: Tab<'_>, hands: &mut Hands<'_>) -> Step {
    hands.go_to(&hook("fold-inbox"))?;
    hands.press(key::ENTER)?;
    hands.see(&hook("rename"))?;
    hands.go_to(&hook("rename"))?;
    hands.press(key::ENTER)?;
    hands.be_at(&hook("new-name"))?;
    hands.chord(&key::CONTROL.to_string(), "a")?;
    hands.press(format!("good.strace{}", key::ENTER))?;
    hands.see(&format!("{}[data-name=\"good.strace\"]", hook("source-card")))?;
    hands.see_gone(&hook("progress"))
}
