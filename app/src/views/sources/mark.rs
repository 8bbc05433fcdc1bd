//! The signs of what is to be said of a line: never a colour alone.

use yew::prelude::*;

use crate::components::page::Page;
use crate::i18n::Word;
use crate::protocol::{Note, NoteKind};

/// What a kind is called in the document and the style sheets.
pub fn name(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Evidence => "evidence",
        NoteKind::RulesOut => "rules-out",
        NoteKind::Absent => "never-again",
        NoteKind::Unrelated => "unrelated",
        NoteKind::Unparsed => "unparsed",
        NoteKind::Mended => "mended",
    }
}

/// The class of a kind: those of the verdict's lists are called after the same things.
pub fn class(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Evidence => "m-evidence",
        NoteKind::RulesOut => "m-rules-out",
        NoteKind::Absent => "m-never-again",
        NoteKind::Unrelated => "m-unrelated",
        NoteKind::Unparsed => "m-unparsed",
        NoteKind::Mended => "m-mended",
    }
}

/// What a kind means.
pub fn word(kind: NoteKind) -> Word {
    match kind {
        NoteKind::Evidence => Word::Evidence,
        NoteKind::RulesOut => Word::NoteRulesOut,
        NoteKind::Absent => Word::NeverHappened,
        NoteKind::Unrelated => Word::Unrelated,
        NoteKind::Unparsed => Word::NoteUnparsed,
        NoteKind::Mended => Word::NoteMended,
    }
}

fn glyph(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Evidence => "!",
        NoteKind::RulesOut => "×",
        NoteKind::Absent => "…",
        NoteKind::Unrelated => "–",
        NoteKind::Unparsed => "?",
        NoteKind::Mended => "~",
    }
}

/// The sign: the number of evidence, a glyph for everything else; both with their meaning.
pub fn sign(page: &Page, said: &Note) -> Html {
    let says = match said.kind {
        NoteKind::Evidence => page.count(Word::EvidenceNumber, said.number),
        kind => page.text(word(kind)).to_string(),
    };
    let shown = match said.kind {
        NoteKind::Evidence => said.number.to_string(),
        kind => glyph(kind).to_string(),
    };
    html! {
        <span class={classes!("note-sign", class(said.kind), (said.number == 1).then_some("first"))} role="img" aria-label={says.clone()} title={says}>
            { shown }
        </span>
    }
}
