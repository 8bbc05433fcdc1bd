//! What a reader does in the comparison: other units, fewer rows, steps that go round.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use analyzer::render::filter::Filter;
use analyzer::render::rows::CallGroup;

use super::*;
use crate::protocol::{UnitsWanted, read, write};
use crate::state::filter::Narrow;
use crate::state::tests::{Play, piece};
use crate::state::{Action, View};
use crate::wanted::Fits;

/// An expression of the tests: `a|b`, one text or the other.
fn alternatives(pattern: &str, _: bool) -> Result<Fits, String> {
    if pattern.starts_with('(') {
        return Err("Unterminated group".into());
    }
    let parts: Vec<String> = pattern.split('|').map(ToString::to_string).collect();
    Ok(Box::new(move |line| parts.iter().any(|part| line.contains(part))))
}

impl Play {
    /// Everything that is asked for is answered, until nothing new is.
    fn settled(&mut self) -> &mut Self {
        let mut asked: Vec<ToWorker> = Vec::new();
        while let Some(question) = self.state.questions().into_iter().find(|one| !asked.contains(one)) {
            asked.push(question.clone());
            let Some(reply) = self.desk.as_mut().and_then(|desk| desk.hear(question)) else { continue };
            let reply = read(&write(&reply)).unwrap();
            self.hear(reply);
        }
        self
    }

    fn compare(&mut self, action: CompareAction) -> &mut Self {
        self.then(Action::Compare(action)).settled()
    }

    /// The rows of the first block, as a view would ask for them; what can wait is asked for behind them.
    fn seen(&mut self) -> &mut Self {
        let (job, comparison) = (self.state.job, self.state.compare.index);
        let reply = self.desk.as_mut().unwrap().hear(ToWorker::Rows { job, comparison, block: 0 }).unwrap();
        self.hear(reply).settled()
    }

    fn shown(&self) -> analyzer::report::Comparison {
        self.state.compare.comparison(self.state.answered.as_ref().unwrap()).unwrap().clone()
    }

    fn left(&self) -> Option<Vec<u32>> {
        self.state.compare.filter.rows.as_deref().map(list)
    }

    fn row(&self) -> Option<u32> {
        self.state.compare.focused_row()
    }
}

/// The rows of a set, ascending.
fn list(rows: &Bits) -> Vec<u32> {
    (0..rows.len()).filter(|row| rows.holds(*row)).collect()
}

/// What the search found among the rows that are left.
fn found(play: &Play) -> Vec<u32> {
    list(&play.state.compare.places(Places::Found))
}

/// The first rows of all folds.
fn folds(play: &Play) -> Vec<u32> {
    list(&play.state.compare.outline.as_ref().unwrap().heads)
}

fn pair() -> Play {
    let mut play = Play::pair();
    let desk = play.desk.take().unwrap();
    play.desk = Some(desk.with_expressions(alternatives));
    play.settled().seen();
    play
}

/// One trace, and nothing to compare it with.
fn single() -> Play {
    let mut play = Play::new();
    play.then(Action::Give(vec![piece(2, "failing")])).analyzed().settled().seen();
    play
}

#[test]
fn one_trace_alone_can_be_read() {
    let play = single();
    assert!(play.state.report().unwrap().comparisons.is_empty());
    assert!(play.state.offers(View::Compare) && !play.state.offers(View::Flow));
    let shown = play.shown();
    assert_eq!(shown.rows, play.state.compare.rows());
    assert!(shown.normal.source.is_empty() && shown.failing.source == "failing");
    assert!(!folds(&play).is_empty(), "phases read as a summary");
}

#[test]
fn a_line_of_the_only_trace_leads_to_its_row() {
    let mut play = single();
    play.then(Action::ShowLine { source: "failing".into(), line: 31 }).settled();
    let row = play.row().unwrap();
    play.seen();
    let shown = play.state.compare.row(row).unwrap();
    assert_eq!(shown.view().unwrap().failing.as_ref().map(|cell| cell.line), Some(31));
    assert_eq!(play.state.view(), Some(View::Compare));
}

