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
    let odd: [(&str, &[u8]); 4] = [
        ("empty.txt", b""),
        ("picture.png", &picture),
        ("one-line.txt", long_line.as_bytes()),
        ("cut.strace", b"openat(AT_FDCWD, \"/etc/hosts\", O_RDONLY) = 3\nread(3, \"127.0"),
    ];
    for (count, file) in (1..).zip(odd) {
        tab.drop_files(&[file])?;
        tab.wait_until(
            file.0,
            "return document.querySelectorAll(arguments[0]).length >= arguments[1];",
            &[hook("source-card").into(), count.into()],
        )?;
    }
    assert!(!tab.text("body")?.is_empty());
    let errors: Vec<String> = tab.console()?.into_iter().filter(|line| line.starts_with("SEVERE")).collect();
    assert_eq!(errors, Vec::<String>::new());
    tab.screenshot("odd-files")
}
