//! What the page promises: no request after loading, nothing stored, a strict policy, any static host.

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step};

use crate::native::read;
use crate::site::Site;

const APPENDIX: &str = "tests/seeds/cache-disk-full-appendix.txt";

#[test]
fn it_asks_for_nothing_after_it_has_loaded() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let at_start = site.asked();
    let loaded = tab.requests()?;
    assert!(loaded.iter().any(|address| address.contains(".wasm")), "requests are not recorded: {loaded:?}");
    let from_elsewhere: Vec<String> =
        loaded.into_iter().filter(|address| !address.starts_with("http://127.0.0.1:")).collect();
    assert_eq!(from_elsewhere, Vec::<String>::new(), "parts of the page come from elsewhere");

    tab.paste(&appendix()?)?;
    tab.wait_for(&hook("verdict"))?;
    tab.press("nnp")?;
    assert_eq!(tab.requests()?, Vec::<String>::new(), "the browser saw requests");
    assert_eq!(site.asked(), at_start, "the server saw requests");
    Ok(())
}

#[test]
fn a_request_would_not_leave_the_page() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let policy =
        tab.attribute("meta[http-equiv=\"Content-Security-Policy\"]", "content")?.unwrap_or_default();
    for wanted in ["default-src 'none'", "'wasm-unsafe-eval'", "base-uri 'none'", "form-action 'none'"] {
        assert!(policy.contains(wanted), "the policy lacks {wanted}: {policy}");
    }
    assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(tab.console()?, Vec::<String>::new(), "the console is not silent while the page loads");

    let before = site.asked();
    let ask = "window.refused = [];
        addEventListener('securitypolicyviolation', event => window.refused.push(event.effectiveDirective));
        fetch('./anything?trace=secret').catch(() => {});
        new Image().src = './anything.png';";
    tab.script(ask, &[])?;
    tab.wait_until(
        "the policy to refuse both",
        "return window.refused.includes('connect-src') && window.refused.includes('img-src');",
        &[],
    )?;
    assert!(!tab.console()?.is_empty(), "the console would have been silent");
    tab.paste(&appendix()?)?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(site.asked(), before, "a request left the page");
    Ok(())
}

#[test]
fn nothing_is_stored_and_a_reload_forgets() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.paste(&appendix()?)?;
    tab.wait_for(&hook("verdict"))?;
    let stored = tab.script(
        "return [localStorage.length, sessionStorage.length, document.cookie, location.hash].join('|');",
        &[],
    )?;
    assert_eq!(stored, "0|0||", "something is stored");
    tab.reload()?;
    tab.wait_for(&hook("inbox"))?;
    assert_eq!(tab.count(&hook("source-card"))?, 0, "sources outlive a reload");
    assert_eq!(tab.count(&hook("verdict"))?, 0, "the verdict outlives a reload");
    Ok(())
}

#[test]
fn a_sub_path_of_any_static_host_serves_it() -> Step {
    let site = Site::under("/tools/syscause/")?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.paste(&appendix()?)?;
    tab.wait_for(&hook("verdict"))?;
    let outside: Vec<String> =
        site.asked().into_iter().filter(|path| !path.starts_with("/tools/syscause/")).collect();
    assert_eq!(outside, Vec::<String>::new(), "addresses that ignore the sub-path");
    Ok(())
}

#[test]
fn the_console_stays_silent() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.paste(&appendix()?)?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(
        tab.console()?,
        Vec::<String>::new(),
        "the console complains, for example about the content policy"
    );
    Ok(())
}

fn appendix() -> Step<String> {
    read(APPENDIX)
}
