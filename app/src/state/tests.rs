//! What follows from what happens: nothing that was loaded is lost, whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use analyzer::prose::Prose;

use crate::answering::Desk;
use crate::protocol::{PieceName, read, write};

const NORMAL: &str = include_str!("../../examples/502-from-balancer/normal.strace");
const FAILING: &str = include_str!("../../examples/502-from-balancer/failing.strace");

fn piece(id: PieceId, name: &str) -> NewPiece {
    NewPiece { id, name: name.into(), size: 10 }
}

/// Everything that happens, with a worker that really analyzes.
struct Play {
    state: State,
    desk: Option<Desk>,
}

impl Play {
    fn new() -> Self {
        Self { state: State::default(), desk: None }
    }

    fn then(&mut self, action: Action) -> &mut Self {
        self.state.apply(action);
        self
    }

    fn hear(&mut self, message: ToPage<'static>) -> &mut Self {
        self.state.hear(message);
        self
    }

    fn analyzed(&mut self) -> &mut Self {
        let names: Vec<PieceName> =
            self.state.active().map(|piece| PieceName { id: piece.id, name: piece.name.clone() }).collect();
        let contents = names
            .iter()
            .map(|piece| match piece.name.as_str() {
                "normal" => NORMAL.into(),
                "failing" => FAILING.into(),
                _ => b"no trace at all".to_vec(),
            })
            .collect();
        let desk = Desk::open(
            self.state.job,
            names,
            contents,
            &self.state.choices,
            &Prose::built_in(),
            &mut |_, _| {},
        );
        let answer = read(&write(&desk.answer())).unwrap();
        self.desk = Some(desk);
        self.hear(answer)
    }

    fn pair() -> Self {
        let mut play = Self::new();
        play.then(Action::Give(vec![piece(1, "normal"), piece(2, "failing")])).analyzed();
        play
    }

    fn roles(&self) -> Vec<(String, Role)> {
        let report = self.state.report().unwrap();
        report.sources.iter().map(|source| (source.name.clone(), source.role)).collect()
    }

    fn trap(&mut self) -> &mut Self {
        self.hear(ToPage::Trapped { message: "unreachable".into() })
    }
}

#[test]
fn an_empty_paste_changes_nothing_but_is_said() {
    let mut play = Play::pair();
    play.then(Action::Give(vec![NewPiece { id: 3, name: "paste".into(), size: 0 }]));
    assert_eq!(play.state.notice, Some(Notice::Empty));
    assert_eq!(play.state.pieces.len(), 2);
    assert!(play.state.running.is_none());
}

#[test]
fn pieces_never_share_a_name() {
    let mut state = State::default();
    state.apply(Action::Give(vec![piece(1, "a"), piece(2, "a"), piece(3, "a")]));
    let names: Vec<&str> = state.pieces.iter().map(|piece| piece.name.as_str()).collect();
    assert_eq!(names, ["a", "a (2)", "a (3)"]);
}

#[test]
fn a_pair_is_answered_and_can_be_swapped() {
    let mut play = Play::pair();
    assert_eq!(play.roles(), [("normal".into(), Role::Normal), ("failing".into(), Role::Failing)]);
    play.then(Action::Swap).analyzed();
    assert_eq!(play.roles(), [("normal".into(), Role::Failing), ("failing".into(), Role::Normal)]);
    play.then(Action::Swap).analyzed();
    assert_eq!(play.roles(), [("normal".into(), Role::Normal), ("failing".into(), Role::Failing)]);
}

#[test]
fn the_verdict_follows_when_more_is_given() {
    let mut play = Play::pair();
    let before = play.state.job;
    play.then(Action::Give(vec![piece(3, "notes")]));
    assert!(play.state.running.is_some() && play.state.report().is_some(), "the old verdict stays meanwhile");
    play.analyzed();
    assert!(play.state.job > before);
    assert_eq!(play.roles().len(), 3);
}

#[test]
fn a_trap_sets_aside_what_came_last_and_keeps_the_rest() {
    let mut play = Play::pair();
    let worker = play.state.worker;
    play.then(Action::Give(vec![piece(3, "evil")])).trap();
    let state = &play.state;
    assert!(state.worker > worker && !state.listening);
    assert_eq!(state.pieces[2].aside, Some(Aside::Trapped));
    assert_eq!(state.active().count(), 2);
    assert!(state.running.is_some(), "what was there is read again");
    assert!(state.report().is_some());
    play.analyzed();
    assert_eq!(play.roles().len(), 2);
}

#[test]
fn a_trap_that_comes_again_and_again_ends() {
    let mut play = Play::pair();
    for _ in 0..10 {
        play.trap();
    }
    assert!(play.state.running.is_none());
    assert!(play.state.report().is_some());
    play.then(Action::Retry);
    assert!(play.state.running.is_some());
}

#[test]
fn stopping_a_swap_gives_the_old_roles_back() {
    let mut play = Play::pair();
    play.then(Action::Swap).then(Action::Stop);
    assert_eq!(play.state.notice, Some(Notice::Stopped));
    play.analyzed();
    assert_eq!(play.roles()[0].1, Role::Normal);
}

