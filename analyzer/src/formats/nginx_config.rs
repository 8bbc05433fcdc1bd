//! nginx's configuration: a whole file, the output of `nginx -T`, or a fragment.
//!
//! ```text
//! location / {
//!     proxy_pass http://backend;
//! }
//! ```
//!
//! Words, quotes, comments and blocks are those of `ngx_conf_read_token` (`src/core/ngx_conf_file.c`).
//! Deliberately absent: following `include`, whose files are not at hand; Lua blocks.

use super::{Content, Format, Sniff};
use crate::model::config::{Config, Directive, DirectiveId};
use crate::model::trace::Unparsed;
use crate::order::InList;
use crate::source::{LineNumber, Source, SourceId, Span};

/// The format.
pub static FORMAT: Format = Format {
    id: ID,
    name: "nginx configuration",
    sniff,
    read: |id, source| Content::Config(read(id, source)),
};

/// Id of the format.
const ID: &str = "nginx-config";

/// Directives that name nginx's configuration beyond doubt, or nearly so, by the start of their name.
const KNOWN: &str = "proxy_ fastcgi_ uwsgi_ grpc_ upstream location server listen keepalive worker_ access_log error_log log_format client_ resolver root index try_files rewrite return events http include user daemon pid error_page ssl_ add_header limit_ gzip sendfile tcp_ set if map default_type large_client_header_buffers master_process send_timeout reset_timedout_connection zone load_module";

/// What `nginx -T` prints in front of each file (`src/core/nginx.c`).
const FILE: &str = "# configuration file ";

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if claims(line) || line.starts_with(FILE) {
        return Sniff::Certain;
    }
    let line = line.trim();
    // A directive may go on over several lines, and a text may break off in the middle of one.
    let code_like = known(line)
        || line.starts_with('#')
        || line.ends_with(';')
        || line.ends_with('{')
        || line.ends_with('}')
        || is_ellipsis(line);
    if code_like { Sniff::Maybe } else { Sniff::No }
}

/// True if the line is, or begins, a directive that nginx knows; a closing brace alone says nothing.
fn claims(line: &str) -> bool {
    let line = line.trim();
    let code = line.split('#').next().unwrap_or("").trim_end();
    known(line) && (code.ends_with(';') || code.ends_with('{') || code.ends_with('}'))
}

/// True if the line begins with the name of a directive.
fn known(line: &str) -> bool {
    let name = line.split([' ', '\t', ';', '{']).next().unwrap_or("");
    KNOWN.split(' ').any(|start| if start.ends_with('_') { name.starts_with(start) } else { name == start })
}

/// Reads a source. Never fails: a directive that the text cuts off is counted as `unfinished-directive`.
fn read(id: SourceId, source: &Source) -> Config {
    let mut reader = Reader {
        directives: Vec::new(),
        elided: Vec::new(),
        files: Vec::new(),
        open: Vec::new(),
        words: Vec::new(),
        line: 0,
    };
    let mut records = 0;
    let mut blank = 0;
    for line in &source.lines {
        let text = line.span.of(&source.text);
        if text.trim().is_empty() {
            blank += line.covers;
        } else {
            records += line.covers;
        }
        reader.line(text, line.span.start, line.number);
    }
    let mut unparsed = Vec::new();
    if !reader.words.is_empty() {
        unparsed.push(Unparsed { line: reader.line, reason: "unfinished-directive" });
        records = records.saturating_sub(1);
    }
    Config {
        source: id,
        text: source.text.clone(),
        directives: reader.directives,
        elided: reader.elided,
        files: reader.files,
        unparsed,
        records,
        blank,
    }
}

/// A line with which people say that they leave something out: `...`, `…`.
fn is_ellipsis(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("...") && line.bytes().all(|byte| byte == b'.')
        || line.starts_with('…') && line.chars().all(|c| c == '…')
}

/// Where reading stands.
struct Reader {
    directives: Vec<Directive>,
    elided: Vec<Option<DirectiveId>>,
    files: Vec<(Span, DirectiveId)>,
    open: Vec<DirectiveId>,
    words: Vec<Span>,
    /// The line on which the present directive began.
    line: LineNumber,
}

