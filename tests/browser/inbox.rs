//! The inbox: what was given can be renamed, removed, brought back, and come as folders and packed files.

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step, Tab};

use crate::native::{assert_shown, read, report};
use crate::site::Site;

const CASE: &str = "tests/cases/gateway-01-enospc-proxy-cache";

#[test]
fn a_new_name_is_cited_and_escape_leaves_the_old_one() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab, &["normal.strace", "failing.strace", "df.txt"])?;
    tab.click(&hook("fold-inbox"))?;
    let failing = format!("{}[data-name=\"failing.strace\"]", hook("source-card"));
    let rename = format!("{failing} {}", hook("rename"));
    tab.click(&rename)?;
    tab.wait_until("the field to have the keyboard", FIELD_HAS_KEYBOARD, &[])?;
    tab.press("thrown away\u{E00C}")?;
    tab.wait_until_gone(&hook("new-name"))?;
    tab.wait_for(&failing)?;

    tab.click(&rename)?;
    tab.wait_until("the field to have the keyboard", FIELD_HAS_KEYBOARD, &[])?;
    tab.press("web-7\u{E007}")?;
    tab.wait_for(&format!("{}[data-source=\"web-7\"]", hook("evidence-row")))?;
    assert_eq!(tab.count(&format!("{}[data-source=\"failing.strace\"]", hook("evidence-row")))?, 0);
    assert_eq!(role_of(&tab, "web-7")?, "failing", "a role does not follow a name");
    // A name that is taken is made another one.
    tab.click(&format!("{}[data-name=\"web-7\"] {}", hook("source-card"), hook("rename")))?;
    tab.wait_until("the field to have the keyboard", FIELD_HAS_KEYBOARD, &[])?;
    tab.press("normal.strace\u{E007}")?;
    tab.wait_for(&format!("{}[data-name=\"normal.strace (2)\"]", hook("source-card")))?;
    tab.screenshot("inbox-cards")
}

#[test]
fn what_was_removed_comes_back_byte_for_byte() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let names = ["normal.strace", "failing.strace", "df.txt"];
    drop_case(&tab, &names)?;
    let verdict = tab.text(&hook("verdict"))?;
    let before = cards(&tab)?;
    tab.click(&hook("fold-inbox"))?;
    tab.click(&format!("{}[data-name=\"failing.strace\"] {}", hook("source-card"), hook("remove")))?;
    tab.wait_for(&hook("undo"))?;
    tab.wait_until_gone(&format!("{}[data-name=\"failing.strace\"]", hook("source-card")))?;
    tab.wait_until_gone(&hook("progress"))?;
    tab.click(&hook("undo"))?;
    tab.wait_for(&format!("{}[data-name=\"failing.strace\"]", hook("source-card")))?;
    tab.wait_until_gone(&hook("removed"))?;
    assert_same_verdict(&tab, &verdict)?;

    tab.click(&hook("clear"))?;
    tab.wait_for(&hook("drop-zone"))?;
    press_undo(&tab)?;
    tab.wait_for(&hook("verdict"))?;
    assert_same_verdict(&tab, &verdict)?;
    assert_eq!(cards(&tab)?, before);
    // The very text is there again.
    let texts: Vec<(&str, String)> =
        names.iter().map(|name| Ok((*name, read(&format!("{CASE}/{name}"))?))).collect::<Step<Vec<_>>>()?;
    let given: Vec<_> = texts.iter().map(|(name, text)| (*name, None, text.as_bytes())).collect();
    assert_shown(&tab, &report(&given))
}

#[test]
fn roles_are_chosen_by_a_press_and_left_to_the_page_again() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab, &["normal.strace", "failing.strace"])?;
    tab.click(&hook("fold-inbox"))?;
    let normal = format!("{}[data-name=\"normal.strace\"]", hook("source-card"));
    tab.click(&format!("{normal} {}", hook("role-context")))?;
    tab.wait_for(&format!("{normal}[data-role=\"context\"]"))?;
    // Keys alone change nothing and take nothing away.
    tab.press("fnc\u{E017}\u{E003}\u{E015}\u{E013}")?;
    assert_eq!(tab.count(&hook("source-card"))?, 2);
    assert_eq!(role_of(&tab, "normal.strace")?, "context");
    tab.click(&format!("{normal} {}", hook("infer")))?;
    tab.wait_for(&format!("{normal}[data-role=\"normal\"]"))
}

