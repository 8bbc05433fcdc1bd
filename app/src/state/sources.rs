//! What the view of the sources shows: which text, what is known of it, and where the reader is in it.

use std::rc::Rc;

use analyzer::report::Report;
use analyzer::source::{LineNumber, Role};

use crate::few::Few;
use crate::protocol::{JobId, Note, SourceFacts, TEXT_BLOCK, TextLine, TextQuestion, TextTold, ToWorker};

/// How many blocks of lines are kept; those farthest from the newest go first.
const MOST_BLOCKS: usize = 48;

/// What the view of the sources shows. Lines are counted from 0 here, as they stand below each other.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Which source of the report.
    pub source: u32,
    /// How many lines it has and what is to be said of them, once known.
    pub noted: Option<Rc<Noted>>,
    /// Lines by block, and the analysis that told them.
    pub blocks: Few<(JobId, Rc<Vec<TextLine>>)>,
    /// The line that has the focus.
    pub focus: u32,
    /// Where the chosen lines begin; they end at the focus. Without it the focused line alone is chosen.
    pub anchor: Option<u32>,
    /// Grows whenever the focused line must come into sight.
    pub jump: u32,
    /// The focused line comes to the middle; else the page moves no more than it must.
    pub centre: bool,
    /// The keyboard's focus stays where it is when the line comes into sight.
    pub keep_keyboard: bool,
    /// Long lines go on below; `None` as long as the reader has not said.
    pub wrap: Option<bool>,
    /// What is looked for.
    pub search: TextSearch,
    /// A long line that is read as a whole.
    pub whole: Option<Whole>,
    /// Lines that are to be copied: first, last, and whether with their numbers.
    pub copying: Option<(u32, u32, bool)>,
    /// What was copied last; counted, so that each is told from the one before.
    pub copied: Option<Rc<Copied>>,
    /// A line that is to be shown as soon as its place is known, and whether it takes the keyboard.
    wanted: Option<(LineNumber, bool)>,
}

/// What is known of a whole source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The analysis that told it.
    pub job: JobId,
    /// How many lines there are.
    pub lines: u32,
    /// What is to be said of them, in their order.
    pub notes: Vec<Note>,
}

/// A search in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextSearch {
    /// What is looked for; empty for no search.
    pub text: String,
    /// In how many lines it was found, and in which, once known.
    pub found: Option<(u32, Rc<Vec<u32>>)>,
}

/// A long line that is read part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The line.
    pub index: u32,
    /// Its number in the file.
    pub line: LineNumber,
    /// Which part of it.
    pub part: u32,
    /// What stands there and how many parts there are, once known.
    pub told: Option<(u32, String)>,
}

/// Lines on their way to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Counts what is copied.
    pub serial: u32,
    /// The lines.
    pub text: String,
    /// How many they are.
    pub lines: u32,
    /// How many were chosen.
    pub wanted: u32,
}

/// What can happen in the view of the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourcesAction {
    /// Another source is chosen.
    Choose(u32),
    /// The focus goes to a line that is in sight.
    Focus(u32),
    /// The focus goes to a line nearby; the page moves no more than it must.
    Step(u32),
    /// Like `Step`, but all lines up to there are chosen.
    Extend(u32),
    /// All lines are chosen.
    All,
    /// The focus goes to a line, which comes to the middle of the screen.
    Show(u32),
    /// Like `Show`, but the keyboard stays where it is, for example in the search box.
    Look(u32),
    /// Like `Look`, for a line that is known by its number in the file.
    Line(LineNumber),
    /// Long lines go on below, or do not.
    Wrap(bool),
    /// Another text is looked for.
    Search(String),
    /// The chosen lines are to be copied, with or without their numbers.
    Copy {
        /// Each with its source and number before it.
        numbered: bool,
    },
    /// A part of a long line is to be read: the line, its number in the file, and the part.
    Whole(u32, LineNumber, u32),
    /// The long line has been read.
    CloseWhole,
}

