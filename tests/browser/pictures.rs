//! The pictures in `docs/pictures/`, made from the built-in examples: `cargo xtask pictures` writes them anew.

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::seen;
use crate::site::Site;

/// A picture: its name, what its user prefers, width and height, how to get there, and what stands at its upper edge.
struct Picture {
    name: &'static str,
    colours: &'static str,
    size: (u32, u32),
    reach: fn(Tab<'_>) -> Step,
    at: &'static str,
}

const WIDE: (u32, u32) = (1280, 800);
const NARROW: (u32, u32) = (390, 844);

/// What README and the user guide show. A picture more is a line here.
const PICTURES: &[Picture] = &[
    picture("welcome", "light", WIDE, |_| Ok(()), "body"),
    picture("verdict", "light", WIDE, seen::compared, "body"),
    picture("verdict-dark", "dark", WIDE, seen::compared, "body"),
    picture("verdict-narrow", "light", NARROW, seen::compared, "body"),
    picture("rows", "light", WIDE, seen::compared, "#view"),
    picture("rows-dark", "dark", WIDE, seen::compared, "#view"),
    picture("rows-narrow", "light", NARROW, seen::compared, "#view"),
    picture("flow", "light", WIDE, |tab| seen::view(tab, "flow"), "#view"),
    picture("timeline", "light", WIDE, |tab| seen::view(tab, "timeline"), "#view"),
    picture("sources", "light", WIDE, |tab| seen::view(tab, "sources"), "#view"),
];

const fn picture(
    name: &'static str,
    colours: &'static str,
    size: (u32, u32),
    reach: fn(Tab<'_>) -> Step,
    at: &'static str,
) -> Picture {
    Picture { name, colours, size, reach, at }
}

#[test]
fn pictures_for_readers() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    // Each picture can be made at any time; only that task puts them in place of those that stand there.
    let kept = std::env::var_os(xtask::browser::KEEP_PICTURES).is_some();
    let folder = xtask::root().join(if kept { "docs/pictures" } else { "target/screenshots/docs" });
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for picture in PICTURES {
        let tab = site.open(&browser)?;
        tab.resize(picture.size.0, picture.size.1)?;
        tab.prefer_colours(picture.colours)?;
        (picture.reach)(tab).map_err(|why| format!("{}: {why}", picture.name))?;
        tab.wait_until_gone(&hook("progress"))?;
        // Where nobody is at work neither focus nor mouse is seen.
        tab.point_at(0, 0)?;
        let body = "document.activeElement?.blur();
            scrollTo({ top: document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY, behavior: 'instant' });";
        tab.script(body, &[picture.at.into()])?;
        let drawn = "return document.getAnimations().every(one => one.playState !== 'running')
            && ![...document.querySelectorAll('[data-testid=compare-row]')].some(row => !row.querySelector('.call, .dotted'));";
        tab.wait_until("the page to be drawn", drawn, &[])?;
        let path = folder.join(format!("{}.png", picture.name));
        tab.picture(&path, false)?;
        println!("{}", path.display());
    }
    Ok(())
}