#[test]
fn a_folder_is_read_with_all_that_is_in_it() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    // No script can drop a folder; entries that behave like the browser's own take its place.
    let body = "const file = (path, text) => ({ isDirectory: false, isFile: true, fullPath: path,
            name: path.split('/').pop(), file: found => found(new File([text], path.split('/').pop())) });
        const folder = (path, inside) => ({ isDirectory: true, isFile: false, fullPath: path,
            name: path.split('/').pop(),
            createReader() {
                let rest = [...inside];
                return { readEntries: found => found(rest.splice(0, 1)) };
            } });
        const entry = folder('/case', [
            file('/case/normal.strace', arguments[0]),
            folder('/case/web', [file('/case/web/failing.strace', arguments[1])]),
            folder('/case/.git', [file('/case/.git/HEAD', 'ref: x')]),
            file('/case/.hidden', 'x')]);
        const data = { items: [{ kind: 'file', webkitGetAsEntry: () => entry }], files: [], getData: () => '' };
        const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
        Object.defineProperty(drop, 'dataTransfer', { value: data });
        document.body.dispatchEvent(drop);";
    let (normal, failing) =
        (read(&format!("{CASE}/normal.strace"))?, read(&format!("{CASE}/failing.strace"))?);
    tab.script(body, &[normal.into(), failing.into()])?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(role_of(&tab, "case/normal.strace")?, "normal");
    assert_eq!(role_of(&tab, "case/web/failing.strace")?, "failing");
    assert_eq!(tab.count(&hook("source-card"))?, 2, "hidden files are read");
    Ok(())
}

#[test]
fn packed_files_are_unpacked_or_it_is_said_how() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let text = read(&format!("{CASE}/failing.strace"))?;
    hold_packed(&tab, "failing.strace.gz", &text, 1.0)?;
    tab.drop_held_files()?;
    tab.wait_for(&hook("verdict"))?;
    assert_shown(&tab, &report(&[("failing.strace", None, text.as_bytes())]))?;
    assert_eq!(role_of(&tab, "failing.strace")?, "failing");

    hold_packed(&tab, "cut.gz", &text, 0.5)?;
    tab.drop_held_files()?;
    tab.wait_for(&hook("message"))?;
    let said = tab.text(&hook("message"))?;
    assert!(said.contains("cut.gz") && said.contains("gunzip"), "{said}");
    tab.drop_files(&[("big.zst", &[0x28, 0xb5, 0x2f, 0xfd, 0, 1, 2, 3])])?;
    let zst = "return document.querySelector(arguments[0])?.innerText.includes('big.zst');";
    tab.wait_until("the word on big.zst", zst, &[hook("message").into()])?;
    assert_eq!(tab.count(&hook("source-card"))?, 1);
    Ok(())
}

#[test]
fn the_verdict_stays_and_nothing_jumps_while_more_is_read() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    drop_case(&tab, &["normal.strace", "failing.strace"])?;
    tab.wait_for(&hook("compare-row"))?;
    tab.press("nn")?;
    let body = "window.lost = 0; new MutationObserver(() => {
            if (!document.querySelector(arguments[0])) window.lost += 1;
        }).observe(document.body, { childList: true, subtree: true });
        const row = document.activeElement;
        return [row.id, Math.round(row.getBoundingClientRect().top)].join('|');";
    let before = tab.script(body, &[hook("verdict").into()])?;
    let text = read(&format!("{CASE}/df.txt"))?;
    tab.drop_files(&[("df.txt", text.as_bytes())])?;
    tab.wait_for(&format!("{}[data-name^=\"df.txt\"]", hook("source-card")))?;
    tab.wait_until_gone(&hook("progress"))?;
    // More evidence makes the verdict longer; the row stays where it is on the screen.
    let same = "const row = document.activeElement;
        return [row.id, Math.round(row.getBoundingClientRect().top)].join('|') === arguments[0];";
    tab.wait_until("the row to stand where it stood", same, &[before])?;
    assert_eq!(tab.script("return window.lost;", &[])?.as_u64(), Some(0), "the verdict was gone meanwhile");
    Ok(())
}

