//! What happens to the state after each action.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
use super::*;

fn piece(id: PieceId, name: &str) -> NewPiece {
    NewPiece { id, name: name.into(), size: 10 }
}

#[test]
fn an_empty_paste_changes_nothing_but_is_said() {
    let state = State::default().after(Action::Give(vec![NewPiece { id: 1, name: "paste".into(), size: 0 }]));
    assert_eq!(state.notice, Some(Notice::Empty));
    assert!(state.pieces.is_empty());
    assert!(state.running.is_none());
}

#[test]
fn pieces_never_share_a_name() {
    let state = State::default().after(Action::Give(vec![piece(1, "a"), piece(2, "a"), piece(3, "a")]));
    let names: Vec<&str> = state.pieces.iter().map(|piece| piece.name.as_str()).collect();
    assert_eq!(names, ["a", "a (2)", "a (3)"]);
}
