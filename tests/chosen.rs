//! What a reader chooses to look at: any two units, one alone, fewer rows. Nothing is lost, and counts say what is left.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

use analyzer::align::place::Side;
use analyzer::align::{Alignment, RowKind, UnitRef};
use analyzer::render::filter::{Filter, Thing};
use analyzer::source::{Input, Piece};
use analyzer::{Analysis, MOST_CHOSEN};
use syscause_tests::case::Case;

/// Every so many-th case, so that the test takes seconds.
const EVERY: usize = 5;

fn analyses() -> Vec<(String, Analysis)> {
    let cases = Case::all(&xtask::root().join("tests/cases")).unwrap();
    let some = cases.into_iter().step_by(EVERY);
    some.map(|case| (case.name.clone(), Analysis::of(case.without_roles(), &mut |_, _| {}))).collect()
}

fn every_unit(analysis: &Analysis) -> Vec<UnitRef> {
    let runs = analysis.runs.iter().enumerate();
    runs.flat_map(|(run, it)| (0..it.units.len()).map(move |unit| UnitRef { run, unit })).collect()
}

fn assert_holds_unit(analysis: &Analysis, alignment: &Alignment, side: Side, name: &str) {
    let unit = alignment.unit(&analysis.runs, side).unwrap();
    let events: Vec<_> = alignment.rows.iter().filter_map(|row| row.event(side)).collect();
    assert_eq!(events, unit.events, "{name}: {side:?} side of {}", unit.title);
}

#[test]
fn any_two_units_can_be_lined_up() {
    for (name, mut analysis) in analyses() {
        let own = analysis.report.comparisons.len();
        let units = every_unit(&analysis);
        for (normal, failing) in units.iter().zip(units.iter().rev()).take(8) {
            let index = analysis.pair(Some(*normal), Some(*failing)).unwrap();
            let alignment = analysis.alignments[index].clone();
            assert_eq!((alignment.normal, alignment.failing), (*normal, *failing), "{name}");
            assert_holds_unit(&analysis, &alignment, Side::Normal, &name);
            assert_holds_unit(&analysis, &alignment, Side::Failing, &name);
            let told = analysis.comparison(index).unwrap();
            assert_eq!(told.rows as usize, alignment.rows.len(), "{name}");
            let kinds = told.same + told.value_only + told.changed + told.only_normal + told.only_failing;
            assert_eq!(kinds, told.rows, "{name}");
            assert_eq!(analysis.row_marks(index).len(), alignment.rows.len(), "{name}");
            assert_eq!(analysis.pair(Some(*normal), Some(*failing)), Some(index), "{name}: not kept");
        }
        let kept =
            analysis.alignments.iter().skip(own).filter(|alignment| !alignment.rows.is_empty()).count();
        assert!(kept <= MOST_CHOSEN, "{name}: {kept} pairs are kept");
        assert_eq!(analysis.alignments.len(), own + analysis.chosen.len(), "{name}");
    }
}

#[test]
fn the_pair_of_the_analysis_is_its_own_comparison() {
    for (name, mut analysis) in analyses() {
        let own: Vec<_> = analysis.alignments.iter().map(|known| (known.normal, known.failing)).collect();
        for (index, (normal, failing)) in own.into_iter().enumerate() {
            assert_eq!(analysis.pair(Some(normal), Some(failing)), Some(index), "{name}");
        }
        assert!(analysis.chosen.is_empty(), "{name}");
    }
}

#[test]
fn what_does_not_exist_is_not_lined_up() {
    let text = b"read(0, \"a\", 1) = 1\n".to_vec();
    let pieces = vec![Piece { name: "one".into(), role: None, bytes: text }];
    let mut analysis = Analysis::of(Input { pieces }, &mut |_, _| {});
    let (there, nowhere) = (UnitRef { run: 0, unit: 0 }, UnitRef { run: 0, unit: 9 });
    assert_eq!(analysis.pair(Some(there), Some(nowhere)), None);
    assert_eq!(analysis.pair(Some(nowhere), None), None);
    assert_eq!(analysis.pair(None, None), None);
    assert_eq!(Analysis::of(Input::default(), &mut |_, _| {}).alone(), None);
    assert!(analysis.pair(Some(there), None).is_some());
}

#[test]
fn one_trace_alone_shows_every_event_and_no_difference() {
    let mut seen = 0;
    for (name, analysis) in analyses() {
        for run in &analysis.runs {
            let source = &analysis.sources[run.source];
            let piece =
                Piece { name: source.name.clone(), role: None, bytes: source.text.as_bytes().to_vec() };
            let mut single = Analysis::of(Input { pieces: vec![piece] }, &mut |_, _| {});
            let Some(index) = single.alone() else { continue };
            let alignment = single.alignments[index].clone();
            if alignment.normal != UnitRef::NONE && alignment.failing != UnitRef::NONE {
                continue;
            }
            seen += 1;
            let side = if alignment.normal == UnitRef::NONE { Side::Failing } else { Side::Normal };
            assert_holds_unit(&single, &alignment, side, &name);
            let told = single.comparison(index).unwrap();
            assert_eq!(
                (told.same, told.changed, told.only_normal, told.only_failing),
                (told.rows, 0, 0, 0),
                "{name}"
            );
            assert!(told.first_divergence.is_none() && told.decisive_divergence.is_none(), "{name}");
            let phases: u32 = told.phases.iter().map(|phase| phase.rows[1]).sum();
            assert_eq!(phases, told.rows, "{name}: phases leave rows out");
            let last = told.rows - 1;
            let details = single.row_details(index, last).unwrap();
            assert!(details.normal.is_some() != details.failing.is_some(), "{name}: two sides of one trace");
        }
    }
    assert!(seen > 10, "only {seen} traces were looked at alone");
}

