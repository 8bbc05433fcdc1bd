//! What caused the failure: one file per cause, and one visible list of them.
//!
//! # For authors
//!
//! A cause is two files: `causes/<id>.rs` (with `_` for `-`) checks whether it is this cause, and `causes/<id>.md` has
//! every word of it. `cargo xtask new-cause <id>` writes both.
//!
//! ## The check
//!
//! ```text
//! const ID: &str = "disk-full";
//! pub static CAUSE: Cause = Cause { id: ID, check };
//!
//! fn check(scene: &Scene<'_>) -> Option<Finding> {
//!     let suspect = scene.suspect(&|one| one.is(&[Family::Write], &["ENOSPC"]))?;
//!     Claim::on(scene, ID, suspect).done()
//! }
//! ```
//!
//! - A check is total: it stays silent (`None`) or says one diagnosis with the lines it rests on.
//! - It never looks at a file's name, a host or a wording that belongs to one system; it looks at calls, errno values,
//!   roles of descriptors and what came of them.
//! - Confidence: `proven` where the lines alone show it (the failing call, and the request or process that failed
//!   of it); `likely` where they fit and nothing else known fits better; `possible` otherwise.
//!   [`reasoning::suspects::Suspect::confidence`] decides for causes that rest on one failing call.
//! - [`Claim::on`](reasoning::claim::Claim::on) cites the failing call, the message, the end and the normal run by
//!   itself and sets the marks of [`reasoning::words::mark`]. [`Claim::new`](reasoning::claim::Claim::new) begins with
//!   nothing.
//! - `claim.cites("close", run, event)` adds a line, `claim.not("inode", …)` a hypothesis that a line rules out,
//!   `claim.never("answer", …)` what did not happen, `claim.mark("dir", …)` the value of a mark, and
//!   `claim.variant("cut", …)` chooses among words. All names are those of the Markdown file.
//! - Put it into [`CAUSES`] before every cause that is more general: of two that blame the same call, the first stays.
//! - Add `tests/examples/causes/<id>/speaks/` and `…/silent/`, traces as similar as possible, in the first of which
//!   it speaks and in the second not. A test refuses a cause without them.
//!
//! ## The words
//!
//! The file begins with `# ` and the cause in a few words. The first sections are what a diagnosis says:
//!
//! ```text
//! ## Title                  one line that can be read alone
//! ## Summary                one short paragraph
//! ## Steps                  1. Two to five words: detail (`fault`)
//! ## Evidence               - `close`: why this line counts
//! ## What never happened    - `answer`: what did not happen
//!                             - because: why that counts
//! ## What it is not         - `inode`: what one could think
//!                             - because: why that line rules it out
//! ## How to confirm         - `df -h {dir}`
//!                             - if so: what it prints if the cause is right
//!                             - if not: what it prints if not, and what to do then
//! ## How to mend            - Now: ends the outage, with code in a fence below it where there is some
//!                           - Properly: ends the cause
//!                           - Hides it: only looks like an end
//! ```
//!
//! The others explain it to somebody who does not know it: What happens, Why you see it there, How to tell it apart,
//! Conditions, Sources. A paragraph of Conditions that begins with `Applies to: ` is said with the diagnosis as well.
//!
//! - `{dir}` is a mark: it stands for what the lines show.
//! - `[ after {waited}]` is left out where a mark in it has no value.
//! - A step names in the end the evidence that it rests on, the best first: ``(`log`, `close`)``.
//! - ``If `cut`: …`` is for that variant only, ``If not `cut` and `log`: …`` for the others where that evidence was
//!   cited; a mark that has a value is such a condition too. Of titles, summaries and items with one name, the first
//!   that fits is taken; of steps, commands and ways to mend it, all that fit.
//! - A cause that a table says has its title in the table's file, and its commands, ways to mend it and explanation in
//!   `causes/explained/<id>.md`. Marks stand there with words for where they have no value, `{path|PATH}`, since
//!   more than one table may say the cause.
//! - Words that many causes share stand in `causes/reasoning/shared.md`; a cause that gives the same name says it its
//!   own way.
//!
//! `tests/prose.rs` holds the file to be whole and to know the same names as the code.