#[test]
fn another_unit_can_be_chosen_and_the_way_back_is_open() {
    let mut play = pair();
    let before = play.shown();
    play.compare(CompareAction::Units(Some(false)));
    let (total, list) = play.state.compare.units.as_ref().unwrap().known.clone().unwrap();
    assert_eq!(total as usize, list.len());
    let other = list.iter().find(|unit| unit.title != before.normal.unit).unwrap();
    let place = (u32::try_from(other.run).unwrap(), u32::try_from(other.unit).unwrap());
    play.compare(CompareAction::Pair(Some(place)));
    let shown = play.shown();
    assert_eq!((&shown.normal.unit, shown.normal.first_line), (&other.title, other.first_line));
    assert_eq!(shown.failing.first_line, before.failing.first_line, "the other side stays");
    assert!(play.state.compare.own_choice().is_some() && play.state.compare.units.is_none());
    assert_eq!(play.state.compare.rows(), shown.rows);
    play.compare(CompareAction::Choose(0));
    assert!(play.state.compare.own_choice().is_none());
    assert_eq!(play.shown().normal.first_line, before.normal.first_line);
}

#[test]
fn a_side_can_be_left_alone() {
    let mut play = pair();
    play.compare(CompareAction::Units(Some(true))).compare(CompareAction::Pair(None));
    let shown = play.shown();
    assert!(shown.failing.source.is_empty());
    assert_eq!((shown.same, shown.changed), (shown.rows, 0));
}

#[test]
fn units_are_searched_in_the_worker() {
    let mut play = pair();
    play.compare(CompareAction::Units(Some(true)));
    let wanted = UnitsWanted { text: "no such unit".into(), ..UnitsWanted::default() };
    play.compare(CompareAction::ListUnits(wanted));
    assert_eq!(play.state.compare.units.as_ref().unwrap().known, Some((0, Vec::new())));
    play.compare(CompareAction::Units(None));
    assert!(play.state.compare.units.is_none());
}

#[test]
fn filters_combine_and_are_taken_off_one_by_one() {
    let mut play = pair();
    let all = play.shown().rows as usize;
    assert_eq!(play.left(), None);
    play.compare(CompareAction::Narrow(Narrow::Failed, true));
    let failed = play.left().unwrap();
    assert_eq!(failed.len(), play.state.compare.facets.as_ref().unwrap().failed as usize);
    play.compare(CompareAction::Narrow(Narrow::Group(CallGroup::File), true));
    let both = play.left().unwrap();
    assert!(both.len() < failed.len() && both.iter().all(|row| failed.contains(row)));
    play.compare(CompareAction::OnlyDifferences(true));
    let outline = play.state.compare.outline.clone().unwrap();
    let differing = play.left().unwrap();
    assert!(differing.iter().all(|row| outline.differing.holds(*row)));
    play.compare(CompareAction::Narrow(Narrow::Group(CallGroup::File), false));
    play.compare(CompareAction::OnlyDifferences(false));
    assert_eq!(play.left().unwrap(), failed);
    play.compare(CompareAction::Narrow(Narrow::Failed, false));
    assert_eq!(play.left(), None);
    assert!(failed.len() < all);
}

#[test]
fn a_descriptor_leaves_what_acts_on_it() {
    let mut play = pair();
    let facets = play.state.compare.facets.clone().unwrap();
    let thing = facets.things.iter().max_by_key(|thing| thing.rows).unwrap();
    play.compare(CompareAction::Narrow(Narrow::Thing(thing.thing, thing.label.clone()), true));
    assert_eq!(play.left().unwrap().len(), thing.rows as usize);
}

#[test]
fn the_search_narrows_by_text_and_by_expression() {
    let mut play = pair();
    play.compare(CompareAction::Search("ENOSPC".into()));
    let found = found(&play);
    assert!(!found.is_empty() && play.left().is_none());
    play.compare(CompareAction::Narrow(Narrow::Found, true));
    assert_eq!(play.left().unwrap(), found);
    play.compare(CompareAction::Search("/ENOSPC|EINPROGRESS/".into()));
    let more = play.left().unwrap();
    assert!(more.len() > found.len() && found.iter().all(|row| more.contains(row)));
    play.compare(CompareAction::Search(String::new()));
    assert_eq!(play.left(), None, "nothing is asked of the rows any more");
}

#[test]
fn what_is_no_expression_says_why_and_changes_nothing_else() {
    let mut play = pair();
    play.compare(CompareAction::Search("ENOSPC".into())).compare(CompareAction::Narrow(Narrow::Found, true));
    let (left, focus) = (play.left(), play.state.compare.focus);
    play.compare(CompareAction::Search("/(ENO/".into()));
    assert_eq!(play.state.compare.search.problem, "Unterminated group");
    assert_eq!((play.left(), play.state.compare.focus), (left, focus));
    play.compare(CompareAction::Search("ENO".into()));
    assert!(play.state.compare.search.problem.is_empty());
}

