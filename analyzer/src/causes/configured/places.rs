//! The places of nginx's configuration that pass requests on, and what is in force there.

use super::tree::Tree;
use super::values;
use crate::causes::Case;
use crate::model::config::DirectiveId;
use crate::order::{Change, Flat, InList, Pick};
use crate::source::{LineNumber, Role, SourceId};

/// Directives that pass a request on.
const PASSES: &[&str] = &["proxy_pass", "fastcgi_pass", "uwsgi_pass", "grpc_pass", "scgi_pass"];

/// More places than this are not looked at: nobody's failure needs them all.
const MOST: usize = 500;

/// A line of configuration.
pub type At = (SourceId, LineNumber);

/// Every nginx configuration of the case.
#[derive(Debug)]
pub struct Places<'a> {
    /// The configurations.
    pub trees: Vec<Tree<'a>>,
    /// The places, in the order of the text.
    pub all: Vec<Place>,
    /// nginx's version, where it is told.
    pub version: Option<(u32, u32, u32)>,
}

/// A block that passes requests on.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Which of [`Places::trees`].
    pub tree: usize,
    /// The block; `None` in a fragment without one.
    pub block: Option<DirectiveId>,
    /// The directive that passes on; `None` in a fragment that shows only what is set.
    pub pass: Option<DirectiveId>,
    /// The group of servers that it passes to: which tree, and the `upstream` block.
    pub group: Option<(usize, DirectiveId)>,
}

/// A setting in force.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Its first argument; of a default, nginx's own.
    pub value: &'a str,
    /// Where it stands; `None` for a default.
    pub at: Option<At>,
    /// It stands in the block itself.
    pub own: bool,
}

/// Whether connections to the upstream are kept open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// They are.
    Yes,
    /// The request asks for HTTP/1.0 with keep-alive; the server may honour that.
    Perhaps,
    /// The request asks for the connection to be closed.
    No,
}

impl<'a> Places<'a> {
    /// Reads the configurations of the case, but not those of a run that worked.
    pub fn of(case: &Case<'a>) -> Self {
        let role = |source: SourceId| case.roles.get(source).map_or(Role::Context, |assigned| assigned.role);
        let configs = case.configs.iter().filter(|config| {
            let format = case.sources.get(config.source).map_or("", |source| source.format);
            format == "nginx-config" && role(config.source) != Role::Normal
        });
        let trees: Vec<Tree<'a>> = configs.map(Tree::of).in_list();
        let mut places =
            Self { trees, all: Vec::new(), version: case.version("nginx").map(|(_, _, number)| number) };
        places.all = places.find();
        places
    }

    fn find(&self) -> Vec<Place> {
        let mut all = Vec::new();
        for (at, tree) in self.trees.iter().enumerate() {
            let mut blocks: Vec<Option<DirectiveId>> = Vec::new();
            for id in 0..tree.config.directives.len() {
                let name = tree.config.name(id);
                let block = tree.parent(id);
                if PASSES.contains(&name) {
                    let group = self.group(tree.config.argument(id, 0));
                    all.push(Place { tree: at, block, pass: Some(id), group });
                } else if name == "proxy_http_version" || name == "proxy_set_header" {
                    blocks.push(block);
                }
            }
            // A fragment may show what a location sets and leave out where it passes to.
            blocks.dedup();
            let passes = tree
                .config
                .directives
                .iter()
                .enumerate()
                .any(|(id, _)| PASSES.contains(&tree.config.name(id)));
            if !passes {
                let group = self.only_group();
                all.add_all(blocks.into_iter().map(|block| Place { tree: at, block, pass: None, group }));
            }
        }
        all.truncate(MOST);
        all
    }

    /// The group that a target names: `http://name/path` and an `upstream name` block.
    pub fn group(&self, target: &str) -> Option<(usize, DirectiveId)> {
        let name = host(target);
        self.groups()
            .find(|(tree, id)| self.trees.get(*tree).is_some_and(|tree| tree.config.argument(*id, 0) == name))
    }