mod ca_bundle_missing;
mod ca_untrusted;
mod certificate_expired;
mod certificate_name_mismatch;
mod child_killed;
mod client_closed_request;
mod client_half_close;
mod client_timeout_then_broken_pipe;
mod command_not_found;
mod config_file_missing;
mod config_permission_denied;
pub mod configured;
mod connection_refused;
mod connection_reset;
mod conntrack_table_full;
mod crash_abort;
mod crash_invalid_memory;
mod crash_null_pointer;
mod cross_device_rename;
mod database_locked;
mod deadlock;
mod descriptor_leak;
mod disk_full;
mod disk_full_on_cache_write;
mod dns_resolver_unreachable;
mod dns_server_failure;
mod ephemeral_ports_exhausted;
mod exit_status_lost_in_pipeline;
mod failure_hidden_by_retry;
mod fd_limit;
mod fifo_without_reader;
mod fifo_without_writer;
mod file_missing;
mod file_size_limit;
mod general;
mod health_checks_failing;
mod hosts_file_entry_missing;
mod idle_connection_dropped_by_middlebox;
mod inodes_exhausted;
pub mod joined;
mod killed_by_signal;
mod killed_by_timeout;
mod list;
mod listen_address_wrong;
mod listings;
mod lock_held;
pub mod logs;
mod missing_environment_variable;
mod missing_header;
mod missing_interpreter;
mod missing_node_module;
mod missing_python_module;
mod missing_shared_library;
mod mtu_black_hole;
mod name_not_found;
mod network;
mod network_unreachable;
mod node_server_timeout;
mod noexec_mount;
mod oom_killed;
mod parent_directory_permission;
mod permission_denied;
mod pipe_never_closed;
mod port_in_use;
mod rank;
pub mod reasoning;
mod resolver_timeout;
mod server_not_responding;
mod service_start_limit_reached;
mod short_write;
mod slow_disk_read;
mod slow_fsync;
mod slow_lock_wait;
mod slow_remote_answer;
mod stale_lock_file;
mod syn_queue_overflow;
mod tcp_memory_exhausted;
mod tcp_tw_recycle_behind_nat;
mod temp_dir_permission_denied;
mod unix_socket_missing;
mod upstream_accept_queue_full;
mod upstream_closed_early;
mod upstream_closed_while_sending_body;
mod upstream_connect_timeout;
mod upstream_connection_refused;
mod upstream_header_too_big;
mod upstream_invalid_header;
mod upstream_keepalive_disabled_http10;
mod upstream_keepalive_idle_race;
mod upstream_name_nxdomain;
mod upstream_no_route;
mod upstream_plain_http_on_tls_port;
mod upstream_reset;
mod upstream_send_timeout;
mod upstream_server_timeout_closes_request;
mod upstream_slow_read_timeout;
mod upstream_stalled_body;
mod upstream_tls_on_plain_port;
mod upstream_truncated_body;
mod upstream_unix_socket_missing;
mod upstream_unix_socket_permission;
mod upstream_unix_socket_stale;
mod upstream_write_timeout_too_short;
mod waits_for_child;
mod waits_for_lock_holder;
mod waits_for_terminal_input;
mod witnesses;
mod worker_connections_exhausted;
mod worker_open_file_limit;
mod wrong_binary_in_path;
mod wrong_working_directory;

use logs::signs::Signs;

use crate::align::Alignment;
use crate::model::config::Config;
use crate::model::listing::{Fact, Item, Listing};
use crate::model::log::{Log, LogEntry};
use crate::order::{Change, Flat};
use crate::prose::Prose;
use crate::report::{Diagnosis, Missing, Unrelated};
use crate::roles::Assigned;
use crate::source::Source;
use crate::timeline::Clocks;
use crate::trace::Run;
pub use list::CAUSES;
use reasoning::claim::Finding;
use reasoning::reading::Reading;
use reasoning::scene::Scene;

/// Everything a cause may look at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// All sources.
    pub sources: &'a [Source],
    /// Their roles, parallel to `sources`.
    pub roles: &'a [Assigned],
    /// All traces.
    pub runs: &'a [Run],
    /// Units side by side.
    pub alignments: &'a [Alignment],
    /// All logs.
    pub logs: &'a [Log],
    /// All configurations.
    pub configs: &'a [Config],
    /// All listings.
    pub listings: &'a [Listing],
    /// The words.
    pub prose: &'a Prose,
    /// What logs say by themselves.
    pub signs: &'a Signs<'a>,
    /// One clock for all of them.
    pub clocks: &'a Clocks,
}

