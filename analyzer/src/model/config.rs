//! A proxy's configuration as data: directives in blocks, each with its line.
//!
//! What a directive means, and what it inherits, is not said here but asked for with the queries below.

use std::sync::Arc;

use crate::model::trace::Unparsed;
use crate::source::{LineNumber, SourceId, Span};

/// Index of a directive in [`Config::directives`].
pub type DirectiveId = usize;

/// One configuration, read: a whole file, several files (`nginx -T`) or a fragment.
#[derive(Debug, Clone)]
pub struct Config {
    /// The source it was read from.
    pub source: SourceId,
    /// The source's text; every [`Span`] points into it.
    pub text: Arc<str>,
    /// The directives, in the order of the text.
    pub directives: Vec<Directive>,
    /// Lines that were not understood.
    pub unparsed: Vec<Unparsed>,
    /// How many lines of the piece were understood.
    pub records: u32,
    /// How many lines of the piece were blank.
    pub blank: u32,
}

/// One directive, for example `proxy_http_version 1.1;` or `location / { ... }`.
#[derive(Debug, Clone)]
pub struct Directive {
    /// The line of the piece on which it begins.
    pub line: LineNumber,
    /// Its name.
    pub name: Span,
    /// Its arguments, without quotes.
    pub arguments: Vec<Span>,
    /// The block it stands in; `None` at the top of the text.
    pub parent: Option<DirectiveId>,
    /// It opens a block.
    pub block: bool,
}

impl Config {
    /// The text of a span.
    pub fn str(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The name of a directive; empty if there is none of that id.
    pub fn name(&self, id: DirectiveId) -> &str {
        self.directives.get(id).map_or("", |directive| self.str(directive.name))
    }

    /// An argument of a directive; empty if it has not so many.
    pub fn argument(&self, id: DirectiveId, index: usize) -> &str {
        let span = self.directives.get(id).and_then(|directive| directive.arguments.get(index));
        span.map_or("", |span| self.str(*span))
    }

    /// Every directive of that name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = DirectiveId> + 'a {
        (0..self.directives.len()).filter(move |&id| self.name(id) == name)
    }

    /// The directives of that name right inside of a block.
    pub fn inside<'a>(
        &'a self,
        block: Option<DirectiveId>,
        name: &'a str,
    ) -> impl Iterator<Item = DirectiveId> + 'a {
        self.named(name).filter(move |&id| self.directives.get(id).is_some_and(|d| d.parent == block))
    }

    /// The directives of that name that are in force in a block: those of the nearest block, going outwards, that has any.
    ///
    /// That is how nginx inherits `proxy_set_header` and its like: a block with one of its own inherits none.
    pub fn in_force(&self, block: Option<DirectiveId>, name: &str) -> Vec<DirectiveId> {
        let mut block = block;
        // As many steps as there are directives end any chain of parents.
        for _ in 0..=self.directives.len() {
            let own: Vec<_> = self.inside(block, name).collect();
            if !own.is_empty() {
                return own;
            }
            let Some(id) = block else { break };
            block = self.directives.get(id).and_then(|directive| directive.parent);
        }
        Vec::new()
    }
}
