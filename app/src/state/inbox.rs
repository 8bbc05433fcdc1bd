//! What the user gave, and what happens to it.

use analyzer::source::{LineNumber, Role};

use super::{Notice, State};
use crate::protocol::{Choice, PieceId, PieceName};

/// How many removals can be undone; contents of older ones are let go.
const MOST_REMOVALS: usize = 12;

/// A longer name is cut, in characters.
const LONGEST_NAME: usize = 120;

/// Something new; its content is kept by the platform under the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPiece {
    /// Its number.
    pub id: PieceId,
    /// The file's name, or the name a paste was given.
    pub name: String,
    /// Size of the content in bytes.
    pub size: u64,
}

/// Something that the user gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its number.
    pub id: PieceId,
    /// The name that it goes by.
    pub name: String,
    /// The name that it came with; what is worked out from it does not change when it is renamed.
    pub given: String,
    /// Size of the content in bytes.
    pub size: u64,
    /// Why it is not part of the analysis, if it is not.
    pub aside: Option<Aside>,
}

/// Why a piece is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// The user stopped while it was read.
    Stopped,
    /// The analyzer gave up on it.
    Trapped,
    /// The browser cannot read it.
    Unreadable,
}

/// What has been given and can be renamed: a piece, or one source of it that has a heading of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The piece.
    pub piece: PieceId,
    /// The first line of the source that has a heading of its own; 0 for the whole piece.
    pub first_line: LineNumber,
}

/// Pieces that were removed, so that they can come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The pieces, each with the place where it stood.
    pub pieces: Vec<(usize, Piece)>,
    /// The roles that the user had chosen for them.
    choices: Vec<Choice>,
}

impl State {
    pub(super) fn give(&mut self, pieces: Vec<NewPiece>) {
        let filled: Vec<NewPiece> = pieces.into_iter().filter(|piece| piece.size > 0).collect();
        self.notice = None;
        if filled.is_empty() {
            self.notice = Some(Notice::Empty);
            return;
        }
        for NewPiece { id, name, size } in filled {
            let name = self.free_name(name, None);
            self.pieces.push(Piece { id, given: name.clone(), name, size, aside: None });
        }
        self.traps = 0;
        self.analyze();
    }

    /// The report names sources by their names, so two never share one: `a.strace`, `a.strace (2)`. What is to be
    /// renamed does not stand in its own way.
    fn free_name(&self, name: String, renamed: Option<Named>) -> String {
        let itself = |piece: &Piece| renamed == Some(Named { piece: piece.id, first_line: 0 });
        let taken = |wanted: &str| {
            let piece = |piece: &Piece| !itself(piece) && (piece.name == wanted || piece.given == wanted);
            let title = |(named, name): &(Named, String)| Some(*named) != renamed && name == wanted;
            // Headings found in other pieces are names, too.
            let found = self.answered.as_deref().zip(renamed).is_some_and(|(answered, renamed)| {
                let mut sources = answered.report.sources.iter().zip(&answered.sources);
                sources.any(|(source, facts)| facts.piece != renamed.piece && source.name == wanted)
            });
            found || self.pieces.iter().any(piece) || self.titles.iter().any(title)
        };
        if !taken(&name) {
            return name;
        }
        // Among one more names than there are, one is free.
        let most = 2 * self.pieces.len() + self.titles.len() + 2;
        (2..=most).map(|n| format!("{name} ({n})")).find(|wanted| !taken(wanted)).unwrap_or(name)
    }

    /// Gives something another name. What the report says follows; what was worked out from the old name stays.
    pub(super) fn rename(&mut self, named: Named, name: &str) {
        self.renaming = None;
        // Line ends and the like have no place in a name, and a file's blocks are cited by what stands before this.
        let words: Vec<&str> = name
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let name = words.join(" ").replace(analyzer::report::BLOCK, " line");
        let name: String = name.trim().chars().take(LONGEST_NAME).collect();
        if name.is_empty() || self.name_of(named).as_deref() == Some(&name) {
            return;
        }
        let name = self.free_name(name, Some(named));
        if named.first_line > 0 {
            self.titles.retain(|(known, _)| *known != named);
            self.titles.push((named, name));
        } else {
            match self.pieces.iter_mut().find(|piece| piece.id == named.piece) {
                Some(piece) if piece.name != name => piece.name = name,
                _ => return,
            }
        }
        self.traps = 0;
        if self.active().any(|piece| piece.id == named.piece) {
            self.analyze();
        }
    }

    /// The name that something goes by; `None` for a heading that has not been renamed.
    fn name_of(&self, named: Named) -> Option<String> {
        if named.first_line > 0 {
            return self.titles.iter().find(|(known, _)| *known == named).map(|(_, name)| name.clone());
        }
        self.pieces.iter().find(|piece| piece.id == named.piece).map(|piece| piece.name.clone())
    }

