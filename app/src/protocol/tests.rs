//! What travels arrives as it was, and what was damaged is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use super::*;

#[test]
fn a_question_survives_the_way() {
    let asked = ToWorker::Analyze {
        job: 7,
        pieces: vec![PieceName { id: 3, name: "失败.strace".into(), shown: vec![(0, "b".into())] }],
        choices: vec![Choice { piece: 3, first_line: 12, role: Role::Failing }],
    };
    assert_eq!(read::<ToWorker>(&write(&asked)), Some(asked));
}

#[test]
fn a_report_with_absent_fields_survives_the_way() {
    let report = analyzer::analyze(&analyzer::source::Input::default());
    let answer = Answer {
        report: Cow::Borrowed(&report),
        sources: Vec::new(),
        explanations: Vec::new(),
        ticket: String::new(),
        alone: None,
    };
    let sent = ToPage::Answered { job: 1, answer: Box::new(answer) };
    let Some(ToPage::Answered { answer, .. }) = read(&write(&sent)) else { panic!("not an answer") };
    assert_eq!(answer.report.verdict, report.verdict);
}

#[test]
fn what_the_page_shows_of_a_report_survives_the_way() {
    let piece = |name: &str, bytes: &[u8]| analyzer::source::Piece {
        name: name.into(),
        role: None,
        bytes: bytes.into(),
    };
    let pieces = vec![
        piece("normal", include_bytes!("../../examples/502-from-balancer/normal.strace")),
        piece("failing", include_bytes!("../../examples/502-from-balancer/failing.strace")),
    ];
    let mut report = analyzer::analyze(&analyzer::source::Input { pieces });
    let told: Report = read(&write(&report)).unwrap();
    // What the page does not show.
    report.schema_version = 0;
    report.timeline.clear();
    for source in &mut report.sources {
        (source.closest, source.records, source.blank, source.clock) = (None, 0, 0, None);
    }
    for diagnosis in &mut report.diagnoses {
        diagnosis.hop = None;
    }
    for comparison in &mut report.comparisons {
        comparison.never_happened.clear();
    }
    assert_eq!(format!("{told:?}"), format!("{report:?}"));
}

#[test]
fn numbers_survive_the_way() {
    for number in [0, 1, 127, 128, 16_383, 16_384, u32::MAX] {
        assert_eq!(read::<u32>(&write(&number)), Some(number));
    }
}

#[test]
fn a_message_that_was_cut_is_refused() {
    let whole = write(&ToPage::Found {
        job: 1,
        comparison: 0,
        text: "a".into(),
        part: 0,
        rows: Bits::of([true, false].into_iter()),
        problem: String::new(),
    });
    for end in 0..whole.len() {
        assert!(read::<ToPage>(&whole[..end]).is_none(), "{end} bytes");
    }
    assert!(read::<ToPage>(&whole).is_some());
}

#[test]
fn damaged_bytes_are_refused() {
    assert!(read::<ToPage>(&[250, 1, 2]).is_none());
    assert!(read::<ToPage>(&[]).is_none());
}
