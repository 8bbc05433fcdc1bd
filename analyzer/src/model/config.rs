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
    pub text: Arc<String>,
    /// The directives, in the order of the text.
    pub directives: Vec<Directive>,
    /// Blocks out of which the text leaves something (`...`); `None` for the top of the text.
    pub elided: Vec<Option<DirectiveId>>,
    /// Files that the text holds one behind the other (`nginx -T`): each one's path and its first directive.
    pub files: Vec<(Span, DirectiveId)>,
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

    /// The files whose path an `include` names, as ranges of directives. `*` stands for any part of a name; the folder
    /// of a path that is not absolute is the one nginx was built with, so that the end decides.
    pub fn files_matching<'a>(
        &'a self,
        pattern: &'a str,
    ) -> impl Iterator<Item = (DirectiveId, DirectiveId)> + 'a {
        self.files.iter().enumerate().filter_map(move |(at, (path, first))| {
            let end = self.files.get(at + 1).map_or(self.directives.len(), |next| next.1);
            matches(self.str(*path), pattern).then_some((*first, end))
        })
    }
}

/// True if a path ends in what the pattern names; `*` stands for any part of a name.
fn matches(path: &str, pattern: &str) -> bool {
    let Some((before, behind)) = pattern.split_once('*') else {
        return path == pattern || path.strip_suffix(pattern).is_some_and(|folder| folder.ends_with('/'));
    };
    let folder = path.rfind('/').map_or(0, |at| at + 1);
    let pattern_folder = before.rfind('/').map_or(0, |at| at + 1);
    let name = path.get(folder..).unwrap_or("");
    let same_folder =
        path.get(..folder).is_some_and(|folder| folder.ends_with(before.get(..pattern_folder).unwrap_or("")));
    same_folder && name.starts_with(before.get(pattern_folder..).unwrap_or("")) && name.ends_with(behind)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn includes_name_files() {
        assert!(matches("/etc/nginx/conf.d/a.conf", "/etc/nginx/conf.d/*.conf"));
        assert!(matches("/etc/nginx/conf.d/a.conf", "conf.d/*.conf"));
        assert!(!matches("/etc/nginx/sites/a.conf", "conf.d/*.conf"));
        assert!(!matches("/etc/nginx/conf.d/a.conf", "/etc/nginx/conf.d/*.inc"));
        assert!(matches("/etc/nginx/proxy_params", "proxy_params"));
        assert!(!matches("/etc/nginx/my_proxy_params", "proxy_params"));
    }
}
