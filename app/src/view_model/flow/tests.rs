//! What the picture of a real case must keep to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use analyzer::Analysis;
use analyzer::render::flow::{Ending, Lifeline, LifelineKind};
use analyzer::source::{Input, Piece};

use super::marks::Anchor;
use super::*;

fn example(name: &str) -> Flow {
    let folder = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let pieces = files
        .iter()
        .map(|path| Piece {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            role: None,
            bytes: std::fs::read(path).unwrap(),
        })
        .collect();
    Analysis::of(Input { pieces }, &mut |_, _| {}).flow(0)
}

fn drawn(flow: &Flow, layout: Layout, width: i32) -> Picture {
    let words = Words { never: vec!["Never".into(), "happened".into()], rounds: "{n} rounds".into() };
    let sources: Vec<String> = ["normal", "failing", "log"].map(String::from).into();
    picture(flow, layout, width, &sources, &words)
}

/// Left, top, right and bottom of every text.
fn boxes(marks: &[Mark]) -> Vec<([i32; 4], &str)> {
    let text = |mark: &Mark| -> Option<([i32; 4], *const str)> {
        let Mark::Text { look, x, y, anchor, text, .. } = mark else { return None };
        let width = match look {
            Look::Ref => texts::fixed(text),
            Look::LabelNormal | Look::LabelFailing | Look::Name => texts::bold(text),
            _ => texts::width(text),
        };
        let left = match anchor {
            Anchor::Start => *x,
            Anchor::Middle => x - width / 2,
            Anchor::End => x - width,
        };
        Some(([left, y - 10, left + width, y + 2], text.as_str()))
    };
    marks.iter().filter_map(|mark| text(mark).map(|(area, _)| area).zip(text_of(mark))).collect()
}

fn text_of(mark: &Mark) -> Option<&str> {
    match mark {
        Mark::Text { text, .. } => Some(text),
        _ => None,
    }
}

fn overlap(one: &[i32; 4], other: &[i32; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

#[test]
fn texts_neither_overlap_nor_leave_the_picture() {
    for name in [
        "502-from-balancer",
        "program-hangs",
        "program-does-not-start",
        "504-from-nginx",
        "two-healthy-requests",
    ] {
        let flow = example(name);
        for (layout, width) in
            [(Layout::Beside, 1440), (Layout::Beside, 1280), (Layout::Over, 1440), (Layout::Over, 760)]
        {
            let picture = drawn(&flow, layout, width);
            let all: Vec<_> = picture.steps.iter().flat_map(|step| boxes(&step.marks)).collect();
            assert!(!all.is_empty());
            for (index, (area, text)) in all.iter().enumerate() {
                assert!(area[0] >= 0 && area[2] <= picture.width, "{name} {width}: {text:?} at {area:?}");
                for (other, more) in all.iter().skip(index + 1) {
                    assert!(!overlap(area, other), "{name} {layout:?} {width}: {text:?} over {more:?}");
                }
            }
            for (area, text) in boxes(&picture.head) {
                assert!(
                    area[0] >= -2 && area[2] <= picture.width + 2,
                    "{name} {width}: {text:?} at {area:?}"
                );
            }
        }
    }
}

#[test]
fn what_never_happened_is_dotted_in_the_failing_run_and_bracketed() {
    let flow = example("502-from-balancer");
    let picture = drawn(&flow, Layout::Beside, 1440);
    let looks = |step: &Drawn| -> Vec<Look> {
        step.marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Path { look, .. } => Some(*look),
                _ => None,
            })
            .collect()
    };
    let mut seen = 0;
    for drawn in &picture.steps {
        let step = &flow.steps[drawn.step];
        assert_eq!(drawn.never, drawn.panel == Side::Failing && never(step));
        if drawn.never && step.from != step.to {
            seen += 1;
            assert_eq!(looks(drawn), [Look::Never, Look::HeadNever]);
        }
    }
    assert!(seen > 2, "{seen}");
    let has = |wanted: Look| {
        picture.back.iter().any(|mark| matches!(mark, Mark::Path { look, .. } if *look == wanted))
    };
    assert!(has(Look::Bracket));
}

