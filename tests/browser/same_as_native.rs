//! The page says what the library says: same title, same confidence, same lines, for real cases of several kinds.

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step};
use syscause_tests::case::Case;

use crate::native::{assert_shown, report};
use crate::site::Site;

/// Every so many-th case, so that the browser is not busy for minutes.
const EVERY: usize = 8;

#[test]
fn whole_cases_are_judged_as_outside_of_the_browser() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    for case in Case::all(&xtask::root().join("tests/cases"))?.iter().step_by(EVERY) {
        let pieces = case.without_roles().pieces;
        let files: Vec<(&str, &[u8])> =
            pieces.iter().map(|piece| (piece.name.as_str(), piece.bytes.as_slice())).collect();
        let native: Vec<_> = files.iter().map(|(name, bytes)| (*name, None, *bytes)).collect();
        let tab = site.open(&browser)?;
        tab.drop_files(&files)?;
        tab.wait_for(&hook("verdict"))?;
        println!("{}", case.name);
        assert_shown(&tab, &report(&native))?;
    }
    Ok(())
}
