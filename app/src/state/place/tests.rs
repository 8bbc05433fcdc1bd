//! Where the reader is, the way back, and what stands there on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use crate::state::tests::{Play, piece};
use crate::state::{Action, CompareAction};

#[test]
fn a_place_survives_the_address() {
    let mut place = Place { view: Some(View::Timeline), ..Place::default() };
    assert_eq!(place.encode(), "view=timeline");
    for (number, (part, _)) in (0_u64..).zip(Part::ALL) {
        place = place.with(part, Some(number * 1_000_000_007));
        assert_eq!(Place::decode(&place.encode()), place);
        assert_eq!(Place::decode(&format!("#{}", place.encode())), place);
    }
    assert_eq!(Place::decode("row=30&pair=2&view=flow").encode(), "view=flow&pair=2&row=30");
    assert_eq!(Place::decode(&Place::default().encode()), Place::default());
}

#[test]
fn what_is_broken_in_an_address_is_left_out() {
    for broken in
        ["", "#", "#verdict", "view=nothing&row=-1&pair=x", "&&=&row", "row=99999999999999999999999"]
    {
        assert_eq!(Place::decode(broken), Place::default(), "{broken}");
    }
    assert_eq!(Place::decode("view=flow&row=%20").encode(), "view=flow");
    assert_eq!(Place::decode("row=4294967296").index(Part::Row), None);
}

#[test]
fn a_place_is_found_again_on_the_way_back() {
    let mut play = Play::pair();
    play.marked();
    let before = play.state.place().unwrap();
    assert_eq!(play.state.address().as_deref(), Some(""), "the reader has not moved yet");
    play.then(Action::View(View::Flow));
    assert_eq!(play.state.place().unwrap().encode(), "view=flow");
    play.then(Action::ShowLine { source: "failing".into(), line: 12 });
    let there = play.state.place().unwrap();
    assert_ne!(there, before);
    play.then(Action::Go(before.clone()));
    assert_eq!(play.state.place(), Some(before.clone()));
    play.then(Action::View(View::Timeline)).then(Action::Go(Place::decode("")));
    assert_eq!(play.state.place(), Some(before));
    play.then(Action::Go(there.clone()));
    assert_eq!(play.state.place(), Some(there));
}

#[test]
fn a_place_waits_for_its_report_and_one_that_is_not_there_does_no_harm() {
    let mut play = Play::new();
    play.then(Action::Go(Place::decode("view=sources&pair=9&row=99999&source=77&line=3")));
    assert_eq!(play.state.place(), None);
    play.then(Action::Give(vec![piece(1, "normal"), piece(2, "failing")])).analyzed();
    assert_eq!(play.state.view(), Some(View::Sources));
    assert_eq!(play.state.compare.index, 0);
    assert!((play.state.sources.source as usize) < 2);
    // It is meant for the first report only.
    play.then(Action::View(View::Flow)).then(Action::Swap).analyzed();
    assert_eq!(play.state.view(), Some(View::Flow));
}

#[test]
fn only_jumps_are_steps_of_the_way_back() {
    let mut play = Play::pair();
    play.marked();
    let jumps = play.state.jumps;
    play.then(Action::Compare(CompareAction::Step(RowKey::Row(3)))).then(Action::FoldVerdict(true));
    assert_eq!(play.state.jumps, jumps);
    play.then(Action::Run { label: "flow".into(), action: Box::new(Action::View(View::Flow)) });
    assert_eq!(play.state.jumps, jumps + 1);
}

#[test]
fn an_example_takes_the_place_of_everything() {
    let mut play = Play::new();
    play.then(Action::Give(vec![piece(1, "other")])).analyzed();
    play.then(Action::Replace(vec![piece(2, "normal"), piece(3, "failing")])).analyzed();
    let names: Vec<&str> = play.state.pieces.iter().map(|piece| piece.name.as_str()).collect();
    assert_eq!(names, ["normal", "failing"]);
}

#[test]
fn on_paper_the_verdict_is_unfolded() {
    let mut play = Play::pair();
    play.then(Action::FoldVerdict(true)).then(Action::Printing(true));
    assert!(!play.state.verdict_is_folded());
    play.then(Action::Printing(false));
    assert!(play.state.verdict_is_folded());
}
