//! Two traces of 100 000 lines: the page goes on answering while the worker works, and can stop it.

use std::time::{Duration, Instant};

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};
use syscause_tests::generate::proxy_pair;

use crate::site::Site;

const LINES: usize = 100_000;

/// No task of the main thread may be longer, on a loaded machine with two cores.
const LONGEST_TASK: Duration = Duration::from_millis(500);

#[test]
fn a_hundred_thousand_lines_do_not_freeze_the_page() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let bytes = hold_pair(&tab)?;

    tab.watch_long_tasks()?;
    let start = Instant::now();
    tab.drop_held_files()?;
    tab.wait_for(&hook("compare-row"))?;
    let took = start.elapsed();
    let longest = tab.longest_task()?;
    println!(
        "2 x {LINES} lines ({} MB): first rows after {:.1} s, longest task of the main thread {} ms",
        bytes / 1_000_000,
        took.as_secs_f64(),
        longest.as_millis()
    );
    assert!(longest <= LONGEST_TASK, "the main thread was busy for {} ms", longest.as_millis());
    let rows = tab.count(&hook("compare-row"))?;
    assert!(rows < 1_000, "{rows} rows are in the document at once");
    tab.screenshot("large")
}

#[test]
fn a_long_analysis_can_be_stopped_and_the_page_goes_on() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    hold_pair(&tab)?;
    tab.drop_held_files()?;
    // The button may go while the driver reaches for it; a script presses it the moment it is there.
    tab.wait_until(
        "the button that stops",
        "const stop = document.querySelector(arguments[0]); stop?.click(); return !!stop;",
        &[hook("cancel").into()],
    )?;
    tab.wait_until_gone(&hook("progress"))?;
    assert_eq!(tab.count(&hook("verdict"))?, 0, "it was too late to stop");
    tab.paste("openat(AT_FDCWD, \"/etc/shop.conf\", O_RDONLY) = -1 ENOENT (No such file or directory)\n")?;
    tab.wait_for(&hook("progress")).or_else(|_| tab.wait_for(&hook("verdict")))
}

#[test]
fn a_busy_page_is_noticed() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.watch_long_tasks()?;
    tab.script(
        "setTimeout(() => { const end = performance.now() + 200; while (performance.now() < end); });",
        &[],
    )?;
    tab.wait_until("the busy time to be told", "return window.longTasks.length > 0;", &[])?;
    assert!(tab.longest_task()? >= Duration::from_millis(150), "{:?}", tab.longest_task()?);
    Ok(())
}

/// Brings the two traces into the browser and returns how many bytes they have.
fn hold_pair(tab: &Tab<'_>) -> Step<usize> {
    let (normal, failing) = proxy_pair(LINES);
    tab.hold_files(&[("normal.strace", normal.as_bytes()), ("failing.strace", failing.as_bytes())])?;
    Ok(normal.len() + failing.len())
}
