//! What the library says of the same input outside of the browser: the page has to say just that.

use std::fs;

use analyzer::report::{Diagnosis, Report};
use analyzer::source::{Input, Piece, Role};
use syscause_tests::browser::tab::hook;
use syscause_tests::browser::{Step, Tab};

/// The report on files, each with its name and its role, if it has one.
pub fn report(files: &[(&str, Option<Role>, &[u8])]) -> Report {
    let piece = |(name, role, bytes): &(&str, Option<Role>, &[u8])| Piece {
        name: (*name).to_string(),
        role: *role,
        bytes: bytes.to_vec(),
    };
    analyzer::analyze(&Input { pieces: files.iter().map(piece).collect() })
}

/// Waits for the verdict and holds it against the report: title, confidence, and every line of evidence.
pub fn assert_shown(tab: &Tab<'_>, report: &Report) -> Step {
    tab.wait_for(&hook("verdict"))?;
    tab.wait_until_gone(&hook("progress"))?;
    let Some(best) = report.diagnoses.first() else {
        assert_eq!(tab.count(&hook("evidence-row"))?, 0, "the page claims what the library does not");
        return Ok(());
    };
    assert_eq!(tab.text(&hook("verdict-title"))?, best.title.replace('`', ""));
    let confidence = format!("{:?}", best.confidence).to_lowercase();
    let shown = tab.attribute(&format!("{} {}", hook("verdict"), hook("confidence")), "data-confidence")?;
    assert_eq!(shown, Some(confidence));
    assert_eq!(shown_evidence(tab)?, evidence(best));
    Ok(())
}

fn evidence(said: &Diagnosis) -> Vec<String> {
    said.evidence.iter().map(|evidence| format!("{}:{}", evidence.source, evidence.line)).collect()
}

fn shown_evidence(tab: &Tab<'_>) -> Step<Vec<String>> {
    let body = "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.source + ':' + e.dataset.line);";
    // Not those of the other candidates.
    let best = format!("{} {}:not({} *)", hook("verdict"), hook("evidence-row"), hook("candidate"));
    let shown = tab.script(body, &[best.into()])?;
    Ok(shown.as_array().into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_string())).collect())
}

/// The content of a file of the repository.
pub fn read(path: &str) -> Step<String> {
    let full = xtask::root().join(path);
    fs::read_to_string(full).map_err(|why| format!("{path}: {why}"))
}