    /// Every `upstream` block.
    pub fn groups(&self) -> impl Iterator<Item = (usize, DirectiveId)> + '_ {
        self.trees.iter().enumerate().flat(|(at, tree)| {
            let blocks = tree
                .config
                .named("upstream")
                .filter(|id| tree.config.directives.get(*id).is_some_and(|one| one.block));
            blocks.map(move |id| (at, id))
        })
    }

    fn only_group(&self) -> Option<(usize, DirectiveId)> {
        let mut groups = self.groups();
        groups.next().filter(|_| groups.next().is_none())
    }

    /// Where a directive stands.
    pub fn at(&self, tree: usize, id: DirectiveId) -> Option<At> {
        let config = self.trees.get(tree)?.config;
        Some((config.source, config.directives.get(id)?.line))
    }

    /// What a place passes to, for example `http://api/`; empty where it is not shown.
    pub fn target(&self, place: &Place) -> &'a str {
        let tree = self.trees.get(place.tree);
        place.pass.and_then(|id| Some(tree?.config.argument(id, 0))).unwrap_or("")
    }

    /// The line that names a place: its block, or what passes on.
    pub fn line(&self, place: &Place) -> Option<At> {
        self.at(place.tree, place.block.or(place.pass)?)
    }

    /// The setting of that name in force at a place, or nginx's default.
    pub fn setting(&self, place: &Place, name: &str, default: &'a str) -> Setting<'a> {
        let found = self.trees.get(place.tree).and_then(|tree| {
            let (ids, from) = tree.in_force(place.block, name);
            Some((
                tree.config.argument(*ids.last()?, 0),
                self.at(place.tree, *ids.last()?),
                from == place.block,
            ))
        });
        found.map_or(Setting { value: default, at: None, own: false }, |(value, at, own)| Setting {
            value,
            at,
            own,
        })
    }

    /// A time in force at a place, in microseconds, with where it is set; without a place, nginx's default.
    pub fn time(&self, place: &Place, name: &str, default: i64) -> (i64, Option<At>) {
        let setting = self.setting(place, name, "");
        (values::nginx_time(setting.value).unwrap_or(default), setting.at)
    }

    /// The header that a place sets for the upstream, with where it is set; `None` where nginx's own default counts.
    pub fn header(&self, place: &Place, wanted: &str) -> Option<(&'a str, At)> {
        let tree = self.trees.get(place.tree)?;
        let (ids, _) = tree.in_force(place.block, "proxy_set_header");
        let id = ids.into_iter().rfind(|id| tree.config.argument(*id, 0).eq_ignore_ascii_case(wanted))?;
        Some((tree.config.argument(id, 1), self.at(place.tree, id)?))
    }

    /// Headers that an outer block sets and this place loses because it sets others: their names and where they stand.
    pub fn lost_headers(&self, place: &Place) -> Vec<(&'a str, At)> {
        let Some(tree) = self.trees.get(place.tree) else { return Vec::new() };
        let (own, from) = tree.in_force(place.block, "proxy_set_header");
        let Some(inner) = from.filter(|_| !own.is_empty()) else { return Vec::new() };
        let (outer, _) = tree.in_force(tree.parent(inner), "proxy_set_header");
        let name = |id: &DirectiveId| tree.config.argument(*id, 0);
        let lost = outer.iter().filter(|id| !own.iter().any(|one| name(one).eq_ignore_ascii_case(name(id))));
        lost.filter_map(|id| Some((name(id), self.at(place.tree, *id)?))).in_list()
    }

    /// The `keepalive` directive of the group that a place passes to.
    pub fn keepalive(&self, place: &Place) -> Option<At> {
        let (tree, group) = place.group?;
        let id = self.trees.get(tree)?.own(Some(group), "keepalive").last()?;
        self.at(tree, id)
    }

    /// Since 1.29.7 nginx speaks HTTP/1.1 with keep-alive to groups by default.
    pub fn keeps_by_default(&self) -> bool {
        self.version.is_some_and(|version| version >= (1, 29, 7))
    }

    /// Whether connections from a place to its group are kept, as far as version and header decide it.
    ///
    /// Where the text leaves something out around the place, what is not there may well be set.
    pub fn kept(&self, place: &Place) -> Kept {
        let set = self.setting(place, "proxy_http_version", "").at.is_some()
            && self.header(place, "Connection").is_some();
        match self.kept_as_shown(place) {
            Kept::No if !set && self.elided(place) => Kept::Perhaps,
            kept => kept,
        }
    }

    /// The text leaves something out around the place.
    pub fn elided(&self, place: &Place) -> bool {
        self.trees.get(place.tree).is_some_and(|tree| {
            tree.around(place.block).iter().any(|block| tree.config.elided.contains(block))
        })
    }

    fn kept_as_shown(&self, place: &Place) -> Kept {
        let new = self.keeps_by_default();
        let version = self.setting(place, "proxy_http_version", if new { "1.1" } else { "1.0" }).value;
        let header = match self.header(place, "Connection") {
            Some((value, _)) => self.through_map(place.tree, value),
            None if new => "",
            None => "close",
        };
        if header.eq_ignore_ascii_case("close") {
            return Kept::No;
        }
        match (version, header) {
            ("1.0", header) if header.eq_ignore_ascii_case("keep-alive") => Kept::Perhaps,
            ("1.0", header) if !header.starts_with('$') => Kept::No,
            (_, header) if header.starts_with('$') => Kept::Perhaps,
            _ => Kept::Yes,
        }
    }

    /// What a variable stands for in a request without an Upgrade header: `map $http_upgrade $name { '' close; }`.
    fn through_map(&self, tree: usize, value: &'a str) -> &'a str {
        let Some(tree) = self.trees.get(tree).filter(|_| value.starts_with('$')) else { return value };
        let map = tree.config.named("map").find(|id| tree.config.argument(*id, 1) == value);
        let Some(map) = map.filter(|id| tree.config.argument(*id, 0) == "$http_upgrade") else {
            return value;
        };
        let row = tree.inside(Some(map)).iter().find(|id| tree.config.name(**id).is_empty());
        row.map_or(value, |id| tree.config.argument(*id, 0))
    }

    /// The servers of a group.
    pub fn servers(&self, group: (usize, DirectiveId)) -> Vec<DirectiveId> {
        self.trees.get(group.0).map(|tree| tree.own(Some(group.1), "server").in_list()).unwrap_or_default()
    }

    /// True if a directive has an argument that begins so.
    pub fn says(&self, tree: usize, id: DirectiveId, word: &str) -> bool {
        let Some(tree) = self.trees.get(tree) else { return false };
        let Some(directive) = tree.config.directives.get(id) else { return false };
        directive.arguments.iter().any(|span| tree.config.str(*span).starts_with(word))
    }

    /// The argument that begins with `word`, without it: `max_size=` of a `proxy_cache_path`.
    pub fn named_argument(&self, tree: usize, id: DirectiveId, word: &str) -> Option<&'a str> {
        let config = self.trees.get(tree)?.config;
        config.directives.get(id)?.arguments.iter().find_map(|span| config.str(*span).strip_prefix(word))
    }

    /// Every directive of that name, as tree and directive.
    pub fn named<'t>(&'t self, name: &'t str) -> impl Iterator<Item = (usize, DirectiveId)> + 't {
        self.trees.iter().enumerate().flat(move |(at, tree)| tree.config.named(name).map(move |id| (at, id)))
    }

    /// The place that serves a request: the one that passes to that address, or the location with the longest prefix of
    /// the path, or the only one there is.
    pub fn serving(&self, path: &str, upstream: &str) -> Option<&Place> {
        let address = host(upstream);
        let passes_to = |place: &&Place| {
            let target = host(self.target(place));
            !address.is_empty() && (target == address || self.has_server(place, address))
        };
        let prefix = |place: &Place| {
            let tree = self.trees.get(place.tree)?;
            let block = place.block.filter(|id| tree.config.name(*id) == "location")?;
            let first = tree.config.argument(block, 0);
            let pattern = if matches!(first, "=" | "^~") { tree.config.argument(block, 1) } else { first };
            (!pattern.starts_with('~') && path.starts_with(pattern)).then_some(pattern.len())
        };
        let fitting: Vec<&Place> = self.all.iter().filter(passes_to).in_list();
        let pool: Vec<&Place> = if fitting.is_empty() { self.all.iter().collect() } else { fitting };
        if let [only] = pool.as_slice() {
            return Some(only);
        }
        pool.into_iter().filter(|place| prefix(place).is_some()).greatest(|place| prefix(place))
    }

    fn has_server(&self, place: &Place, address: &str) -> bool {
        place.group.is_some_and(|group| {
            let tree = self.trees.get(group.0);
            self.servers(group)
                .iter()
                .any(|id| tree.is_some_and(|tree| tree.config.argument(*id, 0) == address))
        })
    }
}

