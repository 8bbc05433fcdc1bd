//! What the tables of the general reading say: each file of `examples/general` holds traces in which a cause is said
//! and traces as similar as possible in which it is not.
//!
//! A file is named by the cause. A line `=== speaks failing.strace` begins a piece: how it must be judged, and the
//! piece's name, which tells its role. Pieces of one judgement are analysed together; `speaks 2` begins another one.
//! `speaks`: it is the first diagnosis, and no mere possibility. `hints`: it is among the diagnoses. `silent`: it is not.

use std::fs;
use std::path::{Path, PathBuf};

use analyzer::prose::Prose;
use analyzer::report::{Confidence, Diagnosis, Report};
use analyzer::source::{Input, Piece, Role};

#[test]
fn every_row_speaks_where_it_should_and_nowhere_near() {
    let mut wrong = Vec::new();
    for (cause, path) in files() {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let judged = judgements(&text);
        for kind in ["s", "silent"] {
            if !judged
                .iter()
                .any(|(name, _)| name.starts_with(kind) || (kind == "s" && name.starts_with("hints")))
            {
                wrong.push(format!("{cause}: no example of {kind}"));
            }
        }
        for (judgement, pieces) in judged {
            let report = analyzer::analyze(&Input { pieces });
            let known = report.diagnoses.iter().find(|one| one.cause == cause);
            let first = report.diagnoses.first().filter(|one| one.cause == cause);
            let right = match judgement.split(' ').next() {
                Some("speaks") => first.is_some_and(|one| one.confidence > Confidence::Possible),
                Some("hints") => known.is_some(),
                Some("silent") => known.is_none(),
                _ => false,
            };
            if !right {
                wrong.push(format!("{cause}, {judgement}: said {}", said(&report)));
            }
            wrong.extend(
                known.into_iter().flat_map(flaws).map(|flaw| format!("{cause}, {judgement}: {flaw}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_cause_of_the_shapes_has_its_example() {
    let known: Vec<String> = files().into_iter().map(|(cause, _)| cause).collect();
    let prose = Prose::built_in();
    let named = prose.entry("causes/general/shapes").lines().filter_map(|line| line.strip_prefix("## "));
    let without: Vec<&str> = named
        .filter(|name| name.starts_with(|letter: char| letter.is_ascii_lowercase()))
        .filter(|name| !known.iter().any(|cause| cause == name))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

/// The judgements of a file, each with its pieces.
fn judgements(text: &str) -> Vec<(String, Vec<Piece>)> {
    let mut found: Vec<(String, Vec<Piece>)> = Vec::new();
    for part in text.split("=== ").filter(|part| !part.trim().is_empty()) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let (judgement, name) = head.trim().rsplit_once(' ').unwrap_or((head, ""));
        let role = match name.split('.').next() {
            Some("normal") => Some(Role::Normal),
            Some("failing") => Some(Role::Failing),
            _ => None,
        };
        let piece = Piece { name: name.into(), role, bytes: unfolded(body).into_bytes() };
        match found.iter_mut().find(|(known, _)| known == judgement) {
            Some((_, pieces)) => pieces.push(piece),
            None => found.push((judgement.into(), vec![piece])),
        }
    }
    found
}

/// A line `@30 text` stands for thirty lines of that text, in which `#` is the number of the line.
fn unfolded(body: &str) -> String {
    let mut text = String::new();
    // Lines `@+30 text` that stand together are repeated as a block.
    let mut block: Vec<&str> = Vec::new();
    let mut times = 0;
    for line in body.lines().chain([""]) {
        if let Some((count, line)) = line.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
            times = count.parse().unwrap_or(0);
            block.push(line);
            continue;
        }
        for round in 0..times {
            for line in &block {
                text.push_str(&line.replace('#', &round.to_string()));
                text.push('\n');
            }
        }
        (times, block) = (0, Vec::new());
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// What a diagnosis lacks.
fn flaws(one: &Diagnosis) -> Vec<String> {
    let mut flaws = Vec::new();
    for (what, missing) in [
        ("title", one.title.is_empty() || !one.title.contains(' ')),
        ("summary", one.summary.is_empty()),
        ("evidence", one.evidence.is_empty()),
        ("mechanism", one.mechanism.is_empty()),
        ("way to mend it", one.fix.is_empty()),
    ] {
        if missing {
            flaws.push(format!("no {what}"));
        }
    }
    let mut texts = vec![&one.title, &one.summary];
    texts.extend(&one.mechanism);
    texts.extend(one.evidence.iter().map(|evidence| &evidence.why));
    texts.extend(one.fix.iter().map(|fix| &fix.text));
    for text in texts {
        if analyzer::prose::names(text).next().is_some() {
            flaws.push(format!("a mark was not replaced: {text}"));
        }
        if !text.contains(' ') {
            flaws.push(format!("words are missing for: {text}"));
        }
    }
    flaws
}

fn said(report: &Report) -> String {
    let all: Vec<String> =
        report.diagnoses.iter().map(|one| format!("{} ({:?})", one.cause, one.confidence)).collect();
    if all.is_empty() { "nothing".into() } else { all.join(", ") }
}

/// The files of examples, by the cause that they are about.
fn files() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/general");
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| (entry.path().file_stem().map(|name| name.to_string_lossy().into_owned()), entry.path()))
        .filter_map(|(name, path)| Some((name?, path)))
        .collect();
    found.sort();
    found
}