impl<'a> Case<'a> {
    /// Every item of every listing, with the listing its spans point into.
    pub fn items(&self) -> impl Iterator<Item = (&'a Listing, &'a Item)> + use<'a> {
        self.listings.iter().flat(|listing| listing.items.iter().map(move |item| (listing, item)))
    }

    /// Every entry of every log, with the log its spans point into.
    pub fn entries(&self) -> impl Iterator<Item = (&'a Log, &'a LogEntry)> + use<'a> {
        self.logs.iter().flat(|log| log.entries.iter().map(move |entry| (log, entry)))
    }

    /// The first version of that program that is told, with where: `node`, `nginx`, `linux`, ...
    pub fn version(&self, program: &str) -> Option<(&'a Listing, &'a Item, (u32, u32, u32))> {
        self.items().find_map(|(listing, item)| match &item.fact {
            Fact::Version(version) if version.program == program => Some((listing, item, version.number)),
            _ => None,
        })
    }
}

/// One cause.
pub struct Cause {
    /// Kebab-case id.
    pub id: &'static str,
    /// Looks at the scene; stays silent or says a diagnosis.
    pub check: fn(&Scene<'_>) -> Option<Finding>,
}

/// Every id that the visible lists name: causes with a file of their own, failing calls, messages of nginx and of other
/// programs, captured packets, and lines of several sources put together. An id may come more than once.
pub fn ids<'p>(signs: &Signs<'p>) -> impl Iterator<Item = &'p str> {
    let own = CAUSES.iter().map(|cause| cause.id);
    let messages = signs.messages.iter().map(|meaning| meaning.cause);
    own.with(general::ids())
        .with(messages)
        .with(signs.causes())
        .with(network::ids())
        .with(joined::ROWS.iter().map(|row| row.0))
}

/// What the causes say.
#[derive(Debug, Default)]
pub struct Findings {
    /// Best first.
    pub diagnoses: Vec<Diagnosis>,
    /// Lines that have nothing to do with it.
    pub unrelated: Vec<Unrelated>,
    /// What would settle an open question.
    pub missing: Vec<Missing>,
}

/// No report asks for more than this: nobody fetches more at once.
const MOST_MISSING: usize = 5;

/// Asks every cause and ranks what they say.
pub fn explain(case: &Case<'_>) -> Findings {
    let readings = Reading::all(case);
    let scene = Scene::of(case, &readings);
    let mut findings = general::special(&scene);
    findings.add_all(CAUSES.iter().filter_map(|cause| (cause.check)(&scene)));
    findings.add_all(general::findings(&scene));
    general::set_aside_by_hang(&scene, &mut findings);
    findings.add_all(listings::findings(&scene));
    findings.add_all(network::findings(&scene));
    let listed = listings::set_aside(&scene, &mut findings);
    let mut unrelated = Vec::new();
    logs::join(&scene, &mut findings, &mut unrelated);
    listings::join(&scene, &mut findings, listed);
    // After all that bears a symptom out, so that what explains it stays before it.
    joined::join(&scene, &mut findings);
    configured::durations::explain(&scene, &mut findings);
    let mut missing = configured::asks::ask(case, &scene.places, &findings);
    if findings.is_empty() {
        findings.add_all(general::last_resort(&scene));
    }
    let mut kept = rank::ranked(findings);
    for finding in &mut kept {
        rank::leave_out_strangers(case, &mut finding.diagnosis);
    }
    missing.add_all(kept.first_mut().map(|first| witnesses::call(&scene, first)).unwrap_or_default());
    for one in witnesses::unrelated::name(&scene, kept.first()) {
        if !unrelated.iter().any(|known| known.line == one.line && known.source == one.source) {
            unrelated.push(one);
        }
    }
    // What confirms the first diagnosis stands with it; it is asked for again only where nothing else is.
    let confirms = |one: &Missing| {
        kept.first()
            .is_some_and(|first| first.diagnosis.confirm.iter().any(|known| known.command == one.what))
    };
    if missing.iter().any(|one| !confirms(one)) {
        missing.keep_if(|one| !confirms(one));
    }
    missing.truncate(MOST_MISSING);
    Findings { diagnoses: rank::diagnoses(kept), unrelated, missing }
}
