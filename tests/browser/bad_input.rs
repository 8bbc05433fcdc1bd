//! What nobody should paste and everybody does: each gets a sentence, and nothing already loaded is lost.

use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Browser, Step};

use crate::site::Site;

#[test]
fn text_without_a_trace_is_said_to_be_that() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    tab.paste("Dear all,\nthe shop answers with 502 since this morning.\nKind regards\n")?;
    tab.wait_for(&hook("message"))?;
    let said = tab.text(&hook("message"))?;
    assert!(said.to_lowercase().contains("strace"), "the sentence does not say what is needed: {said}");
    assert_eq!(tab.count(&hook("evidence-row"))?, 0);
    tab.screenshot("not-a-trace")
}

#[test]
fn odd_files_end_in_a_sentence_and_not_in_a_dead_page() -> Step {
    let site = Site::start()?;
    let browser = Browser::start()?;
    let tab = site.open(&browser)?;
    let picture: Vec<u8> =
        (0..20_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13 & 0xff) as u8).collect();
    let long_line = "x".repeat(1_000_000);
    tab.drop_files(&[("cut.strace", b"openat(AT_FDCWD, \"/etc/hosts\", O_RDONLY) = 3\nread(3, \"127.0")])?;
    tab.wait_for(&hook("source-card"))?;
    let odd: [(&str, &[u8]); 3] =
        [("empty.txt", b""), ("picture.png", &picture), ("one-line.txt", long_line.as_bytes())];
    for (name, bytes) in odd {
        let before = tab.text("body")?;
        tab.drop_files(&[(name, bytes)])?;
        tab.wait_until(
            &format!("a word about {name}"),
            "return document.body.innerText !== arguments[0];",
            &[before.into()],
        )?;
        tab.wait_until_gone(&hook("progress"))?;
        assert!(tab.count(&hook("source-card"))? > 0, "{name}: what was loaded is lost");
    }
    assert!(!tab.text("body")?.is_empty());
    let errors: Vec<String> = tab.console()?.into_iter().filter(|line| line.starts_with("SEVERE")).collect();
    assert_eq!(errors, Vec::<String>::new());
    tab.screenshot("odd-files")
}