/// Host and port of a target: `http://host:port/path` or `host:port`.
pub fn host(target: &str) -> &str {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    if rest.starts_with("unix:") {
        return rest;
    }
    rest.split('/').next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::formats::{Content, by_id};
    use crate::model::config::Config;
    use crate::source::{Input, Piece};

    fn config(text: &str) -> Config {
        let piece = Piece { name: "nginx.conf".into(), role: None, bytes: text.into() };
        let source = crate::intake::read(Input { pieces: vec![piece] }).into_iter().next().unwrap();
        match (by_id(source.format).unwrap().read)(0, &source) {
            Content::Config(config) => config,
            _ => panic!("{}", source.format),
        }
    }

    fn kept(location: &str, version: Option<(u32, u32, u32)>) -> Kept {
        let config = config(&format!(
            "map $http_upgrade $upgrade {{ default upgrade; '' close; }}\nupstream api {{ server 10.0.0.1:80; keepalive 16; }}\nserver {{\n proxy_http_version 1.1;\n proxy_set_header Connection \"\";\n location / {{\n {location}\n proxy_pass http://api;\n }}\n}}\n"
        ));
        let mut places = Places { trees: vec![Tree::of(&config)], all: Vec::new(), version };
        places.all = places.find();
        assert!(places.keepalive(&places.all[0]).is_some());
        places.kept(&places.all[0])
    }

    #[test]
    fn keep_alive_needs_both_directives() {
        assert_eq!(kept("", None), Kept::Yes);
        assert_eq!(kept("proxy_set_header Host $host;", None), Kept::No);
        assert_eq!(kept("proxy_http_version 1.0;", None), Kept::No);
        assert_eq!(
            kept("proxy_http_version 1.0; proxy_set_header Connection Keep-Alive;", None),
            Kept::Perhaps
        );
        assert_eq!(kept("proxy_set_header Connection $upgrade;", None), Kept::No);
        assert_eq!(kept("...\n proxy_set_header Host $host;", None), Kept::Perhaps);
        assert_eq!(kept("proxy_set_header Host $host;", Some((1, 29, 7))), Kept::Yes);
        assert_eq!(kept("proxy_set_header Connection close;", Some((1, 29, 7))), Kept::No);
    }

    #[test]
    fn headers_of_the_outer_block_are_lost() {
        let config = config(
            "server {\n proxy_set_header Host $host;\n proxy_set_header X-A b;\n location / {\n proxy_set_header X-A c;\n proxy_pass http://10.0.0.1:80;\n }\n}\n",
        );
        let mut places = Places { trees: vec![Tree::of(&config)], all: Vec::new(), version: None };
        places.all = places.find();
        assert_eq!(places.lost_headers(&places.all[0]), [("Host", (0, 2))]);
    }

    #[test]
    fn targets() {
        assert_eq!(host("http://api/x"), "api");
        assert_eq!(host("10.0.0.1:80"), "10.0.0.1:80");
        assert_eq!(host("http://unix:/run/a.sock:/x"), "unix:/run/a.sock:/x");
    }
}
