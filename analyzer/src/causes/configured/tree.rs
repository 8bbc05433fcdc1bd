//! nginx's blocks as a tree, over files that include each other.
//!
//! `nginx -T` prints every file behind a line `# configuration file PATH:`, so a directive that stands in an included
//! file has its block in another. Where the file is not at hand, a `server` or `upstream` at the top of the text is
//! taken to stand in its `http` block, as it does in every distribution's layout.

use crate::model::config::{Config, DirectiveId};
use crate::order::InList;

/// A configuration with every directive in the block that it takes effect in.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The configuration.
    pub config: &'a Config,
    parents: Vec<Option<DirectiveId>>,
    /// The directives at the top, then those right inside of each directive.
    children: Vec<Vec<DirectiveId>>,
}

/// Blocks that stand in `http`.
const IN_HTTP: &[&str] = &["server", "upstream", "map", "proxy_cache_path", "log_format", "limit_req_zone"];

/// No chain of blocks is longer than this.
const DEEPEST: usize = 32;

impl<'a> Tree<'a> {
    /// Puts a configuration together. Work is linear in its directives, apart from its `include`s.
    pub fn of(config: &'a Config) -> Self {
        let mut parents: Vec<Option<DirectiveId>> = config.directives.iter().map(|one| one.parent).in_list();
        for include in config.named("include").take(200) {
            let block = config.directives.get(include).and_then(|one| one.parent);
            for (from, to) in config.files_matching(config.argument(include, 0)) {
                for at in from..to {
                    if let Some(parent) = parents.get_mut(at).filter(|parent| parent.is_none()) {
                        *parent = block;
                    }
                }
            }
        }
        let http = config.named("http").next();
        for (at, parent) in parents.iter_mut().enumerate() {
            if parent.is_none() && IN_HTTP.contains(&config.name(at)) {
                *parent = http;
            }
        }
        let mut children = vec![Vec::new(); parents.len().saturating_add(1)];
        for (at, parent) in parents.iter().enumerate() {
            let place = parent.map_or(0, |parent| parent.saturating_add(1));
            if let Some(place) = children.get_mut(place) {
                place.push(at);
            }
        }
        Self { config, parents, children }
    }

    /// The block that a directive stands in.
    pub fn parent(&self, id: DirectiveId) -> Option<DirectiveId> {
        self.parents.get(id).copied().flatten()
    }

    /// The directives right inside of a block.
    pub fn inside(&self, block: Option<DirectiveId>) -> &[DirectiveId] {
        let place = block.map_or(0, |block| block.saturating_add(1));
        self.children.get(place).map_or(&[], Vec::as_slice)
    }

    /// The directives of that name right inside of a block.
    pub fn own<'t>(
        &'t self,
        block: Option<DirectiveId>,
        name: &'t str,
    ) -> impl Iterator<Item = DirectiveId> + 't {
        self.inside(block).iter().copied().filter(move |id| self.config.name(*id) == name)
    }

    /// A block and those around it, from the inside out; the last is the top of the text.
    pub fn around(&self, block: Option<DirectiveId>) -> Vec<Option<DirectiveId>> {
        let mut chain = vec![block];
        let mut at = block;
        while let Some(id) = at.filter(|_| chain.len() < DEEPEST) {
            at = self.parent(id);
            chain.push(at);
        }
        chain
    }

    /// The directives of that name that are in force in a block, and the block that they stand in: the nearest one,
    /// going outwards, that has any. A block with one of its own inherits none.
    pub fn in_force(
        &self,
        block: Option<DirectiveId>,
        name: &str,
    ) -> (Vec<DirectiveId>, Option<DirectiveId>) {
        for at in self.around(block) {
            let own: Vec<DirectiveId> = self.own(at, name).in_list();
            if !own.is_empty() {
                return (own, at);
            }
        }
        (Vec::new(), None)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::formats::{Content, by_id};
    use crate::source::{Input, Piece};

    fn config(text: &str) -> Config {
        let piece = Piece { name: "nginx.conf".into(), role: None, bytes: text.into() };
        let source = crate::intake::read(Input { pieces: vec![piece] }).into_iter().next().unwrap();
        match (by_id(source.format).unwrap().read)(0, &source) {
            Content::Config(config) => config,
            _ => panic!("{}", source.format),
        }
    }

    #[test]
    fn a_block_with_one_of_its_own_inherits_none() {
        let config = config(
            "server {\n  proxy_set_header Connection \"\";\n  location /plain { proxy_pass http://api; }\n  location /own {\n    proxy_pass http://b;\n    proxy_set_header Host $host;\n  }\n}\n",
        );
        let tree = Tree::of(&config);
        let headers = |block| -> Vec<&str> {
            let (ids, _) = tree.in_force(Some(block), "proxy_set_header");
            ids.into_iter().map(|id| config.argument(id, 0)).collect()
        };
        let locations: Vec<_> = config.named("location").collect();
        assert_eq!(headers(locations[0]), ["Connection"]);
        assert_eq!(headers(locations[1]), ["Host"]);
    }

    const DUMP: &str = "# configuration file /etc/nginx/nginx.conf:\nhttp {\n  proxy_read_timeout 5s;\n  include /etc/nginx/conf.d/*.conf;\n}\n# configuration file /etc/nginx/conf.d/site.conf:\nserver {\n  listen 80;\n  location / {\n    include proxy_params;\n    proxy_pass http://127.0.0.1:9000;\n  }\n}\n# configuration file /etc/nginx/proxy_params:\nproxy_set_header Host $host;\n";

    #[test]
    fn included_files_stand_in_their_block() {
        let config = config(DUMP);
        let tree = Tree::of(&config);
        let location = config.named("location").next();
        let (found, _) = tree.in_force(location, "proxy_read_timeout");
        assert_eq!(found.iter().map(|id| config.argument(*id, 0)).collect::<Vec<_>>(), ["5s"]);
        let (headers, from) = tree.in_force(location, "proxy_set_header");
        assert_eq!((headers.len(), from), (1, location));
        assert_eq!(tree.around(location).len(), 4);
    }
}