impl Sources {
    /// The view of a newer report: the source that was shown, if it is still there, with the reader where they were.
    /// `old` and `new` say which sources those are.
    #[must_use]
    pub fn renewed(&self, old: Option<&[SourceFacts]>, report: &Report, new: &[SourceFacts]) -> Self {
        let here = self.source as usize;
        let same = old.and_then(|old| {
            let before = old.get(here)?;
            // Of several sources of one piece, the same one counted from the piece's first.
            let nth = old.get(..here)?.iter().filter(|facts| facts.piece == before.piece).count();
            let mut places = (0..).zip(new).filter(|(_, facts)| facts.piece == before.piece);
            places.nth(nth).map(|(place, _)| place)
        });
        match same {
            Some(source) => Self { source, whole: None, copying: None, ..self.clone() },
            None => Self { jump: self.jump, wrap: self.wrap, ..Self::of(report) },
        }
    }

    /// The source that a reader should see first, with the first line of its evidence in focus.
    fn of(report: &Report) -> Self {
        let evidence = report.diagnoses.first().and_then(|best| best.evidence.first());
        let cited =
            evidence.and_then(|cited| Some((report.place_of(&cited.source, cited.line)?, cited.line)));
        let failing = || report.sources.iter().position(|source| source.role == Role::Failing);
        let place = cited.map(|(place, _)| place).or_else(failing).unwrap_or(0);
        let wanted = cited.map(|(_, line)| (line, false));
        Self { source: u32::try_from(place).unwrap_or(0), wanted, ..Self::default() }
    }

    /// Number of lines; 0 as long as it is not known.
    pub fn lines(&self) -> u32 {
        self.noted.as_ref().map_or(0, |noted| noted.lines)
    }

    /// What is to be said of the lines.
    pub fn notes(&self) -> &[Note] {
        self.noted.as_ref().map(|noted| noted.notes.as_slice()).unwrap_or_default()
    }

    /// A line, if it is known.
    pub fn line(&self, index: u32) -> Option<&TextLine> {
        self.blocks.get(index / TEXT_BLOCK)?.1.get((index % TEXT_BLOCK) as usize)
    }

    /// First and last of the chosen lines.
    pub fn chosen(&self) -> (u32, u32) {
        let anchor = self.anchor.unwrap_or(self.focus);
        (anchor.min(self.focus), anchor.max(self.focus))
    }

    /// What the worker must be asked for what is shown. Lines are asked for by the view, which knows what is in sight.
    pub(super) fn questions(&self, job: JobId) -> impl Iterator<Item = ToWorker> {
        let notes = self.noted.as_ref().is_none_or(|noted| noted.job != job);
        let place = self.wanted.map(|(line, _)| TextQuestion::Place { line });
        let text = &self.search.text;
        let find = (!text.is_empty()).then(|| TextQuestion::Find { text: text.clone() });
        let copy = self.copying.map(|(from, to, numbered)| TextQuestion::Copy { from, to, numbered });
        let whole = self.whole.as_ref();
        let part = whole.map(|whole| TextQuestion::Part { index: whole.index, part: whole.part });
        let asked = [notes.then_some(TextQuestion::Notes {}), place, find, copy, part];
        let source = self.source;
        asked.into_iter().flatten().map(move |question| ToWorker::Text { job, source, question })
    }