#[test]
fn stopping_the_first_analysis_keeps_the_pieces() {
    let mut play = Play::new();
    play.then(Action::Give(vec![piece(1, "normal")])).then(Action::Stop);
    assert_eq!(play.state.pieces[0].aside, Some(Aside::Stopped));
    assert!(play.state.running.is_none());
    play.then(Action::Retry).analyzed();
    assert_eq!(play.roles().len(), 1);
}

#[test]
fn removing_everything_is_a_first_visit_again() {
    let mut play = Play::pair();
    play.then(Action::RemoveAll);
    assert!(play.state.pieces.is_empty() && play.state.report().is_none() && play.state.running.is_none());
}

#[test]
fn a_late_answer_to_an_older_question_is_not_taken() {
    let mut play = Play::pair();
    let old = read(&write(&play.desk.as_ref().unwrap().answer())).unwrap();
    play.then(Action::Remove(1));
    play.hear(old);
    assert!(play.state.running.is_some());
}

#[test]
fn a_line_of_evidence_is_shown_where_it_stands() {
    let mut play = Play::pair();
    let job = play.state.job;
    play.then(Action::ShowLine { source: "failing".into(), line: 31 });
    let marks = play.desk.as_ref().unwrap().reply(crate::protocol::ToWorker::Marks { job, comparison: 0 });
    play.hear(marks.unwrap());
    let place = play.state.questions().into_iter().find(|asked| matches!(asked, ToWorker::Place { .. }));
    let placed = play.desk.as_ref().unwrap().reply(place.unwrap());
    play.hear(placed.unwrap());
    let Some(RowKey::Row(row)) = play.state.compare.focus else { panic!("no row has the focus") };
    let rows = play.desk.as_ref().unwrap().reply(ToWorker::Rows { job, comparison: 0, block: row / 64 });
    play.hear(rows.unwrap());
    let shown = play.state.compare.row(row).unwrap();
    assert_eq!(shown.view().unwrap().failing.as_ref().map(|cell| cell.line), Some(31));
    assert_eq!(play.state.view(), Some(View::Compare));
    assert!(play.state.peek.is_none());
}

#[test]
fn a_line_in_the_range_of_a_comparison_that_is_no_row_is_shown_by_itself() {
    let mut play = Play::pair();
    let job = play.state.job;
    play.then(Action::ShowLine { source: "failing".into(), line: 31 });
    play.hear(ToPage::Placed { job, comparison: 0, failing: true, line: 30, row: None });
    assert!(play.state.peek.is_none(), "the answer to an older question");
    play.hear(ToPage::Placed { job, comparison: 0, failing: true, line: 31, row: None });
    assert_eq!(play.state.peek.as_ref().map(|peek| (peek.source, peek.line)), Some((1, 31)));
    let asked = play.state.questions();
    assert!(!asked.iter().any(|asked| matches!(asked, ToWorker::Place { .. })), "it is asked once");
}

#[test]
fn a_search_goes_on_until_all_rows_are_searched() {
    let mut play = Play::pair();
    let job = play.state.job;
    let marks = play.desk.as_ref().unwrap().reply(ToWorker::Marks { job, comparison: 0 });
    play.hear(marks.unwrap());
    play.then(Action::Compare(CompareAction::Search("Connect".into())));
    let asked = |play: &Play| play.state.questions().into_iter().find(|q| matches!(q, ToWorker::Find { .. }));
    let found = play.desk.as_ref().unwrap().reply(asked(&play).unwrap()).unwrap();
    play.hear(found);
    assert!(asked(&play).is_none() && !play.state.compare.is_searching());
    let rows = Rc::clone(play.state.compare.search.rows.as_ref().unwrap());
    assert_eq!(rows.len(), play.state.compare.rows());
    assert!(rows.count() > 0 && rows.count() < rows.len());
    play.then(Action::Compare(CompareAction::Search("another".into())));
    assert!(asked(&play).is_some() && play.state.compare.search.rows.is_none());
}

#[test]
fn a_line_of_another_source_is_shown_by_itself() {
    let mut play = Play::pair();
    play.then(Action::Give(vec![piece(3, "notes")])).analyzed();
    play.then(Action::ShowLine { source: "notes".into(), line: 1 });
    assert_eq!(play.state.peek.as_ref().map(|peek| (peek.source, peek.line)), Some((2, 1)));
    play.then(Action::ClosePeek);
    assert!(play.state.peek.is_none());
}

#[test]
fn a_worker_of_another_build_is_not_used() {
    let mut play = Play::new();
    play.hear(ToPage::Ready { build: "another".into() });
    assert!(!play.state.listening);
    assert!(matches!(play.state.notice, Some(Notice::CannotLoad(_))));
}

#[test]
fn what_is_shown_is_asked_for_while_it_is_shown() {
    let mut play = Play::pair();
    let job = play.state.job;
    let marks = crate::protocol::ToWorker::Marks { job, comparison: 0 };
    assert_eq!(play.state.questions(), [marks]);
    play.then(Action::Compare(CompareAction::Search("ENOSPC".into())));
    assert_eq!(play.state.questions().len(), 1, "it is not known how many rows there are to search");
    play.then(Action::Compare(CompareAction::Search(String::new())));
    play.then(Action::Give(vec![piece(3, "notes")]));
    assert_eq!(play.state.questions().len(), 1, "no worker listens yet");
    play.hear(ToPage::Ready { build: crate::build::ID.into() });
    assert_eq!(play.state.questions().len(), 2);
}
