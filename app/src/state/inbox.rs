//! What the user gave, and what happens to it.

use analyzer::source::Role;

use super::{Notice, State};
use crate::protocol::{Choice, PieceId};

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
    /// The file's name, or the name a paste was given.
    pub name: String,
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

impl State {
    pub(super) fn give(&mut self, pieces: Vec<NewPiece>) {
        let filled: Vec<NewPiece> = pieces.into_iter().filter(|piece| piece.size > 0).collect();
        self.notice = None;
        if filled.is_empty() {
            self.notice = Some(Notice::Empty);
            return;
        }
        for NewPiece { id, name, size } in filled {
            let name = self.free_name(name);
            self.pieces.push(Piece { id, name, size, aside: None });
        }
        self.traps = 0;
        self.analyze();
    }

    /// The report names sources by their names, so two pieces never share one: `a.strace`, `a.strace (2)`.
    fn free_name(&self, name: String) -> String {
        let taken = |wanted: &str| self.pieces.iter().any(|piece| piece.name == wanted);
        if !taken(&name) {
            return name;
        }
        // Among one more names than there are pieces, one is free.
        let most = self.pieces.len() + 2;
        (2..=most).map(|n| format!("{name} ({n})")).find(|wanted| !taken(wanted)).unwrap_or(name)
    }

    pub(super) fn remove(&mut self, id: PieceId) {
        let was_active = self.active().any(|piece| piece.id == id);
        self.pieces.retain(|piece| piece.id != id);
        self.choices.retain(|choice| choice.piece != id);
        if was_active {
            self.analyze();
        }
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
        self.choices.retain(|known| (known.piece, known.first_line) != (choice.piece, choice.first_line));
        self.choices.push(choice);
    }
}