#[test]
fn finds_are_counted_among_the_rows_that_are_left() {
    let mut play = pair();
    play.compare(CompareAction::Search("close".into()));
    let all = found(&play);
    play.compare(CompareAction::OnlyDifferences(true)).compare(CompareAction::Narrow(Narrow::Failed, true));
    let left = play.left().unwrap();
    let within = found(&play);
    let expected: Vec<u32> = all.iter().copied().filter(|row| left.contains(row)).collect();
    assert_eq!(within, expected);
    play.compare(CompareAction::ClearFilters);
    assert_eq!(found(&play), all);
}

#[test]
fn steps_go_round_and_say_so() {
    let mut play = pair();
    let places = list(&play.state.compare.places(Places::Differences));
    assert!(places.len() > 1);
    for place in &places {
        play.compare(CompareAction::NextDifference);
        assert_eq!((play.row(), play.state.compare.said), (Some(*place), None));
    }
    play.compare(CompareAction::NextDifference);
    assert_eq!((play.row(), play.state.compare.said), (places.first().copied(), Some(Said::FromTop)));
    play.compare(CompareAction::PreviousDifference);
    assert_eq!((play.row(), play.state.compare.said), (places.last().copied(), Some(Said::FromEnd)));
    let failed = play.state.compare.places(Places::Failed);
    play.compare(CompareAction::NextFailed);
    assert!(failed.holds(play.row().unwrap()));
    play.compare(CompareAction::Search("no line holds this".into())).compare(CompareAction::NextFound);
    assert_eq!(play.state.compare.said, Some(Said::Nowhere));
}

#[test]
fn steps_keep_to_the_rows_that_are_left() {
    let mut play = pair();
    play.compare(CompareAction::Narrow(Narrow::Group(CallGroup::Network), true));
    let left = play.left().unwrap();
    for _ in 0..3 {
        play.compare(CompareAction::NextDifference);
        assert!(left.contains(&play.row().unwrap()));
    }
    assert_eq!(play.left().unwrap(), left, "a step takes no filter off");
}

#[test]
fn a_row_that_is_asked_for_takes_off_what_hides_it() {
    let mut play = pair();
    play.compare(CompareAction::Narrow(Narrow::Failed, true));
    let hidden = (0..play.state.compare.rows()).find(|row| !play.left().unwrap().contains(row)).unwrap();
    play.compare(CompareAction::Show(RowKey::Row(hidden)));
    assert_eq!((play.left(), play.state.compare.said), (None, Some(Said::Uncovered)));
    assert_eq!(play.row(), Some(hidden));
}

#[test]
fn all_folds_open_and_close() {
    let mut play = pair();
    let folds = folds(&play);
    let open = |play: &Play| folds.iter().filter(|first| play.state.compare.is_open(**first)).count();
    assert_eq!(open(&play), 0);
    play.compare(CompareAction::FoldAll);
    assert_eq!(open(&play), folds.len());
    play.compare(CompareAction::Fold { first: folds[0], open: false });
    assert_eq!(open(&play), folds.len() - 1);
    play.compare(CompareAction::FoldAll).compare(CompareAction::FoldAll);
    assert_eq!(open(&play), 0);
}

#[test]
fn what_the_worker_was_not_asked_is_not_taken() {
    let mut play = pair();
    let (job, comparison) = (play.state.job, 0);
    let filter = Filter { failed: true, ..Filter::default() };
    let late = ToPage::Filtered {
        job,
        comparison,
        filter,
        text: String::new(),
        rows: Bits::of([false, true].into_iter()).into(),
        problem: String::new(),
    };
    play.hear(late);
    assert_eq!(play.left(), None);
}

#[test]
fn a_step_that_comes_before_the_finds_is_taken_when_they_are_known() {
    let mut play = pair();
    play.then(Action::Compare(CompareAction::Search("ENOSPC".into())));
    play.then(Action::Compare(CompareAction::NextFound));
    assert_eq!((play.row(), play.state.compare.said), (None, None));
    play.settled();
    assert_eq!(play.row(), found(&play).first().copied());
}

#[test]
fn the_line_of_a_row_is_shown_in_its_file() {
    let mut play = pair();
    let focus = play.state.compare.focus;
    play.then(Action::ShowSource { source: "failing".into(), line: 31 });
    assert_eq!((play.state.view(), play.state.sources.source), (Some(View::Sources), 1));
    assert_eq!(play.state.compare.focus, focus, "the comparison stays where it is");
}
