//! A proxy worker reaches its limit of open files.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::server_log;
use super::reasoning::suspects::Suspect;
use crate::report::Confidence;
use crate::trace::DescriptorRole;

const ID: &str = "worker-open-file-limit";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let suspect = scene.suspect(&|one| {
        one.is(&[Family::Accept, Family::Descriptor, Family::Open, Family::Create], &["EMFILE"])
            && one.serves()
            && proxies(scene, one)
    })?;
    let claim = Claim::on(scene, ID, suspect);
    // A server that cannot accept lets its clients wait, whether or not the trace shows what became of them.
    let sure = suspect.confidence().max(Confidence::Likely);
    if suspect.family == Family::Accept { claim.confidence(sure).done() } else { claim.done() }
}

/// Servers that pass requests on, by the name of the program.
const PROXIES: &[&str] = &[
    "nginx",
    "openresty",
    "angie",
    "haproxy",
    "apache2",
    "httpd",
    "envoy",
    "squid",
    "varnishd",
    "traefik",
    "caddy",
];

/// True for a server that passes requests on: by its name, or by its connections where the name is not shown.
/// The limit of another program is not that of a worker.
pub fn proxies(scene: &Scene<'_>, suspect: &Suspect<'_>) -> bool {
    let Some(reading) = scene.reading(suspect.run) else { return false };
    match reading.program(suspect.event) {
        "the program" => {
            let passes = reading.run.descriptors.iter().any(|one| one.role == DescriptorRole::Upstream);
            passes || reading.reports.iter().any(|spoken| server_log::is_nginx(&spoken.text))
        }
        program => PROXIES.contains(&program.trim_end_matches(':')),
    }
}