    /// The pieces that are analyzed, under the names that they came with, and what they go by.
    pub(super) fn names(&self) -> Vec<PieceName> {
        let name = |piece: &Piece| {
            let titles = self.titles.iter().filter(|(named, _)| named.piece == piece.id);
            let whole = (piece.name != piece.given).then(|| (0, piece.name.clone()));
            let shown = titles.map(|(named, name)| (named.first_line, name.clone())).chain(whole);
            PieceName { id: piece.id, name: piece.given.clone(), shown: shown.collect() }
        };
        self.active().map(name).collect()
    }

    pub(super) fn remove(&mut self, id: PieceId) {
        let was_active = self.active().any(|piece| piece.id == id);
        self.take_away(|piece| piece.id == id);
        if was_active {
            self.analyze();
        }
    }

    pub(super) fn remove_all(&mut self) {
        self.take_away(|_| true);
        self.unfolded = None;
        self.analyze();
    }

    /// Takes pieces away, and keeps them for an undo.
    fn take_away(&mut self, gone: impl Fn(&Piece) -> bool) {
        let all = std::mem::take(&mut self.pieces);
        let (gone, stay): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(|(_, piece)| gone(piece));
        self.pieces = stay.into_iter().map(|(_, piece)| piece).collect();
        if gone.is_empty() {
            return;
        }
        let of_gone = |choice: &Choice| gone.iter().any(|(_, piece)| piece.id == choice.piece);
        let (lost, kept): (Vec<_>, Vec<_>) = self.choices.drain(..).partition(of_gone);
        self.choices = kept;
        self.renaming = None;
        self.removed.push(Removed { pieces: gone, choices: lost });
        let too_many = self.removed.len().saturating_sub(MOST_REMOVALS);
        self.removed.drain(..too_many);
        self.offers_undo = true;
    }

    /// Brings back what was removed last, to where it stood.
    pub(super) fn undo(&mut self) {
        let Some(Removed { pieces, choices }) = self.removed.pop() else { return };
        let back = pieces.iter().any(|(_, piece)| piece.aside.is_none());
        for (place, mut piece) in pieces {
            // Another one may go by that name by now.
            piece.name = self.free_name(piece.name, None);
            if self.pieces.iter().any(|known| known.given == piece.given) {
                piece.given.clone_from(&piece.name);
            }
            self.pieces.insert(place.min(self.pieces.len()), piece);
        }
        self.choices.extend(choices);
        self.offers_undo = false;
        self.notice = None;
        self.traps = 0;
        if back {
            self.analyze();
        }
    }

    /// The numbers of all pieces whose contents must be kept: those that are there, and those that can come back.
    pub fn kept(&self) -> impl Iterator<Item = PieceId> {
        let removed = self.removed.iter().flat_map(|removed| &removed.pieces).map(|(_, piece)| piece.id);
        self.pieces.iter().map(|piece| piece.id).chain(removed)
    }

    /// What was removed last and can come back; `None` if that need not be said.
    pub fn undoable(&self) -> Option<&Removed> {
        self.removed.last().filter(|_| self.offers_undo)
    }

    /// True if the inbox shows its cards: the reader said so, or there is nothing else to look at.
    pub fn inbox_is_unfolded(&self) -> bool {
        self.unfolded.unwrap_or(!self.says_something())
    }

    pub(super) fn retry(&mut self) {
        for piece in &mut self.pieces {
            piece.aside = None;
        }
        self.traps = 0;
        self.notice = None;
        self.analyze();
    }

    pub(super) fn choose(&mut self, source: usize, role: Role) {
        let Some(choice) = self.choice(source, role) else { return };
        self.put(choice);
        self.traps = 0;
        self.analyze();
    }

    /// Leaves the role of a source to the analyzer again.
    pub(super) fn infer(&mut self, source: usize) {
        let Some(choice) = self.choice(source, Role::Context) else { return };
        let before = self.choices.len();
        self.forget(choice);
        if self.choices.len() < before {
            self.traps = 0;
            self.analyze();
        }
    }

    pub(super) fn swap(&mut self) {
        let Some(report) = self.report() else { return };
        let swapped: Vec<(usize, Role)> = report
            .sources
            .iter()
            .enumerate()
            .filter_map(|(index, source)| match source.role {
                Role::Normal => Some((index, Role::Failing)),
                Role::Failing => Some((index, Role::Normal)),
                Role::Context => None,
            })
            .collect();
        for (index, role) in swapped {
            if let Some(choice) = self.choice(index, role) {
                self.put(choice);
            }
        }
        self.traps = 0;
        self.analyze();
    }

    fn choice(&self, source: usize, role: Role) -> Option<Choice> {
        let answered = self.answered.as_ref()?;
        let first_line = answered.report.sources.get(source)?.first_line;
        let piece = answered.sources.get(source)?.piece;
        Some(Choice { piece, first_line, role })
    }

    fn put(&mut self, choice: Choice) {
        self.forget(choice);
        self.choices.push(choice);
    }

    fn forget(&mut self, choice: Choice) {
        self.choices.retain(|known| (known.piece, known.first_line) != (choice.piece, choice.first_line));
    }
}
