//! Every cause has an example in which it speaks, and one, as similar as possible, in which it is silent.

use std::fs;
use std::path::{Path, PathBuf};

use analyzer::causes::CAUSES;
use analyzer::prose;
use analyzer::report::{Confidence, Diagnosis, Report};
use analyzer::source::{Input, Piece, Role};

/// Causes that are only ever worth a check: what they show has a deeper reason, or harms nobody.
const ONLY_POSSIBLE: &[&str] = &["failure-hidden-by-retry", "waits-for-child"];

#[test]
fn every_cause_speaks_first_in_its_own_example() {
    let mut wrong = Vec::new();
    for cause in CAUSES {
        let report = analyze(&example(cause.id, "speaks"));
        let first = report.diagnoses.first();
        let sure = first
            .is_some_and(|one| one.confidence > Confidence::Possible || ONLY_POSSIBLE.contains(&cause.id));
        if first.is_none_or(|one| one.cause != cause.id) || !sure {
            wrong.push(format!("{}: said {}", cause.id, said(&report)));
        }
    }
    assert!(wrong.is_empty(), "these do not speak first:\n{}", wrong.join("\n"));
}

#[test]
fn every_cause_is_silent_in_the_similar_example() {
    let mut wrong = Vec::new();
    for cause in CAUSES {
        let report = analyze(&example(cause.id, "silent"));
        if report.diagnoses.iter().any(|one| one.cause == cause.id && one.confidence > Confidence::Possible) {
            wrong.push(format!("{}: said {}", cause.id, said(&report)));
        }
    }
    assert!(wrong.is_empty(), "these speak where they must be silent:\n{}", wrong.join("\n"));
}

