//! The line of the configuration that sets the limit, the time, the path or the address at which the work failed.

use super::Hearing;
use super::marks::{self, Sight};
use crate::causes::configured::tree::Tree;
use crate::model::config::DirectiveId;
use crate::order::Flat;

/// Directives by what they set, for the causes that a setting of that kind decides.
const SET: &[(&[&str], &[&str], &str)] = &[
    (
        &[
            "upstream-slow-read-timeout",
            "upstream-stalled-body",
            "php-fpm-max-children",
            "upstream-application-hung",
        ],
        &[
            "proxy_read_timeout",
            "fastcgi_read_timeout",
            "uwsgi_read_timeout",
            "scgi_read_timeout",
            "grpc_read_timeout",
        ],
        "how long the proxy waits for the answer",
    ),
    (
        &["upstream-connect-timeout", "conntrack-table-full", "syn-queue-overflow"],
        &[
            "proxy_connect_timeout",
            "fastcgi_connect_timeout",
            "uwsgi_connect_timeout",
            "grpc_connect_timeout",
        ],
        "how long the proxy waits for the connection",
    ),
    (
        &["upstream-send-timeout"],
        &["proxy_send_timeout", "fastcgi_send_timeout"],
        "how long the proxy waits to send",
    ),
    (
        &["upstream-header-too-big"],
        &["proxy_buffer_size", "fastcgi_buffer_size", "uwsgi_buffer_size"],
        "how large the answer's header may be",
    ),
    (&["worker-open-file-limit"], &["worker_rlimit_nofile"], "the limit of open files comes from here"),
    (&["worker-connections-exhausted"], &["worker_connections"], "the limit of connections comes from here"),
    (&["request-body-too-large"], &["client_max_body_size"], "how large a body may be"),
    (&["client-header-too-large"], &["large_client_header_buffers"], "how large a request's header may be"),
    (&["rate-limit-exceeded"], &["limit_req", "limit_conn"], "the limit comes from here"),
    (
        &["upstream-keepalive-disabled-http10", "upstream-keepalive-idle-race"],
        &["keepalive"],
        "connections to the upstream are meant to be kept",
    ),
    (
        &["upstream-name-nxdomain", "dns-resolver-unreachable", "resolver-timeout", "dns-server-failure"],
        &["resolver"],
        "the name server that is asked",
    ),
];

/// Directives that name a directory.
const PLACES: &[&str] = &[
    "proxy_cache_path",
    "fastcgi_cache_path",
    "uwsgi_cache_path",
    "proxy_temp_path",
    "client_body_temp_path",
    "fastcgi_temp_path",
    "uwsgi_temp_path",
];

/// Directives that hand requests on.
const PASSES: &[&str] = &["proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass"];

/// Hears the configurations, except those of a normal run.
pub fn hear(hearing: &mut Hearing<'_, '_>) {
    let scene = hearing.scene;
    for tree in &scene.places.trees {
        let pass = pass(hearing, tree);
        limit(hearing, tree, pass);
        place(hearing, tree);
        address(hearing, tree, pass);
    }
}

/// The directive that decides, in the block that hands the request on.
fn limit(hearing: &mut Hearing<'_, '_>, tree: &Tree<'_>, pass: Option<DirectiveId>) {
    let Some((_, names, why)) = SET.iter().find(|(causes, _, _)| hearing.is(causes)) else { return };
    let block = pass.and_then(|pass| tree.parent(pass));
    let found = names.iter().find_map(|name| {
        let scoped = tree.in_force(block, name).0.first().copied();
        // Of a fragment or where the block is not known, the only one there is.
        scoped.or_else(|| {
            let mut all = tree.config.named(name);
            let only = all.next()?;
            all.next().is_none().then_some(only)
        })
    });
    cite(hearing, tree, found, why);
}

/// The directive that names the directory that the failing path lies in.
fn place(hearing: &mut Hearing<'_, '_>, tree: &Tree<'_>) {
    let path = hearing.marks.path.clone();
    if path.is_empty() {
        return;
    }
    let found = PLACES.iter().flat(|name| tree.config.named(name)).find(|id| {
        let directory = tree.config.argument(*id, 0);
        directory.starts_with('/') && marks::is_below(&path, directory)
    });
    cite(hearing, tree, found, "the directory comes from here");
}

/// Where the address comes from that could not be reached, or is spoken to in the wrong way.
fn address(hearing: &mut Hearing<'_, '_>, tree: &Tree<'_>, pass: Option<DirectiveId>) {
    let asked = matches!(hearing.marks.sight, Sight::Refused | Sight::NoAnswer)
        || hearing.is(&["upstream-tls-on-plain-port", "upstream-no-route", "network-unreachable"]);
    if asked && let Some(id) = server(hearing, tree).or(pass) {
        cite(hearing, tree, Some(id), "the address comes from here");
    } else if hearing.is(&["upstream-keepalive-disabled-http10"]) {
        cite(
            hearing,
            tree,
            pass,
            "this location sets no version of HTTP and no Connection header for the upstream",
        );
    }
}

/// The directive that names the upstream's address.
fn server(hearing: &Hearing<'_, '_>, tree: &Tree<'_>) -> Option<DirectiveId> {
    let config = tree.config;
    (0..config.directives.len()).find(|id| {
        let name = config.name(*id);
        (name == "server" || PASSES.contains(&name)) && names_peer(hearing, config.argument(*id, 0))
    })
}

/// The directive that hands the request on to the upstream, by its address or by the name of a group.
fn pass(hearing: &Hearing<'_, '_>, tree: &Tree<'_>) -> Option<DirectiveId> {
    let config = tree.config;
    let server = server(hearing, tree)?;
    if config.name(server) != "server" {
        return Some(server);
    }
    let group = config.argument(tree.parent(server)?, 0);
    PASSES.iter().flat(|name| config.named(name)).find(|id| {
        let target = config.argument(*id, 0);
        let host = target.split_once("://").map_or(target, |(_, rest)| rest);
        !group.is_empty() && host.split(['/', ':']).next() == Some(group)
    })
}

/// True if an argument is the upstream's address; port 80 may be left out.
fn names_peer(hearing: &Hearing<'_, '_>, argument: &str) -> bool {
    let plain = argument.split_once("://").map_or(argument, |(_, rest)| rest);
    let host = plain.split('/').next().unwrap_or("");
    hearing.marks.names_peer(plain)
        || (!host.is_empty() && hearing.marks.is_peer(host, "80") && !host.contains(':'))
}

fn cite(hearing: &mut Hearing<'_, '_>, tree: &Tree<'_>, id: Option<DirectiveId>, why: &str) {
    if let Some(directive) = id.and_then(|id| tree.config.directives.get(id)) {
        hearing.line(tree.config.source, directive.line, why);
    }
}