#[test]
fn thirty_sources_read_well_and_fit_a_phone() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let (normal, failing) =
        (read(&format!("{CASE}/normal.strace"))?, read(&format!("{CASE}/failing.strace"))?);
    let line = "2026/11/21 01:46:35 [error] 67#67: *10 upstream timed out\n";
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("normal.strace".into(), normal.into_bytes()),
        ("生产环境-第七台-网关-故障时的系统调用记录-failing.strace".into(), failing.into_bytes()),
    ];
    for number in 0..28 {
        files.push((format!("logs/nginx/production/host-{number}/error-of-the-gateway.log"), line.into()));
    }
    let given: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    tab.drop_files(&given)?;
    tab.wait_for(&hook("verdict"))?;
    assert_eq!(tab.count(&hook("source-card"))?, 30, "one per source, also in one line");
    tab.screenshot("inbox-thirty")?;
    tab.click(&hook("fold-inbox"))?;
    tab.screenshot("inbox-thirty-cards")?;
    for width in [390, 320] {
        tab.resize(width, 800)?;
        let wide = tab.script("return document.documentElement.scrollWidth - window.innerWidth;", &[])?;
        assert!(wide.as_i64().unwrap_or(0) <= 0, "at {width} px the page scrolls sideways by {wide} px");
        tab.screenshot(&format!("inbox-thirty-cards-{width}"))?;
    }
    Ok(())
}

const FIELD_HAS_KEYBOARD: &str = "return document.activeElement?.dataset.testid === 'new-name';";

fn drop_case(tab: &Tab<'_>, names: &[&str]) -> Step {
    let texts: Vec<String> =
        names.iter().map(|name| read(&format!("{CASE}/{name}"))).collect::<Step<Vec<_>>>()?;
    let files: Vec<(&str, &[u8])> = names.iter().copied().zip(texts.iter().map(String::as_bytes)).collect();
    tab.drop_files(&files)?;
    tab.wait_for(&hook("verdict"))?;
    tab.wait_until_gone(&hook("progress"))
}

fn role_of(tab: &Tab<'_>, name: &str) -> Step<String> {
    let card = format!("{}[data-name=\"{name}\"]", hook("source-card"));
    Ok(tab.attribute(&card, "data-role")?.unwrap_or_default())
}

/// Names and roles of all cards.
fn cards(tab: &Tab<'_>) -> Step<Vec<String>> {
    let body = "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.name + ' ' + e.dataset.role);";
    let cards = tab.script(body, &[hook("source-card").into()])?;
    Ok(cards.as_array().into_iter().flatten().filter_map(|card| Some(card.as_str()?.to_string())).collect())
}

/// Waits until the verdict reads as it did.
fn assert_same_verdict(tab: &Tab<'_>, before: &str) -> Step {
    let body = "return document.querySelector(arguments[0])?.innerText === arguments[1];";
    tab.wait_until("the same verdict", body, &[hook("verdict").into(), before.into()]).map(drop)
}

/// Ctrl+Z, as the keyboard sends it.
fn press_undo(tab: &Tab<'_>) -> Step {
    let body = "document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }));";
    tab.script(body, &[]).map(drop)
}

/// Packs a text in the browser, and holds so much of what that gives as a file that can be dropped.
fn hold_packed(tab: &Tab<'_>, name: &str, text: &str, share: f64) -> Step {
    let body = "const packing = new Blob([arguments[1]]).stream().pipeThrough(new CompressionStream('gzip'));
        return new Response(packing).blob().then(packed => {
            window.heldFiles = [new File([packed.slice(0, packed.size * arguments[2])], arguments[0])];
        });";
    tab.script(body, &[name.into(), text.into(), share.into()]).map(drop)
}