#[test]
fn the_decisive_step_carries_a_sign_and_a_ground() {
    let flow = example("502-from-balancer");
    for layout in [Layout::Beside, Layout::Over] {
        let picture = drawn(&flow, layout, 1440);
        let decisive: Vec<&Drawn> = picture
            .steps
            .iter()
            .filter(|drawn| flow.steps[drawn.step].decisive && drawn.told == Side::Failing)
            .collect();
        assert_eq!(decisive.len(), 1);
        let sign = |mark: &&Mark| matches!(mark, Mark::Path { look: Look::Sign, .. });
        assert_eq!(decisive[0].marks.iter().filter(sign).count(), 1);
        let grounds: Vec<&Mark> = picture
            .back
            .iter()
            .filter(|mark| matches!(mark, Mark::Rect { look: Look::Decisive, .. }))
            .collect();
        assert_eq!(grounds.len(), 1);
    }
}

#[test]
fn both_runs_stand_beside_each_other_only_where_there_is_room() {
    let lane = |name: &str| Lifeline { kind: LifelineKind::Server, name: name.into(), detail: String::new() };
    let flow = |count: usize| Flow { lifelines: vec![lane("a"); count], ..Flow::default() };
    assert_eq!(Layout::fitting(&flow(5), 1440), Layout::Beside);
    assert_eq!(Layout::fitting(&flow(8), 1440), Layout::Over);
    assert_eq!(Layout::fitting(&flow(3), 720), Layout::Beside);
    assert_eq!(Layout::fitting(&flow(4), 720), Layout::Over);
}

#[test]
fn where_nothing_is_known_of_the_other_run_nothing_is_claimed() {
    let told = Told { text: "GET /".into(), source: 0, first: 1, last: 1, calls: 1, ending: Ending::Done };
    let step = Step { from: 0, to: 1, normal: Some(told), failing: None, same: true, decisive: false };
    assert!(!never(&step));
    assert!(never(&Step { same: false, ..step }));
}

#[test]
fn long_texts_are_shortened_and_keep_the_whole() {
    let (shown, whole) =
        texts::fitted("openat a-very-long-name-of-a-file.so.2: no such file", 160, texts::width);
    assert!(texts::width(&shown) <= 160 && shown.contains('…') && shown.ends_with("file"), "{shown}");
    assert!(whole.is_some());
    assert_eq!(texts::fitted("short", 160, texts::width), ("short".into(), None));
    let (lines, whole) = texts::wrapped("load 31 libraries; read the configuration", 150, texts::width);
    assert_eq!((lines.len(), whole), (2, None));
    assert!(texts::width("数据库") > texts::width("abc"));
}

#[test]
fn the_file_stands_alone() {
    let flow = example("502-from-balancer");
    let picture = drawn(&flow, Layout::Beside, 1440);
    let style = Style { attributes: vec![("fill", "rgb(1, 2, 3)".into())] };
    let styles = vec![style; LOOKS.len()];
    let titles = [(20, Look::LabelNormal, "a <b> & \"c\"".to_string())];
    let file = svg(&picture, &styles, "white", &titles);
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ") && file.ends_with("</svg>\n"));
    assert!(file.contains("a &lt;b&gt; &amp; &quot;c&quot;"));
    assert!(!file.contains("class=") && !file.contains("var(") && !file.contains("href"));
    let marks: usize = picture.steps.iter().map(|step| step.marks.len()).sum();
    let count = |tag: &str| file.matches(tag).count();
    assert_eq!(
        count("<path") + count("<text") + count("<rect"),
        marks + picture.head.len() + picture.back.len() + titles.len() + 1
    );
}