impl Reader {
    /// One line of text; a directive may go on over several.
    fn line(&mut self, text: &str, base: u32, number: LineNumber) {
        if let Some(path) = text.strip_prefix(FILE) {
            // Every file has its blocks closed; what is open here was cut off.
            self.open.clear();
            self.words.clear();
            let length = path.trim_end().trim_end_matches(':').len();
            self.files.push((Span::shifted(base, FILE.len(), FILE.len() + length), self.directives.len()));
            return;
        }
        if self.words.is_empty() && is_ellipsis(text) {
            self.elided.push(self.open.last().copied());
            return;
        }
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '#' => return,
                ';' => self.end(false),
                '{' => self.end(true),
                '}' => {
                    self.words.clear();
                    self.open.pop();
                }
                '"' | '\'' => {
                    let mut end = text.len();
                    let mut escaped = false;
                    for (inner, ch) in chars.by_ref() {
                        if ch == c && !escaped {
                            end = inner;
                            break;
                        }
                        escaped = ch == '\\' && !escaped;
                    }
                    self.word(base, at + 1, end, number);
                }
                c if c.is_whitespace() => {}
                _ => {
                    let mut end = at + c.len_utf8();
                    let mut variable = c == '$';
                    while let Some(&(inner, ch)) = chars.peek() {
                        let brace_of_variable = ch == '{' && variable;
                        if ch.is_whitespace() || ch == ';' || (ch == '{' && !brace_of_variable) {
                            break;
                        }
                        variable = ch == '$';
                        end = inner + ch.len_utf8();
                        chars.next();
                    }
                    self.word(base, at, end, number);
                }
            }
        }
    }

    fn word(&mut self, base: u32, from: usize, to: usize, number: LineNumber) {
        if self.words.is_empty() {
            self.line = number;
        }
        self.words.push(Span::shifted(base, from, to));
    }

    /// `;` or `{`: the words so far are a directive.
    fn end(&mut self, block: bool) {
        let mut words = std::mem::take(&mut self.words).into_iter();
        let Some(name) = words.next() else { return };
        let id = self.directives.len();
        self.directives.push(Directive {
            line: self.line,
            name,
            arguments: words.in_list(),
            parent: self.open.last().copied(),
            block,
        });
        if block {
            self.open.push(id);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("nginx-config"));
    use crate::source::{Input, Piece};

    fn config(text: &str) -> Config {
        let piece = Piece { name: "nginx.conf".into(), role: None, bytes: text.into() };
        let source = crate::intake::read(Input { pieces: vec![piece] }).into_iter().next().unwrap();
        read(0, &source)
    }

    const TEXT: &str = "upstream api {\n  server 10.0.0.1:80;\n  keepalive 16;\n}\nserver {\n  proxy_set_header Connection \"\";\n  location /plain { proxy_pass http://api; }\n  location /own {\n    proxy_pass http://${name}.example; # comment; { }\n    proxy_set_header Host $host;\n  }\n}\n";

    #[test]
    fn reads_blocks_and_arguments_with_their_lines() {
        let config = config(TEXT);
        let server = config.named("server").next().unwrap();
        assert_eq!(config.argument(server, 0), "10.0.0.1:80");
        assert_eq!(config.directives[server].line, 2);
        let passes: Vec<_> = config.named("proxy_pass").map(|id| config.argument(id, 0)).collect();
        assert_eq!(passes, ["http://api", "http://${name}.example"]);
        let locations: Vec<_> = config.named("location").map(Some).collect();
        let headers: Vec<_> =
            config.named("proxy_set_header").map(|id| config.directives[id].parent).collect();
        assert_eq!(headers, [config.directives[locations[1].unwrap()].parent, locations[1]]);
        assert!(config.unparsed.is_empty());
    }

    #[test]
    fn what_is_left_out_is_known() {
        let config = config("location / {\n    ...\n    proxy_http_version 1.1;\n    ……\n}\n");
        assert_eq!(config.elided, [Some(0), Some(0)]);
        assert_eq!(config.named("proxy_http_version").count(), 1);
        assert!(config.unparsed.is_empty());
    }

    #[test]
    fn a_text_that_breaks_off_is_counted() {
        let config = config("server {\n  proxy_pass http://api");
        assert_eq!(config.unparsed.len(), 1);
        assert_eq!(config.unparsed[0].line, 2);
        assert_eq!(config.records + 1, 2);
    }

    #[test]
    fn claims_its_samples_and_no_prose() {
        assert!(SAMPLES.iter().all(|line| claims(line)));
        assert!(!claims("return to sender"));
        assert!(!claims("}"));
    }
}