#[test]
fn every_diagnosis_of_an_example_is_whole() {
    let mut wrong = Vec::new();
    for cause in CAUSES {
        let folder = example(cause.id, "speaks");
        let report = analyze(&folder);
        for one in report.diagnoses.iter().filter(|one| one.cause == cause.id) {
            wrong.extend(flaws(one, &folder).into_iter().map(|flaw| format!("{}: {flaw}", cause.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_id_is_a_known_name_and_stands_once() {
    let known = fs::read_to_string(root().join("cause-ids.txt")).unwrap_or_default();
    let mut seen = Vec::new();
    for cause in CAUSES {
        assert!(known.lines().any(|id| id == cause.id), "{} is not in cause-ids.txt", cause.id);
        assert!(!seen.contains(&cause.id), "{} stands twice", cause.id);
        seen.push(cause.id);
    }
}

#[test]
fn every_example_belongs_to_a_cause() {
    for entry in fs::read_dir(root().join("causes")).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(CAUSES.iter().any(|cause| cause.id == name), "{name} has examples and is no cause");
    }
}

/// What a diagnosis lacks, or says wrongly.
fn flaws(one: &Diagnosis, folder: &Path) -> Vec<String> {
    let mut flaws = Vec::new();
    for (what, missing) in [
        ("title", one.title.is_empty()),
        ("summary", one.summary.is_empty()),
        ("evidence", one.evidence.is_empty()),
        ("mechanism", one.mechanism.len() < 2),
        ("command that confirms it", one.confirm.is_empty()),
        ("way to mend it", one.fix.is_empty()),
    ] {
        if missing {
            flaws.push(format!("no {what}"));
        }
    }
    for text in texts(one) {
        if prose::names(text).next().is_some() {
            flaws.push(format!("a mark was not replaced: {text}"));
        }
        if !text.contains(' ')
            && !one.confirm.iter().any(|known| [&known.command, &known.if_true].contains(&text))
        {
            flaws.push(format!("words are missing for: {text}"));
        }
    }
    if one.mechanism.len() != one.mechanism_evidence.len() {
        flaws.push("steps and their evidence differ in number".into());
    }
    if one.mechanism_evidence.iter().flatten().any(|at| *at >= one.evidence.len()) {
        flaws.push("a step rests on evidence that is not there".into());
    }
    for step in &one.mechanism {
        let short = step.split_once(": ").is_some_and(|(name, _)| name.split_whitespace().count() <= 9);
        if !short {
            flaws.push(format!("a step is not `few words: detail`: {step}"));
        }
    }
    for evidence in &one.evidence {
        let text = fs::read_to_string(folder.join(&evidence.source)).unwrap_or_default();
        let line =
            usize::try_from(evidence.line).ok().and_then(|line| text.lines().nth(line.checked_sub(1)?));
        let begin = evidence.quote.split('…').next().unwrap_or("");
        if !line.is_some_and(|line| line.contains(begin)) {
            flaws.push(format!("{}:{} is not `{}`", evidence.source, evidence.line, evidence.quote));
        }
    }
    flaws
}

/// Everything that a diagnosis says in words of its own.
fn texts(one: &Diagnosis) -> Vec<&String> {
    let mut texts = vec![&one.title, &one.summary];
    texts.extend(&one.mechanism);
    texts.extend(&one.applies_when);
    texts.extend(one.evidence.iter().map(|evidence| &evidence.why));
    texts.extend(one.absent.iter().flat_map(|absent| [&absent.what, &absent.why]));
    texts.extend(one.refutes.iter().flat_map(|refuted| [&refuted.hypothesis, &refuted.why]));
    texts.extend(one.confirm.iter().flat_map(|known| [&known.command, &known.if_true]));
    texts.extend(one.fix.iter().map(|fix| &fix.text));
    texts
}

fn said(report: &Report) -> String {
    let all: Vec<String> =
        report.diagnoses.iter().map(|one| format!("{} ({:?})", one.cause, one.confidence)).collect();
    if all.is_empty() { "nothing".into() } else { all.join(", ") }
}

/// Analyses the traces of a folder; the name of a file tells its role.
fn analyze(folder: &Path) -> Report {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "{} has no traces", folder.display());
    let pieces = names.into_iter().map(|name| Piece {
        role: Some(if name.starts_with("normal") { Role::Normal } else { Role::Failing }),
        bytes: fs::read(folder.join(&name)).unwrap_or_default(),
        name,
    });
    analyzer::analyze(&Input { pieces: pieces.collect() })
}

fn example(cause: &str, kind: &str) -> PathBuf {
    root().join("causes").join(cause).join(kind)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

#[test]
fn words_count_unless_the_run_itself_throws_them_away() {
    let confidence = |redirected: &str| {
        let trace = format!(
            "100 execve(\"/usr/lib/cc1\", [\"cc1\", \"a.c\"], 0x7ffc00 /* 1 var */) = 0\n\
             {redirected}\
             100 openat(AT_FDCWD</srv>, \"/usr/include/acme.h\", O_RDONLY|O_NOCTTY) = -1 ENOENT (No such file or directory)\n\
             100 write(2</dev/null<char 1:3>>, \"a.c:1:10: fatal error: acme.h: No such file or directory\\n\", 57) = 57\n\
             100 exit_group(1)                     = ?\n\
             100 +++ exited with 1 +++\n"
        );
        let pieces = vec![Piece { name: "t".into(), role: Some(Role::Failing), bytes: trace.into() }];
        let report = analyzer::analyze(&Input { pieces });
        let known = report.diagnoses.into_iter().find(|one| one.cause == "missing-header");
        known.map(|one| one.confidence)
    };
    assert_eq!(confidence(""), Some(Confidence::Proven));
    let opened = "100 openat(AT_FDCWD</srv>, \"/dev/null\", O_WRONLY) = 3</dev/null<char 1:3>>\n100 dup2(3</dev/null<char 1:3>>, 2) = 2</dev/null<char 1:3>>\n";
    assert_eq!(confidence(opened), Some(Confidence::Likely));
}