/// The rows that a filter leaves, by what rows themselves show.
fn left(
    analysis: &Analysis,
    index: usize,
    wanted: &dyn Fn(&analyzer::render::rows::RowView) -> bool,
) -> Vec<u32> {
    let rows = analysis.rows(index, 0, u32::MAX);
    rows.iter().filter(|row| wanted(row)).map(|row| row.index).collect()
}

#[test]
fn filters_leave_what_rows_show_and_counts_say_how_many() {
    for (name, analysis) in analyses() {
        for index in 0..analysis.report.comparisons.len().min(2) {
            let all = |_: &str| true;
            let facets = analysis.facets(index);
            for (group, count) in &facets.groups {
                let filter = Filter { groups: vec![*group], ..Filter::default() };
                let rows = analysis.filtered(index, &filter, &all);
                assert_eq!(rows.len(), *count as usize, "{name}: {group:?}");
                let shown = left(&analysis, index, &|row| {
                    [&row.normal, &row.failing].into_iter().flatten().any(|cell| cell.group == *group)
                });
                assert_eq!(rows, shown, "{name}: {group:?}");
            }
            let failed = Filter { failed: true, ..Filter::default() };
            let rows = analysis.filtered(index, &failed, &all);
            assert_eq!(rows.len(), facets.failed as usize, "{name}");
            assert_eq!(rows, left(&analysis, index, &|row| row.mark.failed), "{name}");
            let differs = Filter { differs: true, ..Filter::default() };
            let differing =
                left(&analysis, index, &|row| !matches!(row.mark.kind, RowKind::Same | RowKind::ValueOnly));
            assert_eq!(analysis.filtered(index, &differs, &all), differing, "{name}");
            for thing in &facets.things {
                let filter = Filter { things: vec![thing.thing], ..Filter::default() };
                let rows = analysis.filtered(index, &filter, &all);
                assert_eq!(rows.len(), thing.rows as usize, "{name}: {}", thing.label);
                assert!(!thing.label.is_empty() && !thing.origin.is_empty(), "{name}: {thing:?}");
            }
        }
    }
}

#[test]
fn every_descriptor_of_a_row_is_offered_once() {
    for (name, analysis) in analyses() {
        let Some(alignment) = analysis.alignments.first() else { continue };
        let things = analysis.facets(0).things;
        for side in [Side::Normal, Side::Failing] {
            let run = alignment.run(&analysis.runs, side).unwrap();
            let own = |thing: &Thing| if side == Side::Normal { thing.normal } else { thing.failing };
            for event in alignment.rows.iter().filter_map(|row| row.event(side)) {
                let Some(id) = run.descriptor_of[event as usize] else { continue };
                let offered = things.iter().filter(|thing| own(&thing.thing) == Some(id)).count();
                assert_eq!(offered, 1, "{name}: descriptor {id} on the {side:?} side");
            }
        }
    }
}

#[test]
fn filters_combine_and_the_text_is_one_of_them() {
    for (name, analysis) in analyses() {
        if analysis.alignments.is_empty() {
            continue;
        }
        let holds = |line: &str| line.contains("ENO");
        let both = Filter { failed: true, differs: true, ..Filter::default() };
        let rows = analysis.filtered(0, &both, &holds);
        let shown = left(&analysis, 0, &|row| {
            let differs = !matches!(row.mark.kind, RowKind::Same | RowKind::ValueOnly);
            let cells = [&row.normal, &row.failing];
            row.mark.failed && differs && cells.into_iter().flatten().any(|cell| holds(&cell.raw))
        });
        assert_eq!(rows, shown, "{name}");
        assert!(analysis.filtered(999, &both, &holds).is_empty());
    }
}

#[test]
fn units_are_listed_in_parts_and_searched() {
    for (name, analysis) in analyses() {
        let units = every_unit(&analysis);
        let (total, all) = analysis.units("", false, 0, usize::MAX);
        assert_eq!((total, all.len()), (units.len(), units.len()), "{name}");
        let (total, part) = analysis.units("", false, 1, 2);
        assert_eq!(total, units.len(), "{name}");
        assert_eq!(part, all.iter().skip(1).take(2).cloned().collect::<Vec<_>>(), "{name}");
        let (failed, bad) = analysis.units("", true, 0, usize::MAX);
        assert_eq!(failed, all.iter().filter(|unit| unit.failed).count(), "{name}");
        assert!(bad.iter().all(|unit| unit.failed), "{name}");
        let Some(first) = all.first() else { continue };
        let (found, _) = analysis.units(&first.title.to_ascii_uppercase(), false, 0, 1);
        assert!(found >= 1, "{name}: {} is not found", first.title);
        assert_eq!(analysis.units("no unit is called so", false, 0, 9), (0, Vec::new()), "{name}");
    }
}
