//! What follows from what happens: nothing that was loaded is lost, whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use analyzer::prose::Prose;

use crate::answering::Desk;
use crate::protocol::{PieceName, read, write};

const NORMAL: &str = include_str!("../../examples/502-from-balancer/normal.strace");
const FAILING: &str = include_str!("../../examples/502-from-balancer/failing.strace");
const APPENDIX: &str = include_str!("../../../tests/seeds/cache-disk-full-appendix.txt");

pub(super) fn piece(id: PieceId, name: &str) -> NewPiece {
    NewPiece { id, name: name.into(), size: 10 }
}

/// Everything that happens, with a worker that really analyzes.
pub(super) struct Play {
    pub(super) state: State,
    pub(super) desk: Option<Desk>,
}

impl Play {
    pub(super) fn new() -> Self {
        Self { state: State::default(), desk: None }
    }

    pub(super) fn then(&mut self, action: Action) -> &mut Self {
        self.state.apply(action);
        self
    }

    pub(super) fn hear(&mut self, message: ToPage<'static>) -> &mut Self {
        self.state.hear(message);
        self
    }

    pub(super) fn analyzed(&mut self) -> &mut Self {
        let names: Vec<PieceName> = self.state.names();
        let contents = names
            .iter()
            .map(|piece| match piece.name.as_str() {
                "normal" => NORMAL.into(),
                "failing" => FAILING.into(),
                "appendix" => APPENDIX.into(),
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

    /// The rows are known.
    pub(super) fn marked(&mut self) -> &mut Self {
        let question = ToWorker::Marks { job: self.state.job, comparison: self.state.compare.index };
        let marks = self.desk.as_ref().unwrap().reply(question).unwrap();
        self.hear(marks)
    }

    pub(super) fn pair() -> Self {
        let mut play = Self::new();
        play.then(Action::Give(vec![piece(1, "normal"), piece(2, "failing")])).analyzed();
        play
    }

    /// The worker answers everything that is asked of it.
    fn answered(&mut self) -> &mut Self {
        for question in self.state.questions() {
            let reply = self.desk.as_ref().and_then(|desk| desk.reply(question));
            if let Some(reply) = reply.and_then(|reply| read(&write(&reply))) {
                self.state.hear(reply);
            }
        }
        self
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
}

#[test]
fn a_line_in_the_range_of_a_comparison_that_is_no_row_is_shown_by_itself() {
    let mut play = Play::pair();
    let job = play.state.job;
    play.then(Action::ShowLine { source: "failing".into(), line: 31 });
    play.hear(ToPage::Placed { job, comparison: 0, failing: true, line: 30, row: None });
    assert_eq!(play.state.view(), Some(View::Compare), "the answer to an older question");
    play.hear(ToPage::Placed { job, comparison: 0, failing: true, line: 31, row: None });
    assert_eq!(play.state.view(), Some(View::Sources));
    assert_eq!(play.state.sources.source, 1);
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
fn a_line_of_another_source_is_shown_in_its_text() {
    let mut play = Play::pair();
    play.then(Action::Give(vec![piece(3, "notes")])).analyzed();
    play.then(Action::ShowLine { source: "notes".into(), line: 1 });
    assert_eq!((play.state.view(), play.state.sources.source), (Some(View::Sources), 2));
    play.answered();
    assert_eq!((play.state.sources.lines(), play.state.sources.focus), (1, 0));
    play.then(Action::View(View::Compare));
    assert_eq!(play.state.view(), Some(View::Compare));
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

/// Everything that a report says, for holding one against another.
fn told(play: &Play) -> String {
    let answered = play.state.answered.as_deref().unwrap();
    format!("{:?}{:?}{}", answered.report, answered.sources, answered.ticket)
}

#[test]
fn a_removal_can_be_undone_and_everything_is_as_before() {
    let mut play = Play::pair();
    play.then(Action::Swap).analyzed();
    let chosen = |play: &Play| {
        let mut choices: Vec<(PieceId, Role)> =
            play.state.choices.iter().map(|choice| (choice.piece, choice.role)).collect();
        choices.sort_unstable();
        choices
    };
    let before = (told(&play), play.state.pieces.clone(), chosen(&play));
    play.then(Action::Remove(1)).analyzed();
    assert_eq!(play.roles().len(), 1);
    assert_eq!(play.state.kept().collect::<Vec<_>>(), [2, 1], "the content is kept");
    assert!(play.state.undoable().is_some());
    play.then(Action::Undo).analyzed();
    assert_eq!((told(&play), play.state.pieces.clone(), chosen(&play)), before);
    assert!(play.state.undoable().is_none());
    play.then(Action::Undo);
    assert!(play.state.running.is_none(), "there is nothing more to undo");
}

#[test]
fn starting_over_can_be_undone() {
    let mut play = Play::pair();
    let before = told(&play);
    play.then(Action::RemoveAll);
    assert!(play.state.pieces.is_empty() && play.state.undoable().is_some());
    play.then(Action::DismissUndo);
    assert!(play.state.undoable().is_none(), "it need not be said for ever");
    play.then(Action::Undo).analyzed();
    assert_eq!(told(&play), before);
}

#[test]
fn several_removals_come_back_one_by_one_to_their_places() {
    let mut play = Play::new();
    play.then(Action::Give(vec![piece(1, "a"), piece(2, "b"), piece(3, "c")]));
    play.then(Action::Remove(1)).then(Action::Remove(3));
    play.then(Action::Give(vec![piece(4, "a")]));
    play.then(Action::Undo).then(Action::Undo);
    let names: Vec<&str> = play.state.pieces.iter().map(|piece| piece.name.as_str()).collect();
    assert_eq!(names, ["a (2)", "b", "c", "a"], "no two share a name");
}

#[test]
fn only_the_last_removals_are_kept() {
    let mut state = State::default();
    state.apply(Action::Give((0..100).map(|id| piece(id, "x")).collect()));
    for id in 0..90 {
        state.apply(Action::Remove(id));
    }
    let kept = state.kept().count();
    assert!((11..40).contains(&kept), "{kept} contents are kept");
}

#[test]
fn what_is_renamed_is_cited_by_its_new_name() {
    let mut play = Play::pair();
    let before = (told(&play), play.roles());
    let whole = |piece| Named { piece, first_line: 0 };
    play.then(Action::Rename(whole(2), "  web-7,\n\n line 4 ".into())).analyzed();
    let report = play.state.report().unwrap();
    assert_eq!(report.sources[1].name, "web-7 line 4");
    assert_eq!(report.comparisons[0].failing.source, "web-7 line 4");
    assert!(report.diagnoses[0].evidence.iter().all(|cited| cited.source != "failing"));
    assert!(report.diagnoses[0].evidence.iter().any(|cited| cited.source == "web-7 line 4"));
    let roles: Vec<Role> = play.roles().iter().map(|(_, role)| *role).collect();
    assert_eq!(
        roles,
        before.1.iter().map(|(_, role)| *role).collect::<Vec<_>>(),
        "roles do not follow a name"
    );
    play.then(Action::Rename(whole(2), "failing".into())).analyzed();
    assert_eq!(told(&play), before.0);
}

#[test]
fn a_name_that_is_taken_or_empty_is_not_given() {
    let mut play = Play::pair();
    let job = play.state.job;
    let whole = Named { piece: 2, first_line: 0 };
    play.then(Action::Renaming(Some(whole))).then(Action::Rename(whole, " \n ".into()));
    assert_eq!((play.state.pieces[1].name.as_str(), play.state.renaming), ("failing", None));
    play.then(Action::Rename(whole, "failing".into()));
    assert_eq!(play.state.job, job, "nothing is read again for that");
    play.then(Action::Rename(whole, "normal".into()));
    assert_eq!(play.state.pieces[1].name, "normal (2)");
    play.analyzed();
    assert_eq!(play.roles()[1].0, "normal (2)");
}

#[test]
fn a_source_with_a_heading_is_renamed_by_itself() {
    let mut play = Play::new();
    play.then(Action::Give(vec![piece(1, "appendix")])).analyzed();
    let before = play.roles();
    assert_eq!(before.len(), 2);
    let first_line = play.state.report().unwrap().sources[0].first_line;
    play.then(Action::Rename(Named { piece: 1, first_line }, "坏的".into())).analyzed();
    assert_eq!(play.roles(), [("坏的".into(), before[0].1), before[1].clone()]);
    let report = play.state.report().unwrap();
    assert!(report.diagnoses[0].evidence.iter().any(|cited| cited.source == "坏的"));
}

#[test]
fn a_chosen_role_can_be_left_to_the_page_again() {
    let mut play = Play::pair();
    let inferred = told(&play);
    play.then(Action::Choose { source: 0, role: Role::Context }).analyzed();
    assert_eq!(play.roles()[0].1, Role::Context);
    play.then(Action::Infer { source: 0 }).analyzed();
    assert_eq!(told(&play), inferred);
    let job = play.state.job;
    play.then(Action::Infer { source: 0 });
    assert_eq!(play.state.job, job);
}

#[test]
fn what_is_added_leaves_the_reader_where_they_are() {
    let mut play = Play::pair();
    play.answered();
    play.then(Action::Compare(CompareAction::Step(RowKey::Row(0))));
    let (focus, jump) = (play.state.compare.focus, play.state.compare.jump);
    play.then(Action::ShowSource { source: "failing".into(), line: 20 }).answered().answered();
    let here = (play.state.sources.source, play.state.sources.focus);
    play.then(Action::Give(vec![piece(3, "notes")])).analyzed();
    assert_eq!((play.state.compare.focus, play.state.compare.jump), (focus, jump));
    assert!(play.state.compare.outline.is_some(), "the rows stay until the new ones are there");
    assert_eq!(play.state.view(), Some(View::Sources));
    assert_eq!((play.state.sources.source, play.state.sources.focus), here);
    play.then(Action::Remove(1)).analyzed();
    assert_eq!(play.state.sources.source, 0, "the same source, at its new place");
    assert_eq!(play.state.sources.focus, here.1);
}

#[test]
fn lines_are_chosen_searched_and_copied() {
    let mut play = Play::pair();
    play.then(Action::View(View::Sources)).answered().answered();
    let evidence = play.state.report().unwrap().diagnoses[0].evidence[0].line;
    let sources = |play: &Play| play.state.sources.clone();
    assert_eq!(sources(&play).notes().iter().filter(|note| note.line == evidence).count(), 1);
    let focus = sources(&play).focus;
    assert_eq!(sources(&play).notes().iter().find(|note| note.line == evidence).unwrap().first, focus);
    play.then(Action::Sources(SourcesAction::Focus(3)));
    play.then(Action::Sources(SourcesAction::Extend(1)));
    assert_eq!(sources(&play).chosen(), (1, 3));
    play.then(Action::Sources(SourcesAction::Copy { numbered: true })).answered();
    let copied = sources(&play).copied.clone().unwrap();
    let first = FAILING.lines().nth(1).unwrap();
    assert!(copied.text.starts_with(&format!("failing:2  {first}\n")), "{}", copied.text);
    assert_eq!((copied.lines, copied.wanted), (3, 3));
    play.then(Action::Sources(SourcesAction::Search("ENOSPC".into()))).answered();
    let wanted = FAILING.lines().filter(|line| line.contains("ENOSPC")).count();
    assert_eq!(sources(&play).search.found.as_ref().map(|(total, _)| *total as usize), Some(wanted));
    play.then(Action::Sources(SourcesAction::Choose(0))).answered();
    assert_eq!(sources(&play).search.found.as_ref().map(|(total, _)| *total), Some(0));
}