    pub(super) fn apply(&mut self, action: SourcesAction) {
        let last = self.lines().saturating_sub(1);
        match action {
            SourcesAction::Choose(source) => self.choose(source),
            SourcesAction::Focus(line) => {
                self.focus = line.min(last);
                self.anchor = None;
            }
            SourcesAction::Step(line) => {
                self.anchor = None;
                self.go(line.min(last), false, false);
            }
            SourcesAction::Extend(line) => {
                self.anchor = self.anchor.or(Some(self.focus));
                self.go(line.min(last), false, false);
            }
            SourcesAction::All => (self.anchor, self.focus) = (Some(0), last),
            SourcesAction::Show(line) => {
                self.anchor = None;
                self.go(line.min(last), true, false);
            }
            SourcesAction::Look(line) => {
                self.anchor = None;
                self.go(line.min(last), true, true);
            }
            SourcesAction::Line(line) => self.wanted = Some((line, false)),
            SourcesAction::Wrap(wrap) => {
                self.wrap = Some(wrap);
                // What is in focus stays in sight, wherever it stands now.
                self.go(self.focus, true, true);
            }
            SourcesAction::Search(text) => self.search = TextSearch { text, found: None },
            SourcesAction::Copy { numbered } => {
                let (from, to) = self.chosen();
                self.copying = Some((from, to, numbered));
            }
            SourcesAction::Whole(index, line, part) => {
                self.whole = Some(Whole { index, line, part, told: None });
            }
            SourcesAction::CloseWhole => self.whole = None,
        }
    }

    /// Shows a line of a source, known by its number in the file, and gives it the keyboard.
    pub(super) fn show_line(&mut self, source: u32, line: LineNumber) {
        if source != self.source {
            self.choose(source);
        }
        self.wanted = Some((line, true));
    }

    /// Shows a line of a source, counted from 0; before it is known how many there are, as far as it may be there.
    pub(super) fn go_to(&mut self, source: u32, index: u32) {
        if source != self.source {
            self.choose(source);
        }
        if index != self.focus || self.wanted.is_some() {
            self.wanted = None;
            self.anchor = None;
            self.go(index, true, true);
        }
    }

    fn choose(&mut self, source: u32) {
        *self = Self {
            source,
            jump: self.jump,
            wrap: self.wrap,
            copied: self.copied.take(),
            // What was looked for in one source is looked for in the next one.
            search: TextSearch { text: std::mem::take(&mut self.search.text), found: None },
            ..Self::default()
        };
    }

    fn go(&mut self, line: u32, centre: bool, keep_keyboard: bool) {
        self.focus = line;
        self.centre = centre;
        self.keep_keyboard = keep_keyboard;
        self.jump = self.jump.wrapping_add(1);
    }

    pub(super) fn hear(&mut self, job: JobId, source: u32, told: TextTold) {
        if source != self.source {
            return;
        }
        match told {
            TextTold::Notes { lines, notes } => {
                self.focus = self.focus.min(lines.saturating_sub(1));
                self.noted = Some(Rc::new(Noted { job, lines, notes }));
            }
            TextTold::Block { block, lines } => {
                self.blocks.put(block, (job, Rc::new(lines)));
                while self.blocks.len() > MOST_BLOCKS {
                    let farthest = self.blocks.numbers().max_by_key(|known| known.abs_diff(block));
                    if let Some(known) = farthest {
                        self.blocks.remove(known);
                    }
                }
            }
            TextTold::Place { line, index } => {
                if let Some((_, takes_keyboard)) = self.wanted.take_if(|(wanted, _)| *wanted == line) {
                    self.anchor = None;
                    self.go(index, true, !takes_keyboard);
                }
            }
            TextTold::Found { text, total, lines } if text == self.search.text => {
                self.search.found = Some((total, Rc::new(lines)));
            }
            TextTold::Found { .. } => {}
            TextTold::Copied { text, lines, wanted } => {
                if self.copying.take().is_some() {
                    let serial = self.copied.as_ref().map_or(0, |copied| copied.serial).wrapping_add(1);
                    self.copied = Some(Rc::new(Copied { serial, text, lines, wanted }));
                }
            }
            TextTold::Part { index, part, parts, text } => {
                let asked = self.whole.as_mut().filter(|whole| whole.index == index && whole.part == part);
                if let Some(whole) = asked {
                    whole.told = Some((parts, text));
                }
            }
        }
    }
}
